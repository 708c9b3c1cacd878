"""Mail to people outside that answers no message of theirs."""
