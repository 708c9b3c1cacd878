"""Merging two tickets by a pointer from one to the other, and undoing it: both keep their history and their number."""

from collections.abc import Iterable, Iterator, Mapping

from chalicelib.channels.message import Handle
from chalicelib.desk.model import Desk, Status
from chalicelib.errors import Inconsistent
from chalicelib.sla.policy import Category
from chalicelib.tickets.bonds import DEEPEST, MOST_JOINED, home, way
from chalicelib.tickets.change import Change
from chalicelib.tickets.content import Sealed
from chalicelib.tickets.events import Commit, Event, MessageReceived, NoteWritten, StatusChanged, SurveyCancelled
from chalicelib.tickets.joining import ChildSettled, TicketAbsorbed, TicketMerged, TicketParted, TicketUnmerged
from chalicelib.tickets.state import CLOSED, OPEN, State
from chalicelib.values import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    """What an agent leaves on a ticket while merging."""

    agent: int
    words: Sealed
    private: bool = True


def objection(primary: State, secondary: State) -> str:
    """Why the one cannot be merged into the other, or nothing."""
    if secondary.number == primary.number:
        return f"ticket {primary.number} cannot be merged into itself"
    for state in (primary, secondary):
        if state.deleted or state.spam:
            return f"ticket {state.number} is {'deleted' if state.deleted else 'marked as spam'}"
    if primary.bonds.merged_into:
        return f"ticket {primary.number} was merged into ticket {primary.bonds.merged_into}: merge into that one"
    into = secondary.bonds.merged_into
    return f"ticket {secondary.number} was merged into ticket {into}" if into and into != primary.number else ""


def too_many(primary: Mapping[int, State], secondaries: Iterable[Mapping[int, State]]) -> str:
    """Why these families (each with all that was merged into it) are too many or too deep to become one, or nothing."""
    others = list(secondaries)
    members = set(primary).union(*others)
    if len(members) > MOST_JOINED + 1:
        return f"together they would be {len(members)} tickets; at most {MOST_JOINED} can be merged into one"
    if max((_height(family) for family in others), default=0) + 1 >= DEEPEST:
        return f"they were merged one into the other {DEEPEST - 1} times already"
    return ""


def _height(family: Mapping[int, State]) -> int:
    ways = (way(number, lambda one: family[one].bonds.merged_into if family[one].bonds.merged_into in family else 0) for number in family)
    return max((len(found) - 1 for found in ways), default=0)


def merge(state: State, wanted: TicketMerged, note: Note | None) -> Change:
    """The secondary's half: it points to the other, is closed without survey or mail, and its clocks stop. Raises Inconsistent.

    Nothing if it points there already.
    """
    if state.bonds.merged_into == wanted.into:
        return Change()
    because = f"ticket {state.number} was merged into ticket {state.bonds.merged_into}" if state.bonds.merged_into else ""
    if because or wanted.into in state.bonds.merged:
        raise Inconsistent(because or f"ticket {wanted.into} was merged into ticket {state.number}: undo that first")
    written = (NoteWritten(note.agent, note.words.digest, note.private),) if note else ()
    pointer = TicketMerged(wanted.into, state.status, wanted.copies, wanted.because)
    return Change((pointer, *_ended(state, wanted.into), *written), note.words.content if note else None)


def _ended(state: State, into: int) -> Iterator[Event]:
    if state.category is not Category.CLOSED:
        yield StatusChanged(CLOSED, Category.CLOSED.value, f"merged into ticket {into}")
    if state.survey.status in ("planned", "due"):
        yield SurveyCancelled(state.survey.resolution, f"the ticket was merged into ticket {into}")
    if state.bonds.parent and not state.is_over:
        yield ChildSettled(state.bonds.parent)


def absorb(state: State, secondary: State, pointer: TicketMerged, own: frozenset[str]) -> Change:
    """The primary's half; with the other's people who write by mail if they are to get copies (`own`: the desk's addresses)."""
    if secondary.number in state.bonds.merged:
        return Change()
    people = (secondary.requester, *secondary.participants) if pointer.copies else ()
    ours = {*own, state.requester.value}
    copied = dict.fromkeys(Handle("email", one.value, one.name) for one in people if one.kind == "email" and one.value not in ours)
    return Change((TicketAbsorbed(secondary.number, tuple(copied)),))


def unmerge(state: State, because: str, desk: Desk) -> Change:
    """The secondary stands for itself again, in the status it had. Raises Inconsistent if it is not merged."""
    if not state.bonds.merged_into:
        raise Inconsistent(f"ticket {state.number} is not merged into another")
    before = desk.status(state.bonds.status_before) or desk.status(OPEN) or Status(OPEN, "Open", Category.OPEN)
    again = (StatusChanged(before.number, before.category.value, "the merge was undone"),) if before.number != state.status else ()
    return Change((TicketUnmerged(state.bonds.merged_into, because), *again))


def part(state: State, other: int, because: str, commits: Iterable[Commit]) -> Change:
    """The primary's half of undoing; `commits` are its own, which tell what came here for the other one and stays."""
    if other not in state.bonds.merged:
        return Change()
    return Change((TicketParted(other, because, tuple(_meant_for(other, commits))),))


def _meant_for(other: int, commits: Iterable[Commit]) -> Iterator[int]:
    for commit in commits:
        if any(isinstance(event, MessageReceived) and event.evidence.through == other for event in commit.events):
            yield commit.seq


def homes(states: Mapping[int, State]) -> dict[int, State]:
    """Where what is meant for each of these tickets lands."""
    bonds = {number: state.bonds for number, state in states.items()}
    return {number: states[home(number, bonds)] for number in states}
