"""To whom a body hands a ticket over: named by any of their ids, and made on the fly where a mail address is new."""

from typing import Any

from chalicelib.contacts import actions as contacts
from chalicelib.contacts.contact import EMAIL, Contact
from chalicelib.errors import FieldFault, InvalidInput
from chalicelib.handlers import bodies
from chalicelib.handlers.http import Call
from chalicelib.tickets.requesters import Wanted, demand_outside, demand_own
from chalicelib.tickets.state import State

NAMED = ("requester_id", "email", "phone", "unique_external_id", "twitter_id")


def is_named(given: dict[str, Any]) -> bool:
    """Whether the body says whose the ticket is. Raises InvalidInput for a name alone, which many have."""
    named = any(given.get(name) for name in NAMED)
    if given.get("name") and not named:
        raise InvalidInput(FieldFault("name", f"A name alone is not enough: one of {', '.join(NAMED)} says who it is", "missing_field"))
    return named


def wanted_in(given: dict[str, Any], state: State, call: Call) -> tuple[Wanted, Contact]:
    """Who is named, and the person behind that. Raises InvalidInput, Inconsistent; a contact is made only where nothing else is wrong."""
    if number := given.get("requester_id"):
        return _wanted(_known(number), "requester_id", number)
    handles = bodies.handles_of(given)
    if email := given.get("email", ""):
        demand_own(state.standing)
        demand_outside(handles[0], EMAIL, call.context.desk)
        number, person = contacts.requester(handles, {"name": given.get("name") or email}, call.context, call.who.actor)
        return _wanted(person, EMAIL, number, email)
    found = next((one for one in map(contacts.contact_by, handles) if one), None)
    field = contacts.field_of(handles[0])
    if found is None:
        raise InvalidInput(FieldFault(field, "Nobody is known by it; name a new requester by a mail address"))
    return _wanted(found, field, found.id)


def _known(number: int) -> Contact:
    person = contacts.people([number]).get(number)
    if person is None:
        raise InvalidInput(FieldFault("requester_id", f"There is no contact {number}"))
    return person


def _wanted(person: Contact, field: str, number: int, email: str = "") -> tuple[Wanted, Contact]:
    return Wanted(number, (person.id, *person.merged), person.emails, person.name, email, field), person
