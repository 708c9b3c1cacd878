"""Rule kinds."""
