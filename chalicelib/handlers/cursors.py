"""Cursors: places in lists as callers hold them, opaque and signed, so that nobody makes up a place in the store."""

from datetime import datetime

from chalicelib.errors import FieldFault, InvalidInput
from chalicelib.ids import genuine_place, signed_place
from chalicelib.outside.secrets import keys, renew

LONGEST = 1_000


def cursor_of(purpose: str, place: str) -> str:
    """The cursor for a place; `purpose` says whose, and of which list."""
    return signed_place(purpose, place, keys()["token"])


def place_in(purpose: str, cursor: str, now: datetime, field: str = "cursor") -> str:
    """The place that one of our cursors names. Raises InvalidInput for any other, also for one of another caller or list."""
    found = _genuine(purpose, cursor)
    if found is None and renew(now):
        found = _genuine(purpose, cursor)
    if found is None:
        raise InvalidInput(FieldFault(field, "It should be a cursor as an answer to this very request gave it; begin again without one"))
    return found


def _genuine(purpose: str, cursor: str) -> str | None:
    return genuine_place(purpose, cursor, keys()["token"]) if len(cursor) <= LONGEST else None
