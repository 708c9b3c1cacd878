"""What a job does to each of many tickets, what that would change, and how it is taken back: from values alone."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from chalicelib.desk.model import Desk
from chalicelib.tickets import decide
from chalicelib.tickets import events as ev
from chalicelib.tickets.change import Change
from chalicelib.tickets.content import Sealed
from chalicelib.tickets.fold import advance, fold
from chalicelib.tickets.state import State
from chalicelib.values import dataclass

FIELDS = ("subject", "status", "priority", "type", "reason", "tags", "custom", "company", "group", "agent", "spam", "deleted", "source")
"""What a job may change, in the words of a ticket."""


class Outcome(StrEnum):
    """What became of one ticket of a job."""

    WAITING = "waiting"
    DONE = "done"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Deed:
    """What to do: fields to set, and words to send if there are any (text, HTML)."""

    wanted: dict[str, Any]
    reply: tuple[str, str] = ("", "")

    @property
    def replies(self) -> bool:
        return any(self.reply)


@dataclass(frozen=True, slots=True)
class Difference:
    """One field before and after."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Mail:
    """A message that would go to a customer: reply or survey."""

    kind: str
    to: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a job would do to one ticket; `refused` says why it would do nothing."""

    ticket: int
    subject: str
    changes: tuple[Difference, ...] = ()
    messages: tuple[Mail, ...] = ()
    refused: str = ""
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """Who does it, and the words sealed for this one ticket."""

    author: decide.Author
    sealed: Sealed


def done_to(state: State, deed: Deed, said: Said, desk: Desk, at: datetime) -> Change:
    """The reply first, so that it is answered before it is resolved. Raises as the single commands do."""
    answered = decide.reply(state, said.author, said.sealed).events if deed.replies else ()
    changed = decide.update(state, deed.wanted, desk, at).events if deed.wanted else ()
    return Change((*answered, *changed), said.sealed.content if answered else None)


def preview(state: State, change: Change, desk: Desk, at: datetime) -> Preview:
    commit = ev.Commit(state.number, state.version + 1, "", at, "", desk.version, change.events)
    after = advance(state, commit)
    return Preview(state.number, state.subject, tuple(differences(state, after)), tuple(_messages(change, state)))


def differences(before: State, after: State) -> Iterator[Difference]:
    for name in FIELDS:
        was, now = getattr(before, name), getattr(after, name)
        if name == "custom":
            changed = {key for key in {*was, *now} if was.get(key) != now.get(key)}
            was, now = {key: was.get(key) for key in sorted(changed)}, {key: now.get(key) for key in sorted(changed)}
        if was != now:
            yield Difference(name, was, now)


def _messages(change: Change, state: State) -> Iterator[Mail]:
    for event in change.events:
        match event:
            case ev.ReplyWritten():
                yield Mail("reply", event.to.value)
            case ev.SurveyPlanned():
                yield Mail("survey", state.requester.value)


@dataclass(frozen=True, slots=True)
class Return:
    """What takes a job's commit back, and the fields that somebody else has changed since, which stay as they are."""

    wanted: dict[str, Any]
    kept: tuple[str, ...] = ()


def taken_back(commits: Sequence[ev.Commit], state: State) -> Return:
    """`commits` are the ticket's history up to and with the commit of the job."""
    before = fold(None, commits[:-1])
    wanted, kept = dict[str, Any](), []
    for change in differences(before, advance(before, commits[-1])):
        now = getattr(state, change.field)
        if change.field == "custom":
            now = {key: now.get(key) for key in change.after}
        if now == change.after:
            wanted[change.field] = change.before
        elif now != change.before:
            kept.append(change.field)
    return Return(wanted, tuple(kept))
