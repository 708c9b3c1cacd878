"""Merging tickets and undoing it. Of the two commits the pointer is the truth; the other ticket follows, at once and by the reaction."""

import functools
import secrets as randomness
from collections.abc import Sequence
from datetime import datetime

from chalicelib.context import Context
from chalicelib.errors import Busy, Inconsistent
from chalicelib.ids import digest
from chalicelib.storage import history, joined, seen
from chalicelib.storage import tickets as rows
from chalicelib.storage.history import Command
from chalicelib.storage.rows import pause
from chalicelib.tickets import clues, linking, merging, splitting
from chalicelib.tickets.bonds import POINTERS, ring, way
from chalicelib.tickets.change import Change
from chalicelib.tickets.content import seal
from chalicelib.tickets.decide import Author, note
from chalicelib.tickets.events import Commit
from chalicelib.tickets.joining import ChildSettled, MessagesMoved, TicketLinked, TicketMerged, TicketUnlinked, TicketUnmerged
from chalicelib.tickets.sentences import name_of
from chalicelib.tickets.state import State
from chalicelib.values import dataclass

TRIES = 5


@dataclass(frozen=True, slots=True)
class Words:
    """A note as it was given: text, HTML, and whether only colleagues see it."""

    text: str
    html: str
    private: bool = True


@dataclass(frozen=True, slots=True)
class Wish:
    """How to merge: who wants it, whether the others' people get copies from now on, and the notes to leave."""

    author: Author
    copies: bool = False
    here: Words | None = None
    there: Words | None = None
    because: str = ""


def merge(primary: State, secondaries: Sequence[State], wish: Wish, order: Command, context: Context) -> None:
    """Point the secondaries at the primary; a repetition finishes what was begun. Raises Inconsistent, Busy.

    Whatever comes between, the tickets that point are merged, and their reaction brings the primary up to it.
    """
    _refuse(primary, secondaries, context)
    for secondary in secondaries:
        _point(secondary, primary.number, wish, order, context)
    pointers = [_follow(secondary.number, primary.number, context) for secondary in secondaries]
    if undone := [secondary.number for secondary, pointer in zip(secondaries, pointers, strict=True) if pointer is None]:
        raise Inconsistent(f"ticket {primary.number} was merged into ticket {undone[0]}, or that merge undone, at the same moment")
    if wish.here:
        _note(primary.number, [pointer for pointer in pointers if pointer], wish, order, context)


def unmerge(known: State, because: str, order: Command, context: Context) -> State:
    """Let a merged ticket stand for itself again; again it changes nothing. Raises Inconsistent if it never was merged."""
    if before := _undone(known):
        settle(known.number, before.seq, context)
        return history.load(known.number)
    outcome = history.change(known.number, order, context, lambda state, at: merging.unmerge(state, because, context.desk), known=known)
    if outcome.commit:
        settle(known.number, outcome.commit.seq, context)
    return outcome.state


def _undone(state: State) -> Commit | None:
    """The commit that undid the last merge of a ticket that stands for itself, however far the ticket went on since."""
    if state.bonds.merged_into:
        return None
    commits = reversed(rows.find_commits(state.number))
    return next((one for one in commits if any(isinstance(event, TicketUnmerged) for event in one.events)), None)


def settle(number: int, seq: int, context: Context) -> None:
    """What commit `seq` of a ticket means for the other ticket that it names; safe to run at any time and again."""
    for event in _events(number, seq):
        match event:
            case TicketMerged(into=other) | TicketUnmerged(out_of=other):
                _follow(number, other, context)
            case MessagesMoved():
                _open_split(number, seq, context)
            case TicketLinked(role=role, other=other) | TicketUnlinked(role=role, other=other) if role in POINTERS:
                _mirror(number, role, other, context)
            case ChildSettled(parent=parent):
                _end_parent(parent, Command(f"follow:{number}:{seq}", "system", "joining"), context)


def _events(number: int, seq: int) -> tuple[object, ...]:
    commits = rows.find_commits(number, after=seq - 1, limit=1)
    return commits[0].events if commits else ()


# -- splitting --


def split(source: State, moved: MessagesMoved, order: Command, context: Context) -> State:
    """Make a ticket of its own, `moved.to`, out of these messages; a repetition finishes what was begun.

    Raises InvalidInput, Inconsistent.
    """
    commits = {commit.seq: commit for commit in rows.find_commits(source.number)}
    # The ticket may have gone on further than it remembers its commands.
    if done := next((one for one in commits.values() if one.id == order.id), None):
        return _open_split(source.number, done.seq, context)
    splitting.demand_messages(moved.seqs, commits)
    outcome = history.change(source.number, order, context, lambda state, at: splitting.move(state, moved), known=source)
    commit = outcome.commit or next(one for one in rows.find_commits(source.number) if one.id == order.id)
    return _open_split(source.number, commit.seq, context)


def _open_split(number: int, seq: int, context: Context) -> State:
    """The new ticket with all its messages, and what refers to them leads there."""
    (commit,) = rows.find_commits(number, after=seq - 1, limit=1)
    moved = next(event for event in commit.events if isinstance(event, MessagesMoved))
    first, *others = (rows.find_commits(number, after=one - 1, limit=1)[0] for one in sorted(moved.seqs))
    author, source, name = _author(commit, context), history.load(number), f"split:{number}:{seq}"
    done = {found.id for found in rows.find_commits(moved.to)}
    if name not in done:
        order = Command(name, commit.actor, commit.cause)
        history.open_ticket(moved.to, order, context, lambda at: splitting.opening(source, moved, first, author))
    for other in others:
        if (following := f"{name}:{other.seq}") not in done:
            _write(moved.to, Command(following, commit.actor, commit.cause), context, splitting.following(other, author))
    for one in (first, *others):
        _lead(one, moved.to)
    return history.load(moved.to)


def _write(number: int, order: Command, context: Context, change: Change) -> None:
    """What does not depend on the ticket's state."""
    history.change(number, order, context, lambda state, at: change)


def _lead(commit: Commit, to: int) -> None:
    said = splitting.received(commit)
    if said and said.external_id:
        seen.move_message(clues.canonical(said.external_id, said.channel), commit.ticket, to)


def _author(commit: Commit, context: Context) -> Author:
    kind, _, number = commit.actor.partition(":")
    return Author(int(number) if kind == "agent" else 0, name_of(commit.actor, context.desk))


# -- links --


def link(state: State, role: str, other: int, order: Command, context: Context) -> State:
    """Make a ticket the child of another one, or related to it, instead of what it was; 0 for none. Raises InvalidInput."""
    before = state.bonds.points(role)
    if other not in (0, before):
        above = way(other, lambda one: history.load(one).bonds.points(role))
        linking.demand(role, linking.objection(role, state, history.load(other), above))
    outcome = history.change(state.number, order, context, lambda now, at: linking.point(now, role, other), known=state)
    for one in {before, other} - {0}:
        _mirror(state.number, role, one, context)
    return outcome.state


def _mirror(number: int, role: str, other: int, context: Context) -> None:
    """Make the parent or tracker say what the ticket says; again if that changed meanwhile."""
    for attempt in range(TRIES):
        state = history.load(number)
        stands = state.bonds.points(role) == other
        if stands and (circle := ring(number, lambda one: history.load(one).bonds.points(role))):
            _unlink(min(circle), role, context)
            continue
        order = Command(f"mirror:{role}:{number}:{state.version}", "system", "joining")
        history.change(other, order, context, functools.partial(_mirrored, role, number, stands))
        if (history.load(number).bonds.points(role) == other) is stands:
            return
        pause(attempt)
    raise Busy(f"ticket {number} changed {TRIES} times while we tried")


def _mirrored(role: str, number: int, stands: bool, state: State, at: datetime) -> Change:
    return linking.mirror(state, role, number, stands=stands)


def _unlink(number: int, role: str, context: Context) -> None:
    """Of tickets that were linked in a ring at the same moment one link goes."""
    state = history.load(number)
    order = Command(f"ring:{role}:{state.version}", "system", "joining")
    history.change(number, order, context, lambda now, at: linking.point(now, role, 0, "linked in a ring at the same moment"), known=state)


def _end_parent(number: int, order: Command, context: Context) -> None:
    if context.desk.parents != linking.FOLLOW:
        return
    parent = history.load(number)
    children = {one: history.load(one) for one in parent.bonds.children}
    history.change(number, order, context, lambda state, at: linking.follow(state, children, context.desk, at), known=parent)


# -- merging, step by step --


def _refuse(primary: State, secondaries: Sequence[State], context: Context) -> None:
    for secondary in secondaries:
        if because := merging.objection(primary, secondary):
            raise Inconsistent(because)
        linking.refuse_open_children(secondary, history.load_many(secondary.bonds.children), context.desk)
    fresh = [secondary for secondary in secondaries if secondary.bonds.merged_into != primary.number]
    if fresh and (because := merging.too_many(joined.family(primary), [joined.family(one) for one in fresh])):
        raise Inconsistent(because)


def _point(secondary: State, into: int, wish: Wish, order: Command, context: Context) -> None:
    left = merging.Note(wish.author.agent, _sealed(wish.there), wish.there.private) if wish.there else None
    pointer = TicketMerged(into, secondary.status, wish.copies, wish.because)
    history.change(secondary.number, order, context, lambda state, at: merging.merge(state, pointer, left), known=secondary)


def _follow(secondary: int, primary: int, context: Context) -> Commit | None:
    """Make the primary say what the secondary says; again if that changed meanwhile. The commit that points, None if none does."""
    for attempt in range(TRIES):
        state = history.load(secondary)
        pointer = _pointer(state) if state.bonds.merged_into == primary else None
        if pointer and (circle := ring(secondary, lambda one: history.load(one).bonds.merged_into)):
            _break(circle, context)
            continue
        _tell(primary, state, pointer, context)
        if history.load(secondary).bonds == state.bonds:
            return pointer
        pause(attempt)
    raise Busy(f"ticket {secondary} changed {TRIES} times while we tried")


def _pointer(state: State) -> Commit:
    return rows.find_commits(state.number, after=state.bonds.merged_seq - 1, limit=1)[0]


def _tell(primary: int, secondary: State, pointer: Commit | None, context: Context) -> None:
    if pointer is None:
        _part(primary, secondary, context)
        return
    wanted = next(event for event in pointer.events if isinstance(event, TicketMerged))
    own = frozenset(account.address for account in context.desk.accounts)
    order = Command(f"absorb:{secondary.number}:{pointer.seq}", pointer.actor, pointer.cause)
    history.change(primary, order, context, lambda state, at: merging.absorb(state, secondary, wanted, own))


def _part(primary: int, secondary: State, context: Context) -> None:
    if secondary.number not in history.load(primary).bonds.merged:
        return
    undone = next((found for found in reversed(rows.find_commits(secondary.number)) if _is_undone(found, primary)), None)
    if undone is None:
        return
    because = next(event.because for event in undone.events if isinstance(event, TicketUnmerged))
    order = Command(f"part:{secondary.number}:{undone.seq}", undone.actor, undone.cause)
    commits = rows.find_commits(primary)
    history.change(primary, order, context, lambda state, at: merging.part(state, secondary.number, because, commits))


def _is_undone(commit: Commit, primary: int) -> bool:
    return any(isinstance(event, TicketUnmerged) and event.out_of == primary for event in commit.events)


def _break(circle: tuple[int, ...], context: Context) -> None:
    """Tickets that were merged into each other at the same moment: the smallest number stands for all, whoever notices."""
    loser = history.load(min(circle))
    because = f"tickets {', '.join(map(str, sorted(circle)))} were merged into each other at the same moment"
    order = Command(f"ring:{loser.bonds.merged_seq}", "system", "joining")

    def decide(state: State, at: object) -> Change:
        return merging.unmerge(state, because, context.desk) if state.bonds.merged_into in circle else Change()

    if history.change(loser.number, order, context, decide, known=loser).commit:
        _part(loser.bonds.merged_into, history.load(loser.number), context)


def _note(primary: int, pointers: Sequence[Commit], wish: Wish, order: Command, context: Context) -> None:
    """Once for these mergers, however often they are asked for."""
    name = digest(*sorted(f"{pointer.ticket}@{pointer.seq}" for pointer in pointers))
    own = Command(f"merged:{name[:24]}", order.actor, order.cause)
    begun = min((pointer.at for pointer in pointers), default=context.now)
    if not wish.here or any(commit.id == own.id for commit in rows.find_commits(primary) if commit.at >= begun):
        return
    sealed, private = _sealed(wish.here), wish.here.private
    history.change(primary, own, context, lambda state, at: note(wish.author, sealed, private=private))


def _sealed(words: Words) -> merging.Sealed:
    return seal(words.text, words.html, randomness.token_hex(16))
