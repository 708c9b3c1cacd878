"""The load an agent carries: a map of tickets to points that never exceeds the cap, reserved before the commit that confirms it."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from chalicelib.values import dataclass

VERIFY_AFTER = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """One ticket's share: its points, the seq whose commit will confirm it, and since when (UTC epoch seconds)."""

    points: int
    seq: int
    since: int


@dataclass(frozen=True, slots=True)
class Load:
    """The whole map; `total` is stored beside the entries, so that one condition can compare it with the cap."""

    entries: Mapping[int, Entry] = field(default_factory=dict)
    total: int = 0


@dataclass(frozen=True, slots=True)
class Granted:
    """The reservation may be tried: condition "ticket absent and total at most `ceiling`"; `load` is the map after it."""

    ceiling: int
    load: Load


@dataclass(frozen=True, slots=True)
class Held:
    """The ticket is in the map already; `ours` tells that the same attempt reserved it before."""

    entry: Entry
    ours: bool
    because: str


@dataclass(frozen=True, slots=True)
class Full:
    """The points do not fit under the cap."""

    because: str


Reservation = Granted | Held | Full


@dataclass(frozen=True, slots=True)
class Keep:
    """The entry stays."""

    because: str


@dataclass(frozen=True, slots=True)
class Release:
    """The entry may go, on condition that it still carries `seq`, so that a late release never removes a newer one."""

    seq: int
    because: str


def reserve(load: Load, cap: int, ticket: int, entry: Entry) -> Reservation:
    """Whether `entry` may be put into the map of an agent with this cap; the same attempt twice is one reservation."""
    held = load.entries.get(ticket)
    if held is not None:
        ours = held.seq == entry.seq
        return Held(held, ours, f"ticket {ticket} is reserved already for commit {held.seq}")
    if load.total + entry.points > cap:
        return Full(f"{load.total}/{cap}")
    return Granted(cap - entry.points, Load({**load.entries, ticket: entry}, load.total + entry.points))


def release(load: Load, ticket: int, seq: int) -> Load:
    """The map without the ticket if its entry still carries `seq`, else the same map."""
    entry = load.entries.get(ticket)
    if entry is None or entry.seq != seq:
        return load
    return Load({number: kept for number, kept in load.entries.items() if number != ticket}, load.total - entry.points)


def stale(load: Load, now: datetime, older_than: int = VERIFY_AFTER) -> tuple[int, ...]:
    """Tickets whose entries have stood for `older_than` seconds or more, oldest first: whoever assigns next verifies them."""
    limit = now.timestamp() - older_than
    old = sorted((entry.since, number) for number, entry in load.entries.items() if entry.since <= limit)
    return tuple(number for _, number in old)


def verify(agent: int, entry: Entry, *, last_seq: int, holder: int) -> Keep | Release:
    """Whether the agent's entry still stands for work, by the ticket's history: its newest seq, and who has it open (0: nobody)."""
    if last_seq < entry.seq:
        return Keep(f"commit {entry.seq} is not written yet")
    if holder == agent:
        return Keep("the agent has the ticket")
    return Release(entry.seq, f"commit {entry.seq} is written and the agent does not have the ticket")
