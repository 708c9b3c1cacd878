"""Time entries: written into the ticket's history, listed over all tickets from a projection that follows it."""

import secrets as randomness
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import TypeGuard

from chalicelib.context import Context
from chalicelib.errors import FieldFault, InvalidInput, NotFound
from chalicelib.people.keys import Principal, sees
from chalicelib.storage import history, times
from chalicelib.storage import tickets as rows
from chalicelib.storage.history import Command, Outcome
from chalicelib.tickets import timing
from chalicelib.tickets.change import Change
from chalicelib.tickets.content import Sealed, seal
from chalicelib.tickets.events import Commit, Event
from chalicelib.tickets.state import State
from chalicelib.tickets.timing import TIMING, Deed, Entry, TimeChanged, TimeLogged, TimeRemoved
from chalicelib.values import dataclass

AT_ONCE = 100
# Entries that one list looks through, in whole chunks; whoever wants those of longer ago narrows it.
MOST_LOOKED_AT = 5_000


@dataclass(frozen=True, slots=True)
class Work:
    """One request's command, and where and when it is carried out."""

    order: Command
    context: Context


@dataclass(frozen=True, slots=True)
class Filter:
    """Which entries of the desk: 0 and None for any; instants are those at which the time was spent, both inclusive."""

    after: datetime
    before: datetime
    agent: int = 0
    company: str = ""
    billable: bool | None = None

    def takes(self, entry: Entry) -> bool:
        return (not self.agent or entry.agent == self.agent) and (self.billable is None or entry.billable is self.billable)


# -- one ticket's --


def of_ticket(number: int) -> tuple[Entry, ...]:
    """Oldest first; the caller has been let to the ticket."""
    return tuple(entry for entry in _entries(number, 0).values() if not entry.removed)


def entry(number: int, seq: int) -> Entry:
    """Raises NotFound."""
    found = _entries(number, seq - 1).get(seq) if seq else None
    if found is None or found.removed:
        raise NotFound(f"there is no time entry {seq} on ticket {number}")
    return found


def _entries(number: int, after: int) -> dict[int, Entry]:
    return timing.entries(number, _deeds(rows.find_commits(number, after=after)))


def _deeds(commits: list[Commit]) -> Iterator[Deed]:
    for commit in commits:
        note = commit.content.text if commit.content else ""
        yield from (Deed(commit.seq, commit.at, event, note) for event in commit.events if isinstance(event, TIMING))


def log(wanted: TimeLogged, note: str, known: State, work: Work) -> Outcome:
    """Enter time on a ticket; the entry is known by the commit."""
    words = _sealed(note)
    event = replace(wanted, digest=words.digest if words else "")
    written = Change((event,), words.content if words else None)
    return history.change(known.number, work.order, work.context, lambda state, at: written, known=known)


def change(seq: int, by: Callable[[Entry, datetime], Entry], note: str | None, known: State, work: Work) -> Entry:
    """`by` makes the new entry of the one that stands when it is written; without a `note` that stays. Raises NotFound."""
    words = _sealed(note) if note is not None else None

    def decision(state: State, at: datetime) -> Change:
        found = entry(state.number, seq)
        events = timing.changed(found, by(found, at), noted=note is not None, digest=words.digest if words else "")
        return Change(events, words.content if words and events else None)

    history.change(known.number, work.order, work.context, decision, known=known)
    return entry(known.number, seq)


def remove(seq: int, known: State, work: Work) -> None:
    """Raises NotFound."""

    def decision(state: State, at: datetime) -> Change:
        return Change((TimeRemoved(entry(state.number, seq).seq),))

    history.change(known.number, work.order, work.context, decision, known=known)


def _sealed(note: str) -> Sealed | None:
    return seal(note, "", randomness.token_hex(16)) if note else None


# -- the desk's --


def listed(asked: Filter, who: Principal) -> Iterator[tuple[Entry, State]]:
    """The newest first, each with its ticket as it is now; only of tickets that the caller sees.

    Raises InvalidInput where more had to be looked at than one answer may take.
    """
    found = _bounded(times.newest_first(asked.after, asked.before))
    while chunk := list(islice(found, AT_ONCE)):
        taken = [one for one in chunk if asked.takes(one)]
        states = rows.find_views({one.ticket for one in taken})
        for one in taken:
            state = states.get(one.ticket)
            if state and sees(who, state) and asked.company in ("", state.company):
                yield one, state


def _bounded(entries: Iterator[Entry]) -> Iterator[Entry]:
    for looked_at, one in enumerate(entries):
        if looked_at == MOST_LOOKED_AT:
            message = f"It should leave fewer than {MOST_LOOKED_AT} time entries to look at; next come those of {one.executed:%Y-%m-%d}"
            raise InvalidInput(FieldFault("executed_before", message))
        yield one


def index(ticket: int, seq: int) -> None:
    """Put what a commit says about time where lists find it; in any order and any number of times the same comes of it."""
    events = [event for commit in rows.find_commits(ticket, after=seq - 1, limit=1) for event in commit.events if isinstance(event, TIMING)]
    for of in sorted({seq if isinstance(event, TimeLogged) else event.of for event in events}):
        _put(ticket, of)


def _put(ticket: int, of: int) -> None:
    """Everywhere the entry ever stood: a list must not find it at an instant that was corrected since."""
    commits = rows.find_commits(ticket, after=of - 1)
    found = timing.entries(ticket, _deeds(commits)).get(of)
    if found is None:
        return
    stood = {event.executed for commit in commits for event in commit.events if _tells_when(event, commit.seq, of)}
    for executed in sorted(stood):
        times.put(found, executed, is_here=executed == found.executed and not found.removed)


def _tells_when(event: Event, seq: int, of: int) -> TypeGuard[TimeLogged | TimeChanged]:
    return (isinstance(event, TimeLogged) and seq == of) or (isinstance(event, TimeChanged) and event.of == of)
