"""What a day allows."""
