"""Mail that answers no message: forwards to third parties, and tickets that begin with ours."""

from typing import Any

from chalice import Blueprint

from chalicelib.channels.message import Handle
from chalicelib.errors import FieldFault, InvalidInput
from chalicelib.handlers import bodies_joining as bodies
from chalicelib.handlers import links, ticket_lists
from chalicelib.handlers.api_tickets import account_for, requester_of, whole
from chalicelib.handlers.attachments import LARGEST, files_of
from chalicelib.handlers.authors import author_of
from chalicelib.handlers.bodies import demand_sendable
from chalicelib.handlers.http import Answer, Call, created, endpoint
from chalicelib.handlers.repeats import commit_of, done_before, first_number, opened_before
from chalicelib.handlers.shapes.conversation import conversation
from chalicelib.markup import of_text, words
from chalicelib.outgoing import actions as outgoing
from chalicelib.outgoing.allowance import recipients
from chalicelib.people.keys import Right, demand
from chalicelib.readings import actions as readings
from chalicelib.tickets.events import File
from chalicelib.tickets.forwarding import Addressed, Beginning, original, originals, quote
from chalicelib.tickets.views import conversation as said_in

api = Blueprint(__name__)


@endpoint(api, "POST", "/tickets/{number}/forward", needs=Right.REPLY)
def forward(call: Call) -> Answer:
    from chalicelib.forwarding import actions as forwarding

    given = call.body(bodies.FORWARD)
    if not given["to_emails"]:
        raise InvalidInput(FieldFault("to_emails", "It should name at least one address", "missing_field"))
    demand_sendable(given)
    if given.get("include_quoted_text", True) or given.get("include_original_attachments"):
        demand(call.who, Right.READ)
    story = readings.story(call.number, call.who)
    state, commit = story.state, done_before(call, story.state)
    if commit is None:
        files = (*files_of(given, call), *(originals(story.commits) if given.get("include_original_attachments") else ()))
        _demand_small(files)
        outgoing.take(recipients(given), call.who, call.who, call.context)
        way = Addressed(given["to_emails"], given.get("cc_emails", ()), given.get("bcc_emails", ()), files)
        letter = forwarding.Letter(author_of(call.who), _body(given, story), way)
        outcome = forwarding.forward(state, letter, call.order(), call.context)
        state, commit = outcome.state, commit_of(outcome, call)
    said = said_in(commit)
    if said is None:
        raise AssertionError("a forward says something")
    return created(conversation(said, state, readings.file_link), call.url(f"/tickets/{state.number}/conversations"))


@endpoint(api, "POST", "/tickets/outbound_email", needs=Right.REPLY)
def begin_by_mail(call: Call) -> Answer:
    from chalicelib.forwarding import actions as forwarding

    given = call.body(bodies.OUTBOUND)
    demand_sendable(given, others=1)
    fields = ticket_lists.fields_of(given, call) | {"due": ticket_lists.dues_in(given), "parent": links.parent_of(given, call)}
    if not opened_before(call):
        outgoing.take(recipients(given, others=1), call.who, call.who, call.context)
    contact, person, handle = requester_of(given, call)
    begun = Beginning(
        given["subject"], Handle("email", handle.value, person.name), contact, account_for("email", fields.get("group", ""), given, call),
        fields.pop("company", "") or person.company, fields,
    )  # fmt: skip
    way = Addressed((), given.get("cc_emails", ()), given.get("bcc_emails", ()), files_of(given, call))
    letter = forwarding.Letter(author_of(call.who), words(given["description"]), way)
    outcome = forwarding.begin(begun, letter, call.order(), call.context, number=first_number(call))
    state = links.linked(outcome.state, given, call)
    return created(whole(state, outcome.commit, call), call.url(f"/tickets/{state.number}"))


def _body(given: dict[str, Any], story: readings.Story) -> tuple[str, str]:
    """What the agent wrote, and below it what the customer said last unless that is not wanted."""
    text, html = words(given["body"])
    said = original(story.commits) if given.get("include_quoted_text", True) else None
    if said is None:
        return text, html
    below = quote(said)
    return f"{text}\n\n{below}", f"{html or of_text(text)}\n<blockquote>{of_text(below)}</blockquote>"


def _demand_small(files: tuple[File, ...]) -> None:
    if (size := sum(file.size for file in files)) > LARGEST:
        raise InvalidInput(FieldFault("include_original_attachments", f"All files together should be at most {LARGEST} bytes, not {size}"))
