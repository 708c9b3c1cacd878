"""Notes and summaries that agents correct, and a customer's message in full; each is load, decide, commit."""

import secrets as randomness
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from chalicelib.channels.email.receipt import Receipt
from chalicelib.context import Context
from chalicelib.errors import AccessDenied, Inconsistent, NotFound
from chalicelib.markup import clean, of_text
from chalicelib.outside import files as outside_files
from chalicelib.people.keys import Principal, Right
from chalicelib.storage import history
from chalicelib.storage import tickets as rows
from chalicelib.storage.history import Command, Decision
from chalicelib.tickets.change import Change
from chalicelib.tickets.content import seal
from chalicelib.tickets.editing import NoteEdited, NoteRemoved, NoteRestored, SummaryRemoved, SummaryWritten
from chalicelib.tickets.events import Commit, Content, MessageReceived, NoteWritten
from chalicelib.tickets.state import State
from chalicelib.tickets.views import Conversation, conversations
from chalicelib.values import dataclass


@dataclass(frozen=True, slots=True)
class Hand:
    """Who corrects, by which command."""

    who: Principal
    order: Command
    context: Context


@dataclass(frozen=True, slots=True)
class Whole:
    """A message as it was received; `is_complete` is false where only the part that was kept is left."""

    at: datetime
    text: str
    html: str
    is_complete: bool


# -- notes --


def edit_note(seq: int, words: tuple[str, str], known: State, hand: Hand) -> Conversation:
    """The note as it reads now; the same words again change nothing. Raises NotFound, AccessDenied, Inconsistent."""
    sealed = seal(*words, randomness.token_hex(16))

    def decision(state: State, at: datetime) -> Change:
        note = _note(state, seq, hand.who)
        if note.removed:
            raise NotFound(f"there is no conversation {seq} on ticket {state.number}")
        if note.content and (note.content.text, note.content.html) == words:
            return Change()
        return Change((NoteEdited(seq, hand.who.number, sealed.digest),), sealed.content)

    return _corrected(seq, decision, known, hand)


def remove_note(seq: int, known: State, hand: Hand) -> None:
    """Take it out of sight; its words stay in the history. Raises NotFound, AccessDenied, Inconsistent."""

    def decision(state: State, at: datetime) -> Change:
        if _note(state, seq, hand.who).removed:
            raise NotFound(f"there is no conversation {seq} on ticket {state.number}")
        return Change((NoteRemoved(seq, hand.who.number),))

    _corrected(seq, decision, known, hand)


def restore_note(seq: int, known: State, hand: Hand) -> Conversation:
    """Undo a removal; nothing if it is in sight. Raises NotFound, AccessDenied, Inconsistent."""

    def decision(state: State, at: datetime) -> Change:
        return Change((NoteRestored(seq, hand.who.number),) if _note(state, seq, hand.who).removed else ())

    return _corrected(seq, decision, known, hand)


def _corrected(seq: int, decision: Decision, known: State, hand: Hand) -> Conversation:
    history.change(known.number, hand.order, hand.context, decision, known=known)
    return _said(known.number, seq)


def _note(state: State, seq: int, who: Principal) -> Conversation:
    """The note as it stands before this change: a commit that is not in sight yet makes the change lose and be decided again."""
    said = _said(state.number, seq)
    if not isinstance(said.event, NoteWritten):
        raise Inconsistent("What was sent or received cannot be changed; only notes can")
    if said.event.agent != who.number and Right.STAFF not in who.rights:
        raise AccessDenied("A colleague's note is theirs: changing it needs the right to staff")
    return said


def _said(number: int, seq: int) -> Conversation:
    commits = rows.find_commits(number, after=seq - 1) if seq > 0 else []
    found = next((said for said in conversations(commits, opening=True, removed=True) if said.seq == seq), None)
    if found is None:
        raise NotFound(f"there is no conversation {seq} on ticket {number}")
    return found


# -- the summary --


@dataclass(frozen=True, slots=True)
class Summary:
    """A ticket's summary as it reads now."""

    seq: int
    agent: int
    content: Content
    created_at: datetime
    updated_at: datetime


def summary_in(commits: Iterable[Commit]) -> Summary | None:
    """What the last of these commits that speaks of a summary says; `created_at` is when there was none before it."""
    found: Summary | None = None
    for commit in commits:
        for event in commit.events:
            if isinstance(event, SummaryRemoved):
                found = None
            elif isinstance(event, SummaryWritten) and commit.content:
                found = Summary(commit.seq, event.agent, commit.content, found.created_at if found else commit.at, commit.at)
    return found


def write_summary(words: tuple[str, str], known: State, hand: Hand) -> Summary:
    """The same words again change nothing."""
    sealed = seal(*words, randomness.token_hex(16))

    def decision(state: State, at: datetime) -> Change:
        before = summary_in(rows.find_commits(state.number))
        if before and (before.content.text, before.content.html) == words:
            return Change()
        return Change((SummaryWritten(hand.who.number, sealed.digest),), sealed.content)

    history.change(known.number, hand.order, hand.context, decision, known=known)
    return summary(known.number)


def remove_summary(known: State, hand: Hand) -> None:
    """Raises NotFound where there is none."""

    def decision(state: State, at: datetime) -> Change:
        summary(state.number)
        return Change((SummaryRemoved(hand.who.number),))

    history.change(known.number, hand.order, hand.context, decision, known=known)


def summary(number: int) -> Summary:
    """Raises NotFound where there is none."""
    found = summary_in(rows.find_commits(number))
    if found is None:
        raise NotFound(f"ticket {number} has no summary")
    return found


# -- a message in full --


def whole(number: int, seq: int) -> Whole:
    """With all that was quoted in it, read anew from the mail if that is still kept. Raises NotFound."""
    said = _said(number, seq)
    if said.removed:
        raise NotFound(f"there is no conversation {seq} on ticket {number}")
    event, content = said.event, said.content
    kept = Whole(said.at, content.text, _html(content), True) if content else Whole(said.at, "", "", False)
    if not (isinstance(event, MessageReceived) and event.full):
        return kept
    raw = outside_files.find("raw", event.raw) if event.channel == "email" and event.raw else None
    if raw is None:
        return replace(kept, is_complete=False)
    # A dozen modules of patterns, which nothing else here needs.
    from chalicelib.channels.email.parse import parse

    read = parse(raw, Receipt((), said.at, event.raw))
    return Whole(said.at, read.full_text, clean(read.html) if read.html else of_text(read.full_text), True)


def _html(content: Content) -> str:
    return clean(content.html) if content.html else of_text(content.text)
