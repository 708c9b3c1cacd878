"""Pictures of a desk at work, for docs/tour.md."""
