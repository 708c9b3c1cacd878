"""Agents: who they are and who is at work, hiring them and letting them go; and the caller."""

from typing import Any

from chalice import Blueprint

from chalicelib.contacts import actions as contacts
from chalicelib.desk import actions as desks
from chalicelib.desk import edits
from chalicelib.desk.model import Agent
from chalicelib.errors import FieldFault, Inconsistent, InvalidInput, NotFound
from chalicelib.handlers import bodies_staff, staff
from chalicelib.handlers.http import NOTHING, Answer, Call, created, endpoint
from chalicelib.handlers.paging import paged
from chalicelib.handlers.shapes import people as shapes
from chalicelib.handlers.shapes.plain import Json
from chalicelib.people import actions as people
from chalicelib.people.keys import Right, acting_as, demand
from chalicelib.people.profile import profiled
from chalicelib.phone_numbers import phone_number
from chalicelib.routing import actions as routing

api = Blueprint(__name__)
STATES = ("fulltime", "occasional")
MOST_SUGGESTED = 20
GROUP_SCOPE = 2


@endpoint(api, "GET", "/agents", needs=Right.HEADS)
def list_agents(call: Call) -> Answer:
    if call.query.get("state", STATES[0]) not in STATES:
        raise InvalidInput(FieldFault("state", f"It should be one of these values: '{','.join(STATES)}'"))
    standings = people.standings(agent.id for agent in call.context.desk.agents)
    found = [agent for agent in call.context.desk.agents if _belongs(profiled(agent, standings[agent.id].profile), call)]
    since = desks.lifetime(call.context.now)
    return paged(call, found, lambda agent: shapes.agent(agent, call.context.desk, standings[agent.id], since))


@endpoint(api, "GET", "/agents/me", needs=Right.HEADS)
def view_caller(call: Call) -> Answer:
    if call.who.agent is None:
        return Answer(shapes.administrator(call.who, call.context.desk, desks.lifetime(call.context.now)))
    return Answer(_shape(call.who.agent, call))


@endpoint(api, "GET", "/agents/autocomplete", needs=Right.READ)
def autocomplete_agents(call: Call) -> Answer:
    begun = call.query.get("term", "").casefold()
    names = {agent.id: agent.name or agent.email for agent in call.context.desk.agents if begun and _is_called(agent, begun)}
    return Answer([{"id": number, "name": name} for number, name in list(names.items())[:MOST_SUGGESTED]])


@endpoint(api, "GET", "/agents/{number}", needs=Right.HEADS)
def view_agent(call: Call) -> Answer:
    return Answer(_shape(_agent(call), call))


@endpoint(api, "POST", "/agents", needs=Right.DESK)
def add_agent(call: Call) -> Answer:
    told = _hired(call.body(bodies_staff.NEW_AGENT), staff.fresh(call))
    return created(told, call.url(f"/agents/{told['id']}"))


@endpoint(api, "PUT", "/contacts/{number}/make_agent", needs=Right.DESK)
def make_agent(call: Call) -> Answer:
    """A contact whose mail address becomes that of an agent; the contact stays, with its tickets."""
    person = contacts.person(call.number)
    given = call.body(bodies_staff.MAKE_AGENT)
    if not person.emails:
        raise Inconsistent("An agent needs a mail address, and this contact has none")
    known = {"name": person.name, "job_title": person.job_title, "phone": person.phone, "mobile": person.mobile}
    told = {"ticket_scope": GROUP_SCOPE, **{name: value for name, value in known.items() if value}, **given, "email": person.emails[0]}
    return Answer({**shapes.contact(person), "agent": _hired(told, staff.fresh(call))})


@endpoint(api, "PUT", "/agents/{number}", needs=Right.TAKE)
def change_agent(call: Call) -> Answer:
    """Availability, what agents say of themselves, and what the administrator says of them. Who goes off may hand the open tickets over."""
    agent = _agent(call)
    acting_as(call.who, agent)
    given = call.body(bodies_staff.AGENT)
    if given.get("hand_over") and given.get("available", True):
        raise InvalidInput(FieldFault("hand_over", 'Only who goes off hands over: give "available": false with it'))
    if given.keys() - {"available", "hand_over"}:
        call = _described(agent, given, call)
        agent = _agent(call)
    if "available" in given:
        routing.set_presence(agent, available=given["available"], context=call.context)
    if given.get("hand_over"):
        routing.hand_over(agent, call.order(), call.context)
    return Answer(_shape(agent, call))


@endpoint(api, "DELETE", "/agents/{number}", needs=Right.DESK)
def remove_agent(call: Call) -> Answer:
    """The configuration changes last, so that a request that was cut off can be made again."""
    agent, leave = _agent(call), edits.remove_agent(call.number)
    desks.preview(leave, call.context.now)
    people.revoke_keys_of(agent.id)
    routing.set_presence(agent, available=False, context=call.context)
    routing.hand_over(agent, call.order(), call.context)
    people.forget_profile(agent.id)
    staff.change(leave, call)
    return NOTHING


def _described(agent: Agent, given: dict[str, Any], call: Call) -> Call:
    """The call under the configuration in which the agent has these fields; what no rule reads is no part of that. Raises AccessDenied."""
    call = staff.fresh(call)
    fields = staff.agent_fields(given, call.context.desk)
    if fields.keys() & {"role", "email"}:
        staff.demand_role(call.who, fields.get("role", agent.role))
    configured = {name: value for name, value in fields.items() if name not in staff.OWN}
    if agent.id != call.who.number or configured:
        demand(call.who, Right.DESK)
    call = staff.change(edits.change_agent(agent.id, configured), call) if configured else call
    people.describe(agent.id, {name: value for name, value in fields.items() if name in staff.OWN}, call.context.now)
    return call


def _hired(given: dict[str, Any], call: Call) -> Json:
    fields = staff.agent_fields(given, call.context.desk)
    if "role" in fields:
        staff.demand_role(call.who, fields["role"])
    call = staff.add(edits.add_agent(fields), call, lambda desk: desk.agent_by_email(given["email"]) is not None)
    agent = next(agent for agent in call.context.desk.agents if agent.email == given["email"])
    # Whoever was here before and left is marked as away, and may have said other things.
    people.forget_profile(agent.id)
    routing.set_presence(agent, available=True, context=call.context)
    return _shape(agent, call)


def _agent(call: Call) -> Agent:
    agent = call.context.desk.agent(call.number) or desks.newest(call.context.now).agent(call.number)
    if agent is None:
        raise NotFound(f"There is no agent {call.number}")
    return agent


def _shape(agent: Agent, call: Call) -> Json:
    standing = people.standings([agent.id])[agent.id]
    return shapes.agent(agent, call.context.desk, standing, desks.lifetime(call.context.now))


def _belongs(agent: Agent, call: Call) -> bool:
    """Nobody here is occasional."""
    asked = call.query
    numbers = ((asked.get("phone", ""), agent.phone), (asked.get("mobile", ""), agent.mobile))
    fits = asked.get("email", "").lower() in ("", agent.email.lower()) and asked.get("state") != "occasional"
    home = call.context.desk.country
    return fits and all(not number or (known != "" and phone_number(number, home) == known) for number, known in numbers)


def _is_called(agent: Agent, begun: str) -> bool:
    return any(word.casefold().startswith(begun) for word in (agent.name, agent.email, *agent.name.split()))
