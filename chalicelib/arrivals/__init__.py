"""What arrives from outside becomes history."""
