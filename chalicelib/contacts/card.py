"""A customer at one glance: what is open, what was promised, how they liked it, and what happened on every channel."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from chalicelib.desk.model import Desk
from chalicelib.tickets import events as ev
from chalicelib.tickets.sentences import name_of, tell
from chalicelib.tickets.state import State
from chalicelib.tickets.views import Conversation, conversations
from chalicelib.values import dataclass

# Milestones that the timeline shows beside what was said.
MILESTONES = (ev.TicketOpened, ev.StatusChanged, ev.TicketAssigned)
SNIPPET = 280


@dataclass(frozen=True, slots=True)
class OpenPromise:
    """A clock that runs for this customer."""

    ticket: int
    kind: str
    due: datetime


@dataclass(frozen=True, slots=True)
class Score:
    """One answered survey, by ticket and resolution."""

    ticket: int
    resolution: int
    score: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Card:
    """Of these tickets; `more` if the customer has older ones that were not read."""

    open: tuple[State, ...]
    over: int
    more: bool
    promises: tuple[OpenPromise, ...]
    scores: tuple[Score, ...]
    channels: tuple[str, ...]
    last_contact: datetime | None


def card(states: Sequence[State], *, more: bool) -> Card:
    """Newest first as they were read; promises by their due time, scores oldest first, so that the last one is the present."""
    working = tuple(state for state in states if state.is_open)
    promises = [OpenPromise(state.number, one.kind, one.due) for state in working for one in state.promises if one.due]
    scores = [Score(state.number, number, score, state.updated_at) for state in reversed(states) for number, score in state.survey.scores]
    return Card(
        working, len(states) - len(working), more, tuple(sorted(promises, key=lambda one: one.due)), tuple(scores),
        tuple(dict.fromkeys(state.channel for state in states)),
        max((state.last_customer_at for state in states if state.last_customer_at), default=None),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline: something said (`said`) or something that happened (`text` in a sentence)."""

    ticket: int
    seq: int
    at: datetime
    channel: str
    kind: str
    text: str
    said: Conversation | None = None


def timeline(state: State, commits: Iterable[ev.Commit], desk: Desk) -> Iterable[Entry]:
    """What happened on one ticket, oldest first; notes as they read now, those that were removed not at all."""
    known = list(commits)
    spoken = {said.seq: said for said in conversations(known, opening=True)}
    for commit in known:
        if said := spoken.get(commit.seq):
            words = said.content.text if said.content else ""
            yield Entry(state.number, commit.seq, commit.at, _channel(said, state), _kind(said), " ".join(words.split())[:SNIPPET], said)
        for event in commit.events:
            if isinstance(event, MILESTONES):
                text = f"{name_of(commit.actor, desk)} {tell(event, desk)}."
                yield Entry(state.number, commit.seq, commit.at, state.channel, event.NAME, text)


def _channel(said: Conversation, state: State) -> str:
    return said.event.channel if isinstance(said.event, ev.MessageReceived | ev.ReplyWritten) else state.channel


def _kind(said: Conversation) -> str:
    names = {ev.MessageReceived: "message", ev.ReplyWritten: "reply", ev.NoteWritten: "note", ev.SurveyAnswered: "rating"}
    return next((name for kind, name in names.items() if isinstance(said.event, kind)), "other")
