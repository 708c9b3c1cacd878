"""Agents as desk.yaml has them, with who is at work; and the caller."""

from chalice import Blueprint

from chalicelib.desk import actions as desks
from chalicelib.desk.model import Agent
from chalicelib.errors import FieldFault, InvalidInput, NotFound
from chalicelib.handlers import bodies
from chalicelib.handlers.http import Answer, Call, endpoint
from chalicelib.handlers.paging import paged
from chalicelib.handlers.shapes import people as shapes
from chalicelib.handlers.shapes.plain import Json
from chalicelib.people import actions as people
from chalicelib.people.keys import Right, acting_as
from chalicelib.routing import actions as routing

api = Blueprint(__name__)
STATES = ("fulltime", "occasional")
MOST_SUGGESTED = 20


@endpoint(api, "GET", "/agents", needs=Right.READ)
def list_agents(call: Call) -> Answer:
    if call.query.get("state", STATES[0]) not in STATES:
        raise InvalidInput(FieldFault("state", f"It should be one of these values: '{','.join(STATES)}'"))
    found = [agent for agent in call.context.desk.agents if _belongs(agent, call)]
    standings = people.standings(agent.id for agent in found)
    since = desks.lifetime(call.context.now)
    return paged(call, found, lambda agent: shapes.agent(agent, call.context.desk, standings[agent.id], since))


@endpoint(api, "GET", "/agents/me", needs=Right.READ)
def view_caller(call: Call) -> Answer:
    if call.who.agent is None:
        return Answer(shapes.administrator(call.who, call.context.desk, desks.lifetime(call.context.now)))
    return Answer(_shape(call.who.agent, call))


@endpoint(api, "GET", "/agents/autocomplete", needs=Right.READ)
def autocomplete_agents(call: Call) -> Answer:
    begun = call.query.get("term", "").casefold()
    names = {agent.id: agent.name or agent.email for agent in call.context.desk.agents if begun and _is_called(agent, begun)}
    return Answer([{"id": number, "name": name} for number, name in list(names.items())[:MOST_SUGGESTED]])


@endpoint(api, "GET", "/agents/{number}", needs=Right.READ)
def view_agent(call: Call) -> Answer:
    return Answer(_shape(_agent(call), call))


@endpoint(api, "PUT", "/agents/{number}", needs=Right.TAKE)
def change_agent(call: Call) -> Answer:
    """Only availability: all else of an agent is kept in desk.yaml. Who goes off may hand the open tickets over."""
    agent = _agent(call)
    acting_as(call.who, agent)
    given = call.body(bodies.AGENT)
    if given.get("hand_over") and given.get("available", True):
        raise InvalidInput(FieldFault("hand_over", 'Only who goes off hands over: give "available": false with it'))
    if "available" in given:
        routing.set_presence(agent, available=given["available"], context=call.context)
    if given.get("hand_over"):
        routing.hand_over(agent, call.order(), call.context)
    return Answer(_shape(agent, call))


def _agent(call: Call) -> Agent:
    agent = call.context.desk.agent(call.number)
    if agent is None:
        raise NotFound(f"There is no agent {call.number}")
    return agent


def _shape(agent: Agent, call: Call) -> Json:
    standing = people.standings([agent.id])[agent.id]
    return shapes.agent(agent, call.context.desk, standing, desks.lifetime(call.context.now))


def _belongs(agent: Agent, call: Call) -> bool:
    """Nobody here is occasional, and nobody has a phone."""
    asked = call.query
    fits = asked.get("email", "").lower() in ("", agent.email.lower())
    return fits and not asked.get("phone") and not asked.get("mobile") and asked.get("state") != "occasional"


def _is_called(agent: Agent, begun: str) -> bool:
    return any(word.casefold().startswith(begun) for word in (agent.name, agent.email, *agent.name.split()))
