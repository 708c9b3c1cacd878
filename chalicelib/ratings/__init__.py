"""Satisfaction ratings: what customers answered, as the API lists it and takes it."""
