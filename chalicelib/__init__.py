"""Chalicelib."""
