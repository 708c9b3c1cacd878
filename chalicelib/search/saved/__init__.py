"""Queries that agents saved."""
