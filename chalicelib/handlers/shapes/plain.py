"""What all shapes share: instants as text, null for nothing."""

from datetime import datetime
from typing import Any

from chalicelib.instants import instant as instant

Json = dict[str, Any]


def instant_or_null(at: datetime | None) -> str | None:
    return instant(at) if at else None


def between(created: datetime, updated: datetime) -> Json:
    return {"created_at": instant(created), "updated_at": instant(updated)}
