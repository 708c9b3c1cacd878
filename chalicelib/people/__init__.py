"""Agents: what they can do, when they work, and how much they carry."""
