"""From the parameters of a ticket list to what is read, and from fields of the API to fields of a ticket."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.channels.email.addresses import identity
from chalicelib.channels.message import Handle
from chalicelib.contacts import actions as contacts
from chalicelib.contacts.companies import actions as companies
from chalicelib.contacts.contact import EMAIL, EXTERNAL
from chalicelib.desk import actions as desks
from chalicelib.errors import FieldFault, InvalidInput
from chalicelib.handlers.http import Call
from chalicelib.handlers.paging import LAST_PAGE, by_cursor, page_of, place_of
from chalicelib.handlers.schema import NotAllowedError, NotOfTypeError, instant_of, whole_number
from chalicelib.handlers.shapes import people as people_shapes
from chalicelib.handlers.shapes import ticket as shapes
from chalicelib.ids import company_id
from chalicelib.readings import actions as readings
from chalicelib.readings.actions import Found
from chalicelib.readings.wish import CREATED, FILTERS, ORDERS, UPDATED, Standing, Wish, microseconds
from chalicelib.sla.policy import ClockKind
from chalicelib.storage.feed import settled
from chalicelib.tickets.dues import FIELDS as DATES
from chalicelib.tickets.state import State

EMBEDDABLE = ("stats", "requester", "description", "company")
NOBODY = -1
NEVER_EMPTY = frozenset({"status", "source"})


def wish_of(call: Call) -> tuple[Wish, frozenset[str]]:
    """What the parameters ask for; parameters that nobody knows are passed over. Raises InvalidInput."""
    page, size = page_of(call)
    if page > LAST_PAGE:
        raise InvalidInput(FieldFault("page", f"It should be from 1 to {LAST_PAGE}; narrow the list with updated_since"))
    since = instant_in(call, "updated_since")
    behind, until = _place(call)
    wish = Wish(
        page=page,
        per_page=size,
        order_by=_choice(call, "order_by", ORDERS) or (UPDATED if since else CREATED),
        descending=_choice(call, "order_type", ("desc", "asc")) != "asc",
        filter=_choice(call, "filter", FILTERS),
        requesters=_requesters(call),
        company=number_in(call, "company_id"),
        product=number_in(call, "product_id"),
        agent=number_in(call, "agent_id"),
        group=_group(call),
        since=since,
        by_cursor=by_cursor(call),
        behind=behind,
        until=until,
    )
    return wish, included(call, EMBEDDABLE)


def _place(call: Call) -> tuple[Standing | None, datetime | None]:
    """Behind which standing the caller's cursor goes on, and when the walk began."""
    if not by_cursor(call):
        return None, None
    if not (place := place_of(call)):
        return None, settled(call.context.now)
    value, number, begun = (int(part) for part in place.split("."))
    return (value, number), datetime.fromtimestamp(0, UTC) + timedelta(microseconds=begun)


def end_of(found: Found, wish: Wish) -> str:
    """The place of a page's end, as its cursor holds it."""
    if found.end is None or wish.until is None:
        return ""
    return f"{found.end[0]}.{found.end[1]}.{microseconds(wish.until)}"


def included(call: Call, allowed: tuple[str, ...]) -> frozenset[str]:
    names = frozenset(name.strip() for name in call.query.get("include", "").split(",") if name.strip())
    if wrong := sorted(names - set(allowed)):
        raise InvalidInput(FieldFault("include", f"It should be one of these values: '{','.join(allowed)}', not {', '.join(wrong)}"))
    return names


def rows(states: Iterable[State], include: frozenset[str], call: Call) -> list[dict[str, Any]]:
    found = list(states)
    more = embedded(found, include, call)
    return [{**shapes.ticket(state, call.context.desk), **more[state.number]} for state in found]


def embedded(states: list[State], include: frozenset[str], call: Call) -> dict[int, dict[str, Any]]:
    """What `include` asks for, by ticket, with one read for all of them."""
    told: dict[int, dict[str, Any]] = {state.number: {} for state in states}
    people = contacts.people(state.contact for state in states) if "requester" in include else {}
    first = readings.openings(states) if "description" in include else {}
    for state in states:
        if "stats" in include:
            told[state.number]["stats"] = shapes.stats(state)
        if "requester" in include:
            told[state.number]["requester"] = people_shapes.requester(people.get(state.contact), state.contact)
        if "company" in include:
            told[state.number]["company"] = {"id": company_id(state.company), "name": state.company} if state.company else {}
        if "description" in include:
            told[state.number] |= shapes.description(first.get(state.number))
    return told


def fields_of(given: dict[str, Any], call: Call) -> dict[str, Any]:
    """The fields of a body in the words of a ticket: names for ids. Raises InvalidInput for every id that leads nowhere."""
    desk = call.context.desk
    unknown: tuple[tuple[str, Callable[[int], object], str], ...] = (
        ("status", desk.status, f"It should be one of these values: '{','.join(str(row.number) for row in desk.statuses)}'"),
        ("group_id", desk.group_by_id, "There is no such group"),
        ("responder_id", desk.agent, "There is no such agent"),
        ("product_id", desk.product, "There is no such product"),
    )
    if faults := [FieldFault(name, message) for name, find, message in unknown if given.get(name) and find(given[name]) is None]:
        raise InvalidInput(*faults)
    fields = {field: given[name] for name, field in PLAIN.items() if name in given and (given[name] or name not in NEVER_EMPTY)}
    if "group_id" in given:
        fields["group"] = _group_name(given["group_id"], call)
    if "company_id" in given:
        fields["company"] = company_in(given, call)
    return fields


def dues_in(given: dict[str, Any]) -> dict[ClockKind, datetime | None]:
    """The dates that a body promises, by kind; None for the policy's own."""
    return {kind: given[name] for kind, name in DATES.items() if name in given}


def company_in(given: dict[str, Any], call: Call) -> str:
    """The name of the company that a body names by id; empty for none. Raises InvalidInput."""
    number = given.get("company_id", 0)
    return companies.company_name(number, call.context, desks.lifetime(call.context.now)) if number else ""


PLAIN = {
    "subject": "subject", "status": "status", "priority": "priority", "type": "type", "reason": "reason", "tags": "tags",
    "tags_add": "tags_add", "tags_remove": "tags_remove", "spam": "spam", "custom_fields": "custom", "source": "source",
    "product_id": "product", "responder_id": "agent",
}  # fmt: skip


def number_in(call: Call, name: str) -> int:
    """An id among the parameters, 0 without one."""
    if not (written := call.query.get(name, "")):
        return 0
    try:
        return whole_number(written)
    except (NotOfTypeError, NotAllowedError) as wrong:
        raise InvalidInput(FieldFault(name, str(wrong), "datatype_mismatch")) from wrong


def instant_in(call: Call, name: str) -> datetime | None:
    if not (written := call.query.get(name, "")):
        return None
    try:
        return instant_of(written)
    except NotAllowedError as wrong:
        raise InvalidInput(FieldFault(name, str(wrong))) from wrong


def _choice(call: Call, name: str, allowed: tuple[str, ...]) -> str:
    given = call.query.get(name, "")
    if given and given not in allowed:
        raise InvalidInput(FieldFault(name, f"It should be one of these values: '{','.join(allowed)}'"))
    return given


def _requesters(call: Call) -> tuple[int, ...]:
    """The requester by any of the three ways to name one, with whoever was merged into them; NOBODY if there is no such contact."""
    if number := number_in(call, "requester_id"):
        return contacts.ids(number)
    kinds = ((EMAIL, identity(call.query.get("email", ""))), (EXTERNAL, call.query.get("unique_external_id", "")))
    if not (call.query.get("email") or call.query.get("unique_external_id")):
        return ()
    found = (contacts.contact_by(Handle(kind, value)) for kind, value in kinds if value)
    known = next((one for one in found if one), None)
    return (known.id, *known.merged) if known else (NOBODY,)


def _group(call: Call) -> str:
    number = number_in(call, "group_id")
    return _group_name(number, call) if number else ""


def _group_name(number: int, call: Call) -> str:
    group = call.context.desk.group_by_id(number) if number else None
    if number and group is None:
        raise InvalidInput(FieldFault("group_id", f"There is no group {number}"))
    return group.name if group else ""
