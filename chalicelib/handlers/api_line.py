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
    before = seen.find_key(call.key(), call.context.now) if call.key() else None
    if before and readings.commit_after(int(before.ticket), int(before.base), call.key()):
        return _answer(readings.ticket(int(before.ticket), call.who), call)
    outcome = routing.next_for(agent, call.context, call.order(), _wish(call, before))
    return _answer(outcome.state, call) if outcome else NOTHING


def _wish(call: Call, before: seen.SeenRow | None) -> routing.Wish | None:
    """With an Idempotency-Key the choice is written down before it is made true, so that a repetition finds it."""
    if not call.key():
        return None
    begun = int(before.ticket) if before else 0
    return routing.Wish(lambda ticket, version: seen.bind_key(call.key(), ticket, version, call.context.now), begun)


def _answer(state: State, call: Call) -> Answer:
    first = readings.openings([state]).get(state.number)
    return Answer({**shapes.ticket(state, call.context.desk), **shapes.description(first)})
