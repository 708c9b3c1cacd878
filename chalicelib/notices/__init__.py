"""What colleagues are told."""
