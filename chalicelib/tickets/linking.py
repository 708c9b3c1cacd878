"""Parents and children, trackers and what they track: who may be linked, and what a parent waits for."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from chalicelib.desk.model import Desk, Status
from chalicelib.errors import FieldFault, Inconsistent, InvalidInput
from chalicelib.sla.policy import Category
from chalicelib.tickets import decide
from chalicelib.tickets.bonds import CHILD, MOST_JOINED, OTHER_SIDE, PARENT, RELATED, TRACKER
from chalicelib.tickets.change import Change
from chalicelib.tickets.events import Event
from chalicelib.tickets.joining import TicketLinked, TicketUnlinked
from chalicelib.tickets.state import OVER, RESOLVED, State

FREE, FOLLOW = "free", "follow"
NUMBERS = {PARENT: 1, CHILD: 2, TRACKER: 3, RELATED: 4}
"""How the API names the kinds of association."""

FIELDS = {CHILD: "parent_id", RELATED: "tracker_id"}


def association(state: State) -> tuple[int, int] | None:
    """The kind of association of a ticket and how many there are on its other side; a child that is a parent too counts as a parent."""
    bonds = state.bonds
    found = {PARENT: len(bonds.children), CHILD: int(bool(bonds.parent)), TRACKER: len(bonds.related), RELATED: int(bool(bonds.tracker))}
    return next(((NUMBERS[role], count) for role, count in found.items() if count), None)


def linked(state: State) -> tuple[int, ...]:
    """Every ticket on the other side of a link, those that may be asked for their own word included."""
    bonds = state.bonds
    return tuple(number for number in (bonds.parent, *bonds.children, bonds.tracker, *bonds.related) if number)


def is_linked(state: State, other: State) -> bool:
    """Whether the one of the two that points does so."""
    pairs = ((state, other), (other, state))
    return any(one.bonds.points(role) == two.number for one, two in pairs for role in (CHILD, RELATED))


def objection(role: str, state: State, other: State, above: Collection[int]) -> str:
    """Why a ticket cannot be the `role` of another one, or nothing; `above` are the tickets on the other one's way up."""
    if state.number == other.number or state.number in above:
        return f"ticket {state.number} cannot be the {role} of ticket {other.number}, which stands below it"
    for one in (state, other):
        if one.deleted or one.spam or one.bonds.merged_into:
            return f"ticket {one.number} is deleted, marked as spam or merged into another one"
    if len(other.bonds.listed(OTHER_SIDE[role])) >= MOST_JOINED:
        return f"ticket {other.number} has {MOST_JOINED} such links already"
    return ""


def demand(role: str, because: str) -> None:
    """Raises InvalidInput on the field that asked for the link."""
    if because:
        raise InvalidInput(FieldFault(FIELDS[role], because, "inconsistent_state"))


def point(state: State, role: str, other: int, because: str = "") -> Change:
    """The half that is the truth: this ticket is the child of, or related to, `other` and nobody else; 0 takes the link off."""
    before = state.bonds.points(role)
    if before == other:
        return Change()
    undone = (TicketUnlinked(role, before, because),) if before else ()
    return Change((*undone, *((TicketLinked(role, other),) if other else ())))


def mirror(state: State, role: str, other: int, *, stands: bool) -> Change:
    """The other half: the parent or tracker lists the ticket, or no longer."""
    side = OTHER_SIDE[role]
    if stands is (other in state.bonds.listed(side)):
        return Change()
    return Change((TicketLinked(side, other) if stands else TicketUnlinked(side, other),))


# -- what a parent waits for --


def open_children(state: State, others: Mapping[int, State]) -> tuple[int, ...]:
    """The children of a ticket that somebody still works on."""
    found = (others[number] for number in state.bonds.children if number in others)
    return tuple(sorted(one.number for one in found if one.bonds.parent == state.number and one.is_open))


def refuse_open_children(state: State, others: Mapping[int, State], desk: Desk) -> None:
    """Raises Inconsistent where the desk wants a parent to wait for its children."""
    waiting = open_children(state, others) if desk.parents != FREE else ()
    if waiting:
        raise Inconsistent(f"ticket {state.number} has open child tickets: {', '.join(map(str, waiting))}")


def ends(state: State, status: Status | None) -> bool:
    """Whether this status would end a ticket that has children."""
    return bool(state.bonds.children) and not state.is_over and status is not None and status.category in OVER


def follow(state: State, others: Mapping[int, State], desk: Desk, at: datetime) -> Change:
    """The parent is resolved with the last of its children, where the desk wants that."""
    if desk.parents != FOLLOW or not state.is_open or open_children(state, others):
        return Change()
    return Change(tuple(_resolved(state, desk, at)))


def _resolved(state: State, desk: Desk, at: datetime) -> Iterator[Event]:
    status = desk.status(RESOLVED) or Status(RESOLVED, "Resolved", Category.RESOLVED)
    yield from decide.set_status(state, status, desk, at, "all its child tickets are done")
