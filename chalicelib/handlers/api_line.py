"""The line: an agent asks for work and gets the most urgent ticket they can take."""

from chalice import Blueprint

from chalicelib.errors import AccessDenied
from chalicelib.handlers.http import NOTHING, Answer, Call, endpoint
from chalicelib.handlers.shapes import ticket as shapes
from chalicelib.people.keys import Right
from chalicelib.readings import actions as readings
from chalicelib.routing import actions as routing
from chalicelib.storage import seen
from chalicelib.tickets.state import State

api = Blueprint(__name__)


@endpoint(api, "POST", "/line/next", needs=Right.TAKE)
def take_next(call: Call) -> Answer:
    """204 when nothing waits that the agent can take."""
    agent = call.who.agent
    if agent is None:
        raise AccessDenied("Only an agent takes tickets: use an agent's key")
    if before := _taken_before(call):
        return _answer(before, call)
    outcome = routing.next_for(agent, call.context, call.order())
    if outcome is None:
        return NOTHING
    if call.key():
        seen.claim_key(call.key(), outcome.state.number, outcome.state.version, call.context.now)
    return _answer(outcome.state, call)


def _taken_before(call: Call) -> State | None:
    """What an earlier request with this Idempotency-Key was given."""
    before = seen.find_key(call.key(), call.context.now) if call.key() else None
    return readings.ticket(int(before.ticket), call.who) if before else None


def _answer(state: State, call: Call) -> Answer:
    first = readings.openings([state]).get(state.number)
    return Answer({**shapes.ticket(state, call.context.desk), **shapes.description(first)})
