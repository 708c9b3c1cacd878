"""From what a queue holds to messages and reports."""
