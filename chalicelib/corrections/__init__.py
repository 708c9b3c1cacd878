"""Correcting what agents wrote for each other, and reading what customers sent in full."""
