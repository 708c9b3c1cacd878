"""Time that agents spent on a ticket: the events, and the entries that they add up to."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import ClassVar

from chalicelib.errors import FieldFault, InvalidInput
from chalicelib.tickets.event import Event
from chalicelib.values import dataclass

MOST_SECONDS = 999 * 3600 + 59 * 60
AHEAD, BACK = timedelta(days=1), timedelta(days=366)


@dataclass(frozen=True, slots=True)
class TimeLogged(Event):
    """An agent spent time on the ticket; with `started` a timer has been running since. The note's words stand beside the event."""

    NAME: ClassVar[str] = "time.logged"
    agent: int
    seconds: int
    executed: datetime
    billable: bool = True
    started: datetime | None = None
    digest: str = ""


@dataclass(frozen=True, slots=True)
class TimeChanged(Event):
    """The entry that commit `of` logged is now this; its note is the old one unless `noted`, then what stands beside this event."""

    NAME: ClassVar[str] = "time.changed"
    of: int
    agent: int
    seconds: int
    executed: datetime
    billable: bool = True
    started: datetime | None = None
    noted: bool = False
    digest: str = ""


@dataclass(frozen=True, slots=True)
class TimeRemoved(Event):
    """The entry that commit `of` logged does not count."""

    NAME: ClassVar[str] = "time.removed"
    of: int


TIMING = (TimeLogged, TimeChanged, TimeRemoved)
NAMES = frozenset(kind.NAME for kind in TIMING)


@dataclass(frozen=True, slots=True)
class Entry:
    """Time spent on a ticket, known by the commit that logged it; `version` is the last commit about it.

    `seconds` are those that are booked: what a running timer shows is added when it is stopped.
    """

    ticket: int
    seq: int
    version: int
    agent: int
    seconds: int
    executed: datetime
    created_at: datetime
    updated_at: datetime
    billable: bool = True
    started: datetime | None = None
    note: str = ""
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Deed:
    """One commit as far as it is about time: its place, its instant, its event, and the note beside it."""

    seq: int
    at: datetime
    event: TimeLogged | TimeChanged | TimeRemoved
    note: str = ""


def entries(ticket: int, deeds: Iterable[Deed]) -> dict[int, Entry]:
    """Every entry by the commit that logged it, those that were removed too; what is about an entry that is not there is passed over."""
    found: dict[int, Entry] = {}
    for deed in deeds:
        if isinstance(deed.event, TimeLogged):
            found[deed.seq] = _logged(ticket, deed, deed.event)
        elif known := found.get(deed.event.of):
            found[known.seq] = _after(known, deed)
    return found


def _logged(ticket: int, deed: Deed, event: TimeLogged) -> Entry:
    return Entry(
        ticket, deed.seq, deed.seq, event.agent, event.seconds, event.executed, deed.at, deed.at, event.billable, event.started, deed.note
    )


def _after(known: Entry, deed: Deed) -> Entry:
    known = replace(known, version=deed.seq, updated_at=deed.at)
    if not isinstance(deed.event, TimeChanged):
        return replace(known, removed=True, started=None)
    event = deed.event
    return replace(
        known, agent=event.agent, seconds=event.seconds, executed=event.executed, billable=event.billable, started=event.started,
        note=deed.note if event.noted else known.note,
    )  # fmt: skip


# -- decisions --


def toggled(known: Entry, now: datetime) -> Entry:
    """A running timer stops and its time is booked, one that stands starts."""
    if known.started is None:
        return replace(known, started=now)
    return replace(known, started=None, seconds=known.seconds + _elapsed(known.started, now))


def _elapsed(since: datetime, now: datetime) -> int:
    return max(0, min(int((now - since).total_seconds()), MOST_SECONDS))


def changed(known: Entry, wanted: Entry, *, noted: bool = False, digest: str = "") -> tuple[TimeChanged, ...]:
    """The event that makes the known entry the wanted one; none if it is."""
    if replace(wanted, note=known.note) == known and not noted:
        return ()
    return (
        TimeChanged(
            known.seq, wanted.agent, wanted.seconds, wanted.executed, wanted.billable, wanted.started, noted, digest if noted else ""
        ),
    )


def check(executed: datetime, started: datetime | None, now: datetime) -> None:
    """Time is entered for the past year and not for the future. Raises InvalidInput."""
    faults = []
    if not now - BACK <= executed <= now + AHEAD:
        faults.append(FieldFault("executed_at", "It should lie in the past year"))
    if started is not None and not now - BACK <= started <= now:
        faults.append(FieldFault("start_time", "It should lie in the past year"))
    if faults:
        raise InvalidInput(*faults)
