"""What all shapes share: instants as text, null for nothing."""

from datetime import UTC, datetime
from typing import Any

Json = dict[str, Any]


def instant(at: datetime) -> str:
    """Exactly YYYY-MM-DDTHH:MM:SSZ: other forms break clients."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def instant_or_null(at: datetime | None) -> str | None:
    return instant(at) if at else None


def between(created: datetime, updated: datetime) -> Json:
    return {"created_at": instant(created), "updated_at": instant(updated)}
