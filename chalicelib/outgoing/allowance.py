"""The day's limit of what an agent and a key may send, so that a stolen key is no relay for spam.

Recipients are counted, not messages, and days are UTC's. A process takes some ahead, never more than it has sent itself so far:
what it has left when it ends is lost, so the limit may come early, but never late.
"""

import math
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.desk.model import Sending
from chalicelib.instants import instant
from chalicelib.people.keys import Principal
from chalicelib.values import dataclass

MOST_AHEAD = 16
PARTS = 100
# The count of everything in an agent's name, beside one of each of their keys.
ALL = "all"


@dataclass(frozen=True, slots=True)
class Tally:
    """What is counted together: the `owner` of the counts, an agent's number with the day, and the most that each may come to."""

    owner: str
    most: tuple[tuple[str, int], ...]


def tallies(author: Principal, caller: Principal, limits: Sending, now: datetime) -> tuple[Tally, ...]:
    """In one's own name agent and key are counted together; in a colleague's the colleague is, and the key with its owner."""
    key = (f"k{caller.id}", limits.recipients_per_key)
    everything = (ALL, limits.recipients_per_agent)
    if author.number == caller.number:
        return (Tally(_owner(caller, now), (everything, key) if caller.number else (key,)),)
    return (Tally(_owner(caller, now), (key,)), Tally(_owner(author, now), (everything,)))


def _owner(who: Principal, now: datetime) -> str:
    return f"{who.number}#{now.astimezone(UTC):%Y-%m-%d}"


def ahead(sent: int, tally: Tally) -> int:
    """How many more than are needed to take at once, for a process that has sent so many today."""
    return min(sent, MOST_AHEAD, *(most // PARTS for _, most in tally.most))


def recipients(given: Mapping[str, Any], others: int = 0) -> int:
    """How many addresses a body names, and `others`; at least one."""
    named = {address.casefold() for name in ("to_emails", "cc_emails", "bcc_emails") for address in given.get(name) or ()}
    return max(1, len(named) + others)


def refusal(author: str, limit: tuple[str, int], count: int, now: datetime) -> str:
    """Whose limit it is, where it is set, and until when it holds."""
    name, most = limit
    who, setting = (author, "recipients_per_agent") if name == ALL else ("This key", "recipients_per_key")
    return (
        f"{who} may send to {most} recipients a day (outgoing.{setting} in desk.yaml), and {count} more would be beyond that; "
        f"the next day begins at {instant(tomorrow(now))}"
    )


def seconds_left(now: datetime) -> int:
    """Until the next day, rounded up."""
    return math.ceil((tomorrow(now) - now).total_seconds())


def tomorrow(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
