"""Instants as the API and its feed write them."""

from datetime import UTC, datetime


def instant(at: datetime) -> str:
    """Exactly YYYY-MM-DDTHH:MM:SSZ, in UTC and whole seconds: clients of the conventions that we keep read no other form."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
