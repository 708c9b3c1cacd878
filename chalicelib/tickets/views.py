"""A ticket's history as a conversation: what was said, by whom, in which direction, and how far it got."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from chalicelib.channels.message import Automatic, Delivery
from chalicelib.tickets import events as ev
from chalicelib.tickets.onlookers import ForwardWritten
from chalicelib.values import dataclass

Spoken = ev.MessageReceived | ev.ReplyWritten | ev.NoteWritten | ev.SurveyAnswered | ForwardWritten
CORRECTIONS = (ev.NoteEdited, ev.NoteRemoved, ev.NoteRestored)
RANK = {status: rank for rank, status in enumerate(Delivery)}


@dataclass(frozen=True, slots=True)
class Sent:
    """How far a message of ours got: the furthest known status, why it failed if it did, and the way it may take instead."""

    status: Delivery = Delivery.WRITTEN
    reason: str = ""
    offer: ev.FallbackOffered | None = None


@dataclass(frozen=True, slots=True)
class Edited:
    """Who corrected a note last, and when."""

    at: datetime
    agent: int


@dataclass(frozen=True, slots=True)
class Conversation:
    """One thing said on a ticket; `sent` only of messages of ours; `moved_to`: the ticket that a split took it to.

    `edited`: the last correction, whose words `content` has.
    """

    ticket: int
    seq: int
    at: datetime
    event: Spoken
    content: ev.Content | None
    sent: Sent | None = None
    fetched: tuple[ev.Fetched, ...] = ()
    moved_to: int = 0
    edited: Edited | None = None
    removed: bool = False

    @property
    def incoming(self) -> bool:
        return isinstance(self.event, ev.MessageReceived | ev.SurveyAnswered)

    @property
    def private(self) -> bool:
        """Not for the customer's eyes."""
        match self.event:
            case ev.NoteWritten(private=private):
                return private
            case ev.MessageReceived(third=third):
                return third
            case _:
                return isinstance(self.event, ev.SurveyAnswered | ForwardWritten)

    @property
    def automatic(self) -> bool:
        return isinstance(self.event, ev.MessageReceived) and self.event.automatic is not Automatic.NO

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was odd about a message that came in, in the words of whoever read it, and which of its files were not to be had."""
        if not isinstance(self.event, ev.MessageReceived):
            return ()
        named = {position: file.name for position, file in enumerate(self.event.files)}
        lost = (f"{named[one.position]} was not taken: {one.because}" for one in self.fetched if not one.key and one.position in named)
        return (*self.event.faults, *lost)

    @property
    def files(self) -> tuple[ev.File, ...]:
        """As they came, or as they were fetched from the provider since."""
        came = () if isinstance(self.event, ev.SurveyAnswered) else self.event.files
        now = {found.position: found for found in self.fetched if found.key}
        return tuple(_whole(file, now[position]) if position in now else file for position, file in enumerate(came))


def _whole(file: ev.File, found: ev.Fetched) -> ev.File:
    return replace(file, type=file.type or found.type, size=found.size, sha256=found.sha256, key=found.key)


def conversations(commits: Iterable[ev.Commit], *, opening: bool = False, removed: bool = False) -> tuple[Conversation, ...]:
    """All that was said after the opening, oldest first; the `opening` itself is the ticket's description.

    Notes as they were corrected last; those that were `removed` only if asked for.
    """
    known = list(commits)
    sent, fetched = deliveries(known), files_fetched(known)
    spoken = (_conversation(commit, event, sent) for commit, event in _spoken(known) if commit.seq > 1 or opening)
    whole = {said.seq: replace(said, fetched=fetched[said.seq]) if said.seq in fetched else said for said in spoken}
    for commit in known:
        for event in commit.events:
            if isinstance(event, CORRECTIONS) and event.of in whole:
                whole[event.of] = _corrected(whole[event.of], event, commit)
    return tuple(said for said in whole.values() if removed or not said.removed)


def _corrected(said: Conversation, event: ev.NoteEdited | ev.NoteRemoved | ev.NoteRestored, commit: ev.Commit) -> Conversation:
    if isinstance(event, ev.NoteEdited):
        return replace(said, content=commit.content, edited=Edited(commit.at, event.agent))
    return replace(said, removed=isinstance(event, ev.NoteRemoved))


def conversation(commit: ev.Commit, sent: Sent | None = None) -> Conversation | None:
    """What one commit says, if it says anything."""
    return next((_conversation(commit, event, {commit.seq: sent} if sent else {}) for _, event in _spoken([commit])), None)


def deliveries(commits: Iterable[ev.Commit]) -> dict[int, Sent]:
    """By the seq of the message: a later report never lowers what is known, and a failure is final."""
    found: dict[int, Sent] = {}
    for commit in commits:
        for event in commit.events:
            match event:
                case ev.FallbackOffered(of=of):
                    found[of] = replace(found.get(of, Sent()), offer=event)
                    continue
                case ev.DeliveryRedirected(of=of):
                    found[of] = Sent()
                    continue
                case ev.DeliveryClaimed(of=of):
                    said = Sent(Delivery.CLAIMED)
                case ev.DeliveryReported(of=of):
                    said = Sent(event.status, event.reason if event.status is Delivery.FAILED else "")
                case _:
                    continue
            found[of] = max(found.get(of, Sent()), said, key=lambda one: RANK[one.status])
    return found


def files_fetched(commits: Iterable[ev.Commit]) -> dict[int, tuple[ev.Fetched, ...]]:
    """What was fetched, by the seq of the message it belongs to."""
    events = (event for commit in commits for event in commit.events)
    found: dict[int, tuple[ev.Fetched, ...]] = {}
    for event in events:
        if isinstance(event, ev.FilesFetched):
            found[event.of] = (*found.get(event.of, ()), *event.files)
    return found


def _spoken(commits: Iterable[ev.Commit]) -> Iterator[tuple[ev.Commit, Spoken]]:
    for commit in commits:
        for event in commit.events:
            if isinstance(event, Spoken):
                yield commit, event


def _conversation(commit: ev.Commit, event: Spoken, sent: dict[int, Sent]) -> Conversation:
    ours = sent.get(commit.seq, Sent()) if isinstance(event, ev.ReplyWritten | ForwardWritten) else None
    return Conversation(commit.ticket, commit.seq, commit.at, event, commit.content, ours)
