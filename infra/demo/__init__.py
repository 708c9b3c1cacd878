"""The demonstration: a desk of its own and a dozen contacts, through the real doors."""
