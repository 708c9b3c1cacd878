"""What a search answers: tickets with their descriptions, and saved queries."""

from collections.abc import Sequence

from chalicelib.desk.model import Desk
from chalicelib.handlers.shapes import ticket as shapes
from chalicelib.handlers.shapes.plain import Json, between
from chalicelib.readings import actions as readings
from chalicelib.search.view import Price, View
from chalicelib.tickets.state import State


def whole_tickets(states: Sequence[State], desk: Desk) -> list[Json]:
    """Rows of a list with what the requester wrote first."""
    first = readings.openings(states, eventual=True) if states else {}
    return [{**shapes.ticket(state, desk), **shapes.description(first.get(state.number))} for state in states]


def view(one: View, cost: Price | None) -> Json:
    """A saved query with what a page of it costs this caller; no cost where it cannot be read any more."""
    return {
        "id": one.number,
        "name": one.name,
        "query": one.query,
        "personal": one.personal,
        "preset": one.preset,
        "agent_id": one.owner or None,
        "cost": _cost(cost) if cost else None,
        **between(one.created_at, one.updated_at),
    }


def _cost(cost: Price) -> Json:
    lists = [list(names) for names in cost.lists]
    return {"lists": lists, "looked_up": list(cost.looked_up), "rru": cost.units, "said": cost.told}
