"""Files of messages that their providers keep."""
