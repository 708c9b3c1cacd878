"""Who is on a ticket's page: advisory, for polling."""

from chalice import Blueprint

from chalicelib.handlers.bodies_working import PRESENCE
from chalicelib.handlers.http import Answer, Call, endpoint
from chalicelib.handlers.shapes.presence import present
from chalicelib.people.keys import Right
from chalicelib.readings import actions as readings
from chalicelib.tickets import actions as tickets
from chalicelib.tickets.collision import Doing, Present

api = Blueprint(__name__)


@endpoint(api, "GET", "/tickets/{number}/presence", needs=Right.READ)
def list_present(call: Call) -> Answer:
    state = readings.ticket(call.number, call.who)
    return _told(tickets.present(state.number, call.context), call)


@endpoint(api, "PUT", "/tickets/{number}/presence", needs=Right.READ)
def sign(call: Call) -> Answer:
    """The caller's sign of life; the answer is everybody's, so a page that polls needs no other call."""
    doing = Doing(call.body(PRESENCE)["state"])
    state = readings.ticket(call.number, call.who)
    return _told(tickets.sign(state.number, call.who.number, doing, call.context), call)


def _told(found: tuple[Present, ...], call: Call) -> Answer:
    return Answer([present(one, call.number, call.who, call.context.desk) for one in found])
