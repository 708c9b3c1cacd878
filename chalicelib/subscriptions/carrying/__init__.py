"""Carrying events to a subscription's receiver."""
