"""Links between tickets: parents and children, trackers and what they track."""

from chalice import Blueprint

from chalicelib.errors import FieldFault, InvalidInput
from chalicelib.handlers import bodies_joining as bodies
from chalicelib.handlers.http import Answer, Call, endpoint
from chalicelib.handlers.links import through_gate
from chalicelib.handlers.paging import paged
from chalicelib.handlers.shapes.ticket import ticket
from chalicelib.people.keys import Right
from chalicelib.readings import actions as readings
from chalicelib.storage.history import Command
from chalicelib.tickets.bonds import CHILD, RELATED
from chalicelib.tickets.linking import FIELDS

api = Blueprint(__name__)
ROLES = {field: role for role, field in FIELDS.items()}


@endpoint(api, "GET", "/tickets/{number}/associated_tickets", needs=Right.READ)
def list_associated(call: Call) -> Answer:
    found = readings.associated(readings.ticket(call.number, call.who), call.who)
    return paged(call, found, lambda state: ticket(state, call.context.desk))


@endpoint(api, "PUT", "/tickets/{number}/link", needs=Right.CHANGE)
def link_ticket(call: Call) -> Answer:
    from chalicelib.joining import actions as joining

    given = {field: number for field, number in call.body(bodies.LINK).items() if number}
    state = readings.ticket(call.number, call.who)
    if not given:
        raise InvalidInput(FieldFault("parent_id", "One of parent_id, tracker_id is mandatory", "missing_field"))
    others = {field: through_gate(field, number, call) for field, number in given.items()}
    for field, other in others.items():
        state = joining.link(state, ROLES[field], other.number, _order(call, field), call.context)
    return Answer(ticket(state, call.context.desk))


@endpoint(api, "PUT", "/tickets/{number}/unlink", needs=Right.CHANGE)
def unlink_ticket(call: Call) -> Answer:
    """Take a ticket off its parent and tracker, or off the one that is named."""
    from chalicelib.joining import actions as joining

    named = call.body(bodies.UNLINK).get("ticket_id", 0)
    state = readings.ticket(call.number, call.who)
    for role in (CHILD, RELATED):
        if (other := state.bonds.points(role)) and named in (0, other):
            state = joining.link(state, role, 0, _order(call, role), call.context)
    return Answer(ticket(state, call.context.desk))


def _order(call: Call, field: str) -> Command:
    order = call.order()
    return Command(f"{order.id}:{field}", order.actor, order.cause)
