"""Contacts: list, view, make, change."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from chalice import Blueprint

from chalicelib.channels.message import Attachment, Handle
from chalicelib.contacts import actions as contacts
from chalicelib.contacts.contact import EMAIL, EXTERNAL, PHONE, Contact
from chalicelib.contacts.normal import normal
from chalicelib.errors import FieldFault, InvalidInput
from chalicelib.handlers import bodies, people_index
from chalicelib.handlers.http import Answer, Call, created, endpoint
from chalicelib.handlers.paging import by_cursor, page_of, paged, place_of, with_link
from chalicelib.handlers.repeats import began_before
from chalicelib.handlers.shapes import people as shapes
from chalicelib.handlers.ticket_lists import company_in, instant_in, number_in
from chalicelib.ids import company_id, contact_id, digest
from chalicelib.outside import files
from chalicelib.people.keys import Right
from chalicelib.readings.wish import microseconds
from chalicelib.storage import seen
from chalicelib.time_zones import zone_of

api = Blueprint(__name__)
# A card that is being written may take this long with all its tries, and a sync must never pass it over.
SETTLED = timedelta(seconds=30)
STATES = ("verified", "unverified", "blocked", "deleted")
BY_HANDLE = {"email": EMAIL, "phone": PHONE, "mobile": PHONE, "unique_external_id": EXTERNAL}
# Fields of the API whose name in a contact is another one, or whose value is a handle.
NAMED = {"custom_fields": "custom"}
HANDLES = ("email", "other_emails", "other_phone_numbers", "twitter_id", "unique_external_id")


@endpoint(api, "GET", "/contacts", needs=Right.READ)
def list_contacts(call: Call) -> Answer:
    if any(call.query.get(name) for name in BY_HANDLE):
        return paged(call, [one for one in _by_handle(call) if _belongs(one, call)], shapes.contact)
    page, size = page_of(call)
    behind = _behind(call, page)
    found = (one for one in _walked(call, behind, size + 1) if _belongs(one, call))
    taken = _taken(found, 0 if behind or by_cursor(call) else (page - 1) * size, size + 1)
    more, end = len(taken) > size, ""
    if more:
        number, at = taken[size - 1].id, microseconds(_standing(taken[size - 1], call))
        end = f"{at}.{number}"
        if not by_cursor(call):
            seen.remember_mark(_place(call, page + 1), number, at, call.context.now, upward=True)
    return with_link(call, [shapes.contact(one) for one in contacts.with_merged(taken[:size])], more=more, end=end)


@endpoint(api, "GET", "/contacts/{number}", needs=Right.READ)
def view_contact(call: Call) -> Answer:
    return Answer(shapes.contact(contacts.person(call.number)))


@endpoint(api, "POST", "/contacts", needs=Right.CONTACTS)
def create_contact(call: Call) -> Answer:
    given = call.body(bodies.NEW_CONTACT)
    handles = bodies.handles_of(given)
    if not handles:
        raise InvalidInput(FieldFault("email", "One of email, phone, mobile, twitter_id, unique_external_id is mandatory", "missing_field"))
    number = contact_id(handles[0])
    made = contacts.people([number]).get(number) if began_before(call, number) else None
    one = made or contacts.create_contact(handles, _fields(given, call), call.context, call.who.actor)
    people_index.refresh(one.id)
    return created(shapes.contact(one), call.url(f"/contacts/{one.id}"))


@endpoint(api, "PUT", "/contacts/{number}", needs=Right.CONTACTS)
def change_contact(call: Call) -> Answer:
    given = call.body(bodies.CONTACT)
    if "name" in given and not given["name"]:
        raise InvalidInput(FieldFault("name", "A contact has a name", "invalid_value"))
    if "avatar" in given:
        contacts.let_go_of_picture(call.number)
    one = contacts.change_contact(call.number, _fields(given, call), bodies.handles_of(given), call.context, call.who.actor)
    people_index.refresh(one.id)
    return Answer(shapes.contact(one))


def _fields(given: dict[str, Any], call: Call) -> dict[str, Any]:
    fields = {NAMED.get(name, name): value for name, value in given.items() if name in bodies.CONTACT and name not in HANDLES}
    fields = {name: value for name, value in fields.items() if value is not None}
    if "company_id" in fields:
        fields.pop("company_id")
        fields["company"] = company_in(given, call)
    if "other_companies" in fields:
        told = fields["other_companies"]
        fields["other_companies"] = tuple((company_in(one, call), one.get("view_all_tickets", False)) for one in told)
    if "time_zone" in fields:
        fields["time_zone"] = _zone(fields["time_zone"])
    if "avatar" in given:
        fields["avatar"] = _kept(given["avatar"], call) if given["avatar"] else {}
    return fields


def _zone(name: str) -> str:
    found = zone_of(name)
    if found is None:
        raise InvalidInput(FieldFault("time_zone", "It should be a time zone such as Helsinki or Europe/Helsinki"))
    return found


def _kept(picture: Attachment, call: Call) -> dict[str, Any]:
    """The same key when the same request comes again."""
    key = f"attachments/{digest('avatar', call.order().id, picture.sha256)}"
    files.put("files", key, picture.content, files.UNKNOWN)
    return {"key": key, "name": picture.name, "type": picture.type, "size": picture.size, "at": call.context.now.isoformat()}


def _by_handle(call: Call) -> Iterable[Contact]:
    """The one contact that the filters name; where they name two, nobody."""
    home = call.context.desk.country
    asked = [(kind, normal(kind, call.query[name], home)) for name, kind in BY_HANDLE.items() if call.query.get(name)]
    found = [contacts.contact_by(Handle(kind, value)) if value else None for kind, value in asked]
    known = {one.id: one for one in found if one}
    return list(known.values()) if len(known) == 1 and all(found) else []


def _behind(call: Call, page: int) -> tuple[datetime, int] | None:
    """Where the page before this one ended."""
    if by_cursor(call):
        at, _, number = place_of(call).partition(".")
        return (_instant(int(at)), int(number)) if number else None
    mark = seen.find_mark(_place(call, page), call.context.now) if page > 1 else None
    return (_instant(int(mark.base)), int(mark.ticket)) if mark else None


def _walked(call: Call, behind: tuple[datetime, int] | None, size: int) -> Iterable[Contact]:
    """By creation; of those that changed since, by their last change, so that reading them costs what is read."""
    since = instant_in(call, "_updated_since")
    if since is None:
        return contacts.walk_contacts(behind, size)
    changed = contacts.walk_changed(behind[0] if behind else since, call.context.now - SETTLED, size)
    return (one for one in changed if behind is None or (one.updated_at, one.id) > behind)


def _standing(one: Contact, call: Call) -> datetime:
    return one.updated_at if call.query.get("_updated_since") else one.created_at


def _belongs(one: Contact, call: Call) -> bool:
    """Without a state all that are not deleted; nobody is blocked here, whose mail is not wanted is held back instead."""
    state, since = _state(call), instant_in(call, "_updated_since")
    company = number_in(call, "company_id")
    return (
        (one.deleted or bool(one.into)) == (state == "deleted")
        and state != "blocked"
        and (state not in ("verified", "unverified") or one.verified == (state == "verified"))
        and (since is None or one.updated_at >= since)
        and (not company or (bool(one.company) and company_id(one.company) == company))
    )


def _state(call: Call) -> str:
    state = call.query.get("state", "")
    if state and state not in STATES:
        raise InvalidInput(FieldFault("state", f"It should be one of these values: '{','.join(STATES)}'"))
    return state


def _taken(found: Iterable[Contact], skip: int, size: int) -> list[Contact]:
    taken = []
    for position, one in enumerate(found):
        if position >= skip:
            taken.append(one)
        if len(taken) == size:
            break
    return taken


def _place(call: Call, page: int) -> str:
    """What tells this page of this list apart from every other."""
    kept = sorted((name, value) for name, value in call.query.items() if name != "page")
    return digest(call.who.id, "contacts", str(page), str(kept))


def _instant(microseconds: int) -> datetime:
    return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=microseconds)
