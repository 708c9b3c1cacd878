"""What waits to be let in: the list, the release that runs the normal way as if the mail had just come, and the end after 14 days."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from chalicelib.channels.message import Handle
from chalicelib.codec import to_json
from chalicelib.context import Context
from chalicelib.errors import NotFound
from chalicelib.outside import queues
from chalicelib.storage import people
from chalicelib.storage import suspended as rows
from chalicelib.storage.people import Listed
from chalicelib.tickets.suspension import BURST


def waiting(now: datetime) -> Iterator[Listed]:
    """Oldest first."""
    return rows.waiting(now)


def suspended(number: int, now: datetime) -> Listed:
    """Raises NotFound for what never waited and for what has expired."""
    found = rows.find(number, now)
    if found is None:
        raise NotFound(f"there is no suspended mail {number}")
    return found


def release(number: int, by: str, context: Context) -> Listed:
    """Let a mail in, and its sender too if mail of theirs is held back; once is enough. Raises NotFound.

    The queue hears of it first: a mail that is marked and not on its way would be lost, one that goes twice comes in once.
    """
    found = suspended(number, context.now)
    if found.data["state"] != rows.WAITING:
        return found
    queues.send("inbound", to_json({"release": number, "by": by}).decode())
    if found.data["cause"] == BURST:
        people.hold(_sender(found.data), context.now, "released")
    rows.release(found, by, context.now)
    return found


def expire(now: datetime) -> int:
    """Forget what has waited for 14 days; how many. The raw mails stay as long as all raw mails do."""
    return rows.remove_expired(now)


def _sender(data: dict[str, Any]) -> Handle:
    return Handle("email", data["sender"], data["name"])
