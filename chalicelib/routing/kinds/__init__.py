"""Rule kinds: one module each, listed in the registry."""
