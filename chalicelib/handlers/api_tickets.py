"""Tickets: list, view, open, change, delete, restore."""

from typing import Any

from chalice import Blueprint

from chalicelib.channels.message import Handle, Inbound
from chalicelib.contacts import actions as contacts
from chalicelib.contacts.contact import Contact, channel_of
from chalicelib.errors import FieldFault, InvalidInput, Stale
from chalicelib.handlers import bodies, links, requesters, ticket_lists
from chalicelib.handlers.attachments import files_of
from chalicelib.handlers.authors import author_of
from chalicelib.handlers.collisions import tag_of
from chalicelib.handlers.http import NOTHING, Answer, Call, created, endpoint
from chalicelib.handlers.paging import with_link
from chalicelib.handlers.repeats import first_number
from chalicelib.handlers.shapes import ticket as shapes
from chalicelib.handlers.shapes.conversation import attachment, conversation
from chalicelib.ids import account_id
from chalicelib.markup import words
from chalicelib.people.keys import Right
from chalicelib.readings import actions as readings
from chalicelib.tickets import actions as tickets
from chalicelib.tickets.dues import dates_set
from chalicelib.tickets.events import Commit
from chalicelib.tickets.fields import check
from chalicelib.tickets.requesters import handed
from chalicelib.tickets.state import State
from chalicelib.tickets.together import together
from chalicelib.tickets.views import conversation as said_in

api = Blueprint(__name__)
OLDEST_SHOWN = 10
EMBEDDABLE = ("conversations", "requester", "company", "stats")


@endpoint(api, "GET", "/tickets", needs=Right.HEADS)
def list_tickets(call: Call) -> Answer:
    wish, include = ticket_lists.wish_of(call)
    found = readings.tickets(wish, call.who, call.context)
    return with_link(call, ticket_lists.rows(found.states, include, call), more=found.more, end=ticket_lists.end_of(found, wish))


@endpoint(api, "GET", "/tickets/{number}", needs=Right.HEADS)
def view_ticket(call: Call) -> Answer:
    include = ticket_lists.included(call, EMBEDDABLE)
    story = readings.story(call.number, call.who, least=tag_of(call, "if-none-match")) if "conversations" in include else None
    state, first = (story.state, story.commits[0]) if story else readings.opened(call.number, call.who)
    told = ticket_lists.embedded([state], include, call)[state.number]
    if story:
        others = [(one.state, one.commits) for one in readings.joined(story)]
        oldest = together((state, story.commits), others)[:OLDEST_SHOWN]
        told["conversations"] = [conversation(one.said, one.state, readings.file_link) for one in oldest]
    return Answer({**whole(state, first, call), **told}, headers=_tag(state))


@endpoint(api, "POST", "/tickets", needs=Right.CHANGE)
def open_ticket(call: Call) -> Answer:
    given = call.body(bodies.NEW_TICKET)
    fields = ticket_lists.fields_of(given, call)
    # Before anybody is made who would stay without a ticket.
    check(None, fields, call.context.desk)
    tuple(dates_set(None, due := ticket_lists.dues_in(given), call.context.now))
    contact, person, handle = requester_of(given, call)
    message = _message(given, handle, call)
    fields |= {"account": account_for(message.channel, fields.get("group", ""), given, call)}
    fields.setdefault("company", person.company)
    fields.setdefault("source", shapes.PORTAL)
    author = author_of(call.who)
    fields |= {"files": files_of(given, call), "due": due, "parent": links.parent_of(given, call)}
    links.demand_related(0, given, call)
    number = first_number(call)
    outcome = tickets.open_by_hand(message, author, fields, call.order(), call.context, contact=contact, number=number)
    state = links.linked(outcome.state, given, call)
    return created(whole(state, outcome.commit, call), call.url(f"/tickets/{state.number}"))


@endpoint(api, "PUT", "/tickets/{number}", needs=Right.CHANGE)
def change_ticket(call: Call) -> Answer:
    expected = tag_of(call, "if-match")
    state, first = readings.changing(call.number, call.who, least=expected)
    given = call.body(bodies.CHANGED_TICKET)
    wanted = ticket_lists.fields_of(given, call) | {"due": ticket_lists.dues_in(given)}
    if links.ASKED.intersection(given):
        if expected and state.version != expected:
            raise Stale(f"ticket {state.number} is at version {state.version}, not {expected}")
        state = links.linked(readings.ticket(call.number, call.who), given, call)
        expected = expected and state.version
    if custom := wanted.pop("custom", None):
        state = readings.ticket(call.number, call.who)
        wanted |= {"custom": new} if (new := _differing(custom, state.custom)) else {}
    if requesters.is_named(given):
        state = readings.ticket(call.number, call.who)
        wanted |= _handed(given, wanted, state, call, expected)
    outcome = tickets.update(state.number, wanted, call.order(), call.context, expected=expected, seen=state)
    return Answer(whole(outcome.state, first, call), headers=_tag(outcome.state))


def _handed(given: dict[str, Any], wanted: dict[str, Any], state: State, call: Call, expected: int) -> dict[str, Any]:
    """The new requester in the words of a ticket, with their company unless another is named."""
    # Before anybody is made for a change that is refused.
    if expected and state.version != expected:
        raise Stale(f"ticket {state.number} is at version {state.version}, not {expected}")
    check(state, wanted, call.context.desk)
    tuple(dates_set(state, wanted["due"], call.context.now))
    named, person = requesters.wanted_in(given, state, call)
    moves = any(handed(state.standing, named, call.context.desk))
    follows = {"company": person.company} if moves and state.contact not in named.ids and "company" not in wanted else {}
    return {"requester": named, **follows}


@endpoint(api, "DELETE", "/tickets/{number}", needs=Right.DELETE)
def delete_ticket(call: Call) -> Answer:
    return _set_deleted(call, deleted=True)


@endpoint(api, "PUT", "/tickets/{number}/restore", needs=Right.DELETE)
def restore_ticket(call: Call) -> Answer:
    return _set_deleted(call, deleted=False)


def _set_deleted(call: Call, *, deleted: bool) -> Answer:
    state = readings.ticket(call.number, call.who)
    tickets.update(state.number, {"deleted": deleted}, call.order(), call.context)
    return NOTHING


def whole(state: State, first: Commit | None, call: Call) -> dict[str, Any]:
    said = readings.with_files(said_in(first)) if first else None
    files = [attachment(file, said, readings.file_link) for file in said.files] if said else []
    warnings = list(said.warnings) if said else []
    return {**shapes.ticket(state, call.context.desk), **shapes.description(first), "attachments": files, "warnings": warnings}


def requester_of(given: dict[str, Any], call: Call) -> tuple[int, Contact, Handle]:
    """Whose ticket it is, the person behind that id, made on the fly if nobody is known by what was given; and where to answer."""
    if given.get("requester_id"):
        person = contacts.people([given["requester_id"]]).get(given["requester_id"])
        if person is None or person.best is None:
            raise InvalidInput(FieldFault("requester_id", f"There is no contact {given['requester_id']} that can be answered"))
        return given["requester_id"], person, person.best
    handles = bodies.handles_of(given)
    if not handles:
        raise InvalidInput(
            FieldFault("email", "One of requester_id, email, phone, twitter_id, unique_external_id is mandatory", "missing_field")
        )
    if given.get("phone") and not (given.get("email") or given.get("name")):
        raise InvalidInput(FieldFault("name", "A requester with a phone only needs a name", "missing_field"))
    company = ticket_lists.company_in(given, call)
    fields = {"name": given.get("name") or handles[0].value, "company": company}
    contact, person = contacts.requester(handles, fields, call.context, call.who.actor)
    return contact, person, Handle(handles[0].kind, handles[0].value, person.name)


def _message(given: dict[str, Any], handle: Handle, call: Call) -> Inbound:
    text, html = words(given.get("description", ""))
    copies = tuple(Handle("email", address) for address in given.get("cc_emails", ()))
    return Inbound(
        channel_of(handle),
        "",
        handle,
        call.context.now,
        subject=given.get("subject", ""),
        text=text,
        html=html,
        full_text=text,
        cc=copies,
    )


def account_for(channel: str, group: str, given: dict[str, Any], call: Call) -> str:
    """The address of ours that answers will come from: the one that is named, the group's own, or the first of the channel.

    Raises InvalidInput for one that is named and is none of the channel's.
    """
    own = [account for account in call.context.desk.accounts if account.channel == channel]
    if asked := given.get("email_config_id"):
        own = [account for account in own if account_id(account.address) == asked]
        if not own:
            raise InvalidInput(FieldFault("email_config_id", "There is no such mail address"))
    ranked = sorted(own, key=lambda account: account.group != group)
    return ranked[0].address if ranked else ""


def _differing(given: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if name not in known or known[name] != value}


def _tag(state: State) -> dict[str, str]:
    return {"ETag": f'"{state.version}"'}
