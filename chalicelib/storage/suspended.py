"""Mails that wait to be released: rows of the People table, listed by their kind, kept for 14 days."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from chalicelib.ids import number_of
from chalicelib.storage import people
from chalicelib.storage.people import Listed

KIND = "SU"
KEPT = timedelta(days=14)
PAGE = 100
WAITING, RELEASED = "waiting", "released"


def number(fingerprint: str) -> int:
    """The id under which a mail waits: the same one for every delivery of it."""
    return number_of(f"suspended:{fingerprint}")


def put(fingerprint: str, data: dict[str, Any], now: datetime) -> bool:
    """False if the mail is there already, waiting or released."""
    return people.put_object(KIND, number(fingerprint), {**data, "state": WAITING}, now)


def find(suspended: int, now: datetime) -> Listed | None:
    """What has not expired; `data["state"]` tells whether it still waits."""
    found = people.find_object(KIND, suspended)
    return found if found and found.created_at > now - KEPT else None


def everyone() -> Iterator[Listed]:
    """Oldest first, with what was released and what nobody took away yet."""
    return people.walk(KIND, None, PAGE)


def waiting(now: datetime) -> Iterator[Listed]:
    """Oldest first."""
    return (row for row in everyone() if row.data["state"] == WAITING and row.created_at > now - KEPT)


def release(row: Listed, by: str, now: datetime) -> bool:
    """Mark it as let in; False if somebody else did."""
    wanted = {**row.data, "state": RELEASED, "by": by}
    return people.change_object(KIND, row.id, wanted, now, row.updated_at) is not None


def remove_expired(now: datetime) -> int:
    """Remove what nobody released in time and what was released long ago; how many."""
    old = [row.id for row in everyone() if row.created_at <= now - KEPT]
    for expired in old:
        people.remove_object(KIND, expired)
    return len(old)
