"""What is said on a ticket: conversations, replies, notes; and what its history tells: activities, reasons, receipts."""

from dataclasses import replace
from typing import Any

from chalice import Blueprint

from chalicelib.errors import AccessDenied, FieldFault, InvalidInput
from chalicelib.handlers import bodies, collisions
from chalicelib.handlers.attachments import files_of
from chalicelib.handlers.authors import author_of
from chalicelib.handlers.canned_words import demand_words, words_of
from chalicelib.handlers.http import Answer, Call, created, endpoint
from chalicelib.handlers.paging import paged
from chalicelib.handlers.repeats import commit_of, done_before
from chalicelib.handlers.shapes import story as story_shapes
from chalicelib.handlers.shapes.conversation import conversation
from chalicelib.ids import conversation_id
from chalicelib.outgoing import actions as outgoing
from chalicelib.outgoing.allowance import recipients
from chalicelib.people.keys import Principal, Right, Role, acting_as
from chalicelib.readings import actions as readings
from chalicelib.storage.history import Command
from chalicelib.tickets import actions as tickets
from chalicelib.tickets.collision import Overtaken
from chalicelib.tickets.events import Commit
from chalicelib.tickets.sentences import sentences
from chalicelib.tickets.state import State
from chalicelib.tickets.views import conversation as said_in
from chalicelib.tickets.views import conversations
from chalicelib.tickets.why import reasons

api = Blueprint(__name__)


@endpoint(api, "GET", "/tickets/{number}/conversations", needs=Right.READ)
def list_conversations(call: Call) -> Answer:
    """A page reads what is on it, however much was said."""
    sayings = readings.sayings(call.number, call.who, call.context)
    page = paged(call, sayings.places, lambda place: {"id": conversation_id(*place)})
    asked = {row["id"] for row in page.body}
    told = sayings.told(place for place in sayings.places if conversation_id(*place) in asked)
    return replace(page, body=[conversation(one.said, one.state, readings.file_link) for one in told])


@endpoint(api, "POST", "/tickets/{number}/reply", needs=Right.REPLY)
def reply(call: Call) -> Answer:
    given = call.body(bodies.REPLY)
    demand_words(given)
    bodies.demand_sendable(given, others=1)
    state = readings.ticket(call.number, call.who)
    if given.get("from_email", state.account) not in ("", state.account):
        raise InvalidInput(FieldFault("from_email", f"Answers to this ticket come from {state.account or 'no mail address'}"))
    who = _author(given, call)
    commit = done_before(call, state)
    if commit is None:
        author, order = author_of(who), Command(call.order().id, who.actor, "api")
        said, cc, bcc = words_of(given, state, who, call), given.get("cc_emails", ()), given.get("bcc_emails", ())
        files, template = files_of(given, call), given.get("canned_response_id", 0)
        outgoing.take(recipients(given, others=1), who, call.who, call.context)
        try:
            seen = collisions.seen_in(given, state, call)
            outcome = tickets.reply(
                state.number, author, said, order, call.context, cc=cc, bcc=bcc, files=files, canned=template, known=state, seen=seen
            )
        except Overtaken as refused:
            return collisions.overtaken(refused, state, call)
        state, commit = outcome.state, commit_of(outcome, call)
    shape = _shape(state, commit)
    return created({**shape, "replied_to": [*shape["to_emails"], *shape["cc_emails"], *shape["bcc_emails"]]}, _place(call, state))


@endpoint(api, "POST", "/tickets/{number}/fallback", needs=Right.REPLY)
def take_fallback(call: Call) -> Answer:
    """Send a refused reply the way that was offered for it."""
    of = call.body(bodies.FALLBACK)["conversation_id"] - conversation_id(call.number, 0)
    state = readings.ticket(call.number, call.who)
    if not 0 < of <= state.version:
        raise InvalidInput(FieldFault("conversation_id", "There is no such conversation on this ticket"))
    author = author_of(call.who)
    if done_before(call, state) is None:
        outgoing.take(1, call.who, call.who, call.context)
        tickets.take_fallback(state.number, of, author, call.order(), call.context, known=state)
    story = readings.story(call.number, call.who)
    said = next(said for said in conversations(story.commits) if said.seq == of)
    return Answer(conversation(said, story.state, readings.file_link))


@endpoint(api, "POST", "/tickets/{number}/notes", needs=Right.NOTE)
def note(call: Call) -> Answer:
    given = call.body(bodies.NOTE)
    demand_words(given)
    state = readings.ticket(call.number, call.who)
    private = given.get("private", True)
    if not private and call.who.role is Role.LIGHT:
        raise AccessDenied("Light agents write private notes only")
    who = _author(given, call)
    commit = done_before(call, state)
    if commit is None:
        author, order = author_of(who), Command(call.order().id, who.actor, "api")
        said, files, template = words_of(given, state, who, call), files_of(given, call), given.get("canned_response_id", 0)
        told = _colleagues(given.get("notify_emails", ()), state, call)
        outcome = tickets.note(
            state.number, author, said, order, call.context, private=private, notified=told, files=files, canned=template, known=state
        )
        state, commit = outcome.state, commit_of(outcome, call)
    return created(_shape(state, commit), _place(call, state))


@endpoint(api, "GET", "/tickets/{number}/activities", needs=Right.READ)
def list_activities(call: Call) -> Answer:
    story = readings.story(call.number, call.who)
    told = sentences(story.commits, call.context.desk)
    return paged(call, told, lambda sentence: story_shapes.activity(story.state.number, sentence))


@endpoint(api, "GET", "/tickets/{number}/why", needs=Right.READ)
def explain(call: Call) -> Answer:
    story = readings.story(call.number, call.who)
    return Answer(story_shapes.why(story.state.number, reasons(story.commits, call.context.desk), call.context.desk))


@endpoint(api, "GET", "/tickets/{number}/receipt", needs=Right.READ)
def receipt(call: Call) -> Answer:
    state = readings.ticket(call.number, call.who)
    return Answer(story_shapes.receipts(state, call.context.desk, call.context.now))


@endpoint(api, "GET", "/tickets/{number}/cost", needs=Right.COSTS)
def cost(call: Call) -> Answer:
    # Exact arithmetic and the price list, which no other route needs.
    from chalicelib.costs import actions as costs
    from chalicelib.handlers.shapes.cost import bill
    from chalicelib.outside.pricelist import prices

    story = readings.story(call.number, call.who)
    return Answer(bill(story.state.number, costs.bill_of(story.state.number, story.commits), prices()))


def _colleagues(addresses: tuple[str, ...], state: State, call: Call) -> tuple[str, ...]:
    """Only those are told of a note who may read it. Raises InvalidInput that names who may not."""
    from chalicelib.tickets.watching import may_see

    for address in addresses:
        agent = call.context.desk.agent_by_email(address)
        if agent is None or not may_see(agent, state, call.context.desk):
            raise InvalidInput(FieldFault("notify_emails", f"{address} is no agent of the desk who sees this ticket"))
    return addresses


def _author(given: dict[str, Any], call: Call) -> Principal:
    """The caller, or with the right to it a colleague in whose name they write."""
    number = given.get("user_id", 0)
    if not number or number == call.who.number:
        return call.who
    agent = call.context.desk.agent(number)
    if agent is None:
        raise InvalidInput(FieldFault("user_id", f"There is no agent {number}"))
    return acting_as(call.who, agent)


def _shape(state: State, commit: Commit) -> dict[str, Any]:
    said = said_in(commit)
    if said is None:
        raise AssertionError("a reply or note says something")
    return conversation(said, state, readings.file_link)


def _place(call: Call, state: State) -> str:
    return call.url(f"/tickets/{state.number}/conversations")
