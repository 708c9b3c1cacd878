"""Colleagues who watch a ticket without owning it."""
