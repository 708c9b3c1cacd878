"""Documents that are tested."""
