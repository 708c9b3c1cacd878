"""Which contacts are one person: what leads to a contact and how sure that is, merging and undoing it, both with a preview."""

from collections.abc import Collection, Iterable
from typing import Any

from chalice import Blueprint

from chalicelib.channels.message import Handle
from chalicelib.contacts import actions as contacts
from chalicelib.contacts.actions import Edge
from chalicelib.contacts.contact import Contact
from chalicelib.contacts.evidence import Evidence
from chalicelib.contacts.normal import TYPED, normal
from chalicelib.errors import FieldFault, Inconsistent, InvalidInput
from chalicelib.handlers import bodies, people_index
from chalicelib.handlers.http import NOTHING, Answer, Call, endpoint
from chalicelib.handlers.shapes import people as shapes
from chalicelib.ids import company_id
from chalicelib.people.keys import Right
from chalicelib.readings import actions as readings
from chalicelib.readings.wish import Wish

api = Blueprint(__name__)
TELLABLE = (Evidence.INFERRED, Evidence.ASSERTED)
MOST_SHOWN = 100


@endpoint(api, "GET", "/contacts/{number}/handles", needs=Right.READ)
def list_handles(call: Call) -> Answer:
    return Answer([shapes.edge(one) for one in contacts.edges(call.number)])


@endpoint(api, "POST", "/contacts/{number}/handles", needs=Right.CONTACTS)
def add_handle(call: Call) -> Answer:
    given = call.body(bodies.HANDLE)
    handle, evidence = _handle(given, call.context.desk.country)
    if evidence is Evidence.ASSERTED:
        contacts.change_contact(call.number, {}, (handle,), call.context, call.who.actor)
    else:
        contacts.guess_handle(call.number, handle, call.context, call.who.actor)
    people_index.refresh(call.number)
    return Answer([shapes.edge(one) for one in contacts.edges(call.number)])


@endpoint(api, "POST", "/contacts/merge", needs=Right.CONTACTS)
def merge_contacts(call: Call) -> Answer:
    given = call.body(bodies.MERGER)
    primary, secondaries = given["primary_contact_id"], given.get("secondary_contact_ids", ())
    _refuse_unknown(primary, secondaries)
    if given.get("dry_run"):
        return Answer(_merger(contacts.person(primary), secondaries, call))
    for secondary in secondaries:
        contacts.merge(primary, secondary, call.context, call.who.actor, given.get("reason", ""))
    people_index.refresh(primary, *secondaries)
    return NOTHING


@endpoint(api, "POST", "/contacts/{number}/unmerge", needs=Right.CONTACTS)
def unmerge_contact(call: Call) -> Answer:
    given = call.body(bodies.UNMERGER)
    if given.get("dry_run"):
        return Answer(_undoing(contacts.contact(call.number), call))
    one = contacts.unmerge(call.number, call.context, call.who.actor, given.get("reason", ""))
    people_index.refresh(call.number)
    return Answer(shapes.contact(one))


@endpoint(api, "GET", "/contacts/{number}/mergers", needs=Right.READ)
def list_mergers(call: Call) -> Answer:
    return Answer([shapes.pointer(one) for one in contacts.contact(call.number).pointers])


def _handle(given: dict[str, Any], country: str) -> tuple[Handle, Evidence]:
    evidence = next((known for known in TELLABLE if known == (given.get("evidence") or Evidence.ASSERTED)), None)
    value = normal(given["kind"], given["value"], country)
    faults = []
    if given["kind"] not in TYPED:
        faults.append(FieldFault("kind", f"It should be one of these values: '{','.join(TYPED)}'"))
    elif not value:
        faults.append(FieldFault("value", f"It should be a valid {given['kind']}"))
    if evidence is None:
        message = f"It should be one of these values: '{','.join(TELLABLE)}'; only a channel can verify a handle"
        faults.append(FieldFault("evidence", message))
    if faults or evidence is None:
        raise InvalidInput(*faults)
    return Handle(given["kind"], value), evidence


def _refuse_unknown(primary: int, secondaries: tuple[int, ...]) -> None:
    known = contacts.people((primary, *secondaries))
    faults = [FieldFault("secondary_contact_ids", f"There is no contact {one}") for one in secondaries if one not in known]
    if primary not in known:
        faults.append(FieldFault("primary_contact_id", f"There is no contact {primary}"))
    if not secondaries or primary in secondaries:
        faults.append(FieldFault("secondary_contact_ids", "It should be contacts other than the primary one"))
    if faults:
        raise InvalidInput(*faults)


# -- previews --


def _merger(root: Contact, secondaries: tuple[int, ...], call: Call) -> dict[str, Any]:
    """What would be another than before, contact by contact; nothing is written."""
    found = [(number, contacts.person(number)) for number in secondaries if number not in root.merged]
    if other := next((one for number, one in found if one.id != number), None):
        raise Inconsistent(f"A contact of these was merged into {other.id} before")
    return {"primary_contact_id": root.id, "contacts": [_moving(one, root, (one, root), call) for _, one in found]}


def _undoing(one: Contact, call: Call) -> dict[str, Any]:
    if not one.into:
        raise Inconsistent(f"Contact {one.id} is not merged into another")
    root, alone = contacts.person(one.id), contacts.alone(one.id)
    return {"primary_contact_id": root.id, "contacts": [_moving(alone, root, (root, alone), call)]}


def _moving(one: Contact, root: Contact, change: tuple[Contact, Contact], call: Call) -> dict[str, Any]:
    """The handles and tickets that change hands with `one`, and what new messages of these handles know before and after."""
    before, after = change
    mine = {one.id, *one.merged}
    edges = contacts.edges(one.id)
    others = (*contacts.edges(root.id), *edges)
    tickets = readings.tickets(Wish(per_page=MOST_SHOWN, requesters=tuple(mine)), call.who, call.context)
    fields = (("company_id", _company(before), _company(after)), ("language", before.language or None, after.language or None))
    return {
        "id": one.id,
        "name": one.name,
        "handles": [shapes.edge(edge) for edge in edges if edge.contact in mine],
        "verified_on_both": all(_is_proven(others, is_mine, mine) for is_mine in (True, False)),
        "ticket_ids": [state.number for state in tickets.states],
        "more_tickets": tickets.more,
        "changes": [{"field": name, "from": old, "to": new} for name, old, new in fields if old != new],
    }


def _company(one: Contact) -> int | None:
    return company_id(one.company) if one.company else None


def _is_proven(edges: Iterable[Edge], is_mine: bool, mine: Collection[int]) -> bool:
    return any(edge.evidence is Evidence.VERIFIED and (edge.contact in mine) is is_mine for edge in edges)
