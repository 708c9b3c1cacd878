"""Links as bodies of tickets ask for them: a parent, and the tickets that this one tracks; every one of them through the gate."""

from collections.abc import Mapping
from typing import Any

from chalicelib.errors import FieldFault, InvalidInput, NotFound
from chalicelib.handlers.http import Call
from chalicelib.readings import actions as readings
from chalicelib.storage.history import Command
from chalicelib.tickets.bonds import CHILD, RELATED
from chalicelib.tickets.state import State

PARENT_ID, RELATED_IDS = "parent_id", "related_ticket_ids"
ASKED = frozenset({PARENT_ID, RELATED_IDS})


def linked(state: State, given: Mapping[str, Any], call: Call) -> State:
    """The ticket after the links that the body asks for. Raises InvalidInput for what cannot be linked or is not the caller's."""
    if not ASKED.intersection(given):
        return state
    parent, related = parent_of(given, call), demand_related(state.number, given, call)
    from chalicelib.joining import actions as joining

    if PARENT_ID in given:
        state = joining.link(state, CHILD, parent, _order(call, PARENT_ID), call.context)
    if RELATED_IDS in given:
        for one in related:
            joining.link(one, RELATED, state.number, _order(call, RELATED_IDS), call.context)
        _leave({one.number for one in related}, state, call)
    return readings.ticket(state.number, call.who)


def parent_of(given: Mapping[str, Any], call: Call) -> int:
    """The parent that the body names, 0 for none. Raises InvalidInput."""
    return through_gate(PARENT_ID, given[PARENT_ID], call).number if given.get(PARENT_ID) else 0


def demand_related(number: int, given: Mapping[str, Any], call: Call) -> tuple[State, ...]:
    return tuple(through_gate(RELATED_IDS, one, call) for one in given.get(RELATED_IDS, ()) if one != number)


def through_gate(field: str, number: int, call: Call) -> State:
    """Raises InvalidInput alike where there is no such ticket and where it is not the caller's."""
    try:
        return readings.ticket(number, call.who)
    except NotFound as fault:
        raise InvalidInput(FieldFault(field, fault.message)) from fault


def _leave(wanted: set[int], state: State, call: Call) -> None:
    """What it tracked and is no longer named; what the caller does not see stays."""
    from chalicelib.joining import actions as joining

    for one in readings.associated(state, call.who):
        if one.number not in wanted and one.bonds.tracker == state.number:
            joining.link(one, RELATED, 0, _order(call, RELATED_IDS), call.context)


def _order(call: Call, field: str) -> Command:
    order = call.order()
    return Command(f"{order.id}:{field}", order.actor, order.cause)
