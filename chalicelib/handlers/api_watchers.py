"""Who watches a ticket."""

from chalice import Blueprint

from chalicelib.errors import FieldFault, InvalidInput
from chalicelib.handlers import bodies_joining as bodies
from chalicelib.handlers.http import NOTHING, Answer, Call, endpoint
from chalicelib.people.keys import Right, demand
from chalicelib.readings import actions as readings

api = Blueprint(__name__)


@endpoint(api, "GET", "/tickets/{number}/watchers", needs=Right.READ)
def list_watchers(call: Call) -> Answer:
    return Answer({"watcher_ids": list(readings.ticket(call.number, call.who).watchers)})


@endpoint(api, "POST", "/tickets/{number}/watch", needs=Right.NOTE)
def watch_ticket(call: Call) -> Answer:
    from chalicelib.watching import actions as watching

    agent = _agent(call)
    watching.watch(readings.ticket(call.number, call.who), agent, call.order(), call.context)
    return NOTHING


@endpoint(api, "PUT", "/tickets/{number}/unwatch", needs=Right.NOTE)
def unwatch_ticket(call: Call) -> Answer:
    from chalicelib.watching import actions as watching

    agent = _agent(call)
    watching.unwatch(readings.ticket(call.number, call.who), agent, call.order(), call.context)
    return NOTHING


def _agent(call: Call) -> int:
    """The caller, or with the right to change tickets a colleague. Raises InvalidInput, AccessDenied."""
    number: int = call.body(bodies.WATCHER).get("user_id", 0) or call.who.number
    if not number:
        raise InvalidInput(FieldFault("user_id", "The administrator is no agent: name one", "missing_field"))
    if number != call.who.number:
        demand(call.who, Right.CHANGE)
    return number
