"""What is read of tickets: one ticket, its history, lists."""
