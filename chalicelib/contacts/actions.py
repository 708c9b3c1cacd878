"""Contacts and companies through the API: find, make, change, list."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.channels.message import Handle
from chalicelib.contacts.company import Company, company_of, configured
from chalicelib.contacts.contact import EMAIL, Contact, contact_of, merged
from chalicelib.context import Context
from chalicelib.errors import Busy, Duplicate, FieldFault, InvalidInput, NotFound
from chalicelib.ids import company_id, contact_id
from chalicelib.storage import people as rows
from chalicelib.storage.people import Listed
from chalicelib.storage.rows import pause

CONTACT, COMPANY = "CT", "CO"
TRIES = 5
Since = tuple[datetime, datetime]

# -- contacts --


def contact(number: int) -> Contact:
    """Raises NotFound."""
    row = rows.find_object(CONTACT, number)
    if row is None:
        raise NotFound(f"There is no contact {number}")
    return _contact(row)


def contacts(numbers: Iterable[int]) -> dict[int, Contact]:
    """Those that exist, by id."""
    return {number: _contact(row) for number, row in rows.find_objects(CONTACT, set(numbers)).items()}


def contact_by(handle: Handle) -> Contact | None:
    owner = rows.find_handles([handle]).get(handle)
    return contacts([owner]).get(owner) if owner else None


def walk_contacts(after: tuple[datetime, int] | None, size: int) -> Iterator[Contact]:
    """All contacts, oldest first."""
    return (_contact(row) for row in rows.walk(CONTACT, after, size))


def create_contact(handles: tuple[Handle, ...], fields: dict[str, Any], context: Context) -> Contact:
    """A contact with these handles, the first of which gives it its id. Raises Duplicate, naming who has a handle.

    The handles are bound first: after a crash the same call finishes what it began.
    """
    number = contact_id(handles[0])
    owners = rows.find_handles(handles)
    taken = next(((handle, owner) for handle, owner in owners.items() if owner != number), None)
    if taken is None and number in owners.values() and rows.find_object(CONTACT, number):
        taken = (handles[0], number)
    if taken:
        raise Duplicate(field_of(taken[0]), f"A contact with {taken[0].value} exists already", taken[1])
    made = Contact(number, context.now, context.now, handles=handles, **fields)
    made = replace(made, company=made.company or company_by_mail(handles, context))
    _bind(made, handles, context.now)
    rows.put_object(CONTACT, number, made.data(), context.now)
    return contact(number)


def requester(handles: tuple[Handle, ...], name: str, company: str, context: Context) -> Contact:
    """The contact behind any of these handles, made on the spot if there is none; the company only counts for a new one."""
    owners = rows.find_handles(handles)
    known = next((owners[handle] for handle in handles if handle in owners), 0)
    if known and (found := contacts([known]).get(known)):
        return found
    return create_contact(handles, {"name": name or handles[0].value, "company": company}, context)


def change_contact(number: int, fields: dict[str, Any], more: tuple[Handle, ...], context: Context) -> Contact:
    """Set the given fields and add handles. Raises NotFound, Duplicate, Busy."""
    for attempt in range(TRIES):
        before = contact(number)
        wanted = replace(before, handles=merged(before.handles, more), **fields)
        _refuse_taken(more, number)
        _bind(wanted, more, context.now)
        if row := rows.change_object(CONTACT, number, wanted.data(), context.stamp(), before.updated_at):
            _tell_handles(before, wanted)
            return _contact(row)
        pause(attempt)
    raise Busy(f"contact {number} changed {TRIES} times while we tried")


def field_of(handle: Handle) -> str:
    """The field of the API in which a handle is given."""
    return {EMAIL: "email", "external": "unique_external_id", "twitter": "twitter_id"}.get(handle.kind, "phone")


def _refuse_taken(handles: Iterable[Handle], number: int) -> None:
    for handle, owner in rows.find_handles(handles).items():
        if owner != number:
            raise Duplicate(field_of(handle), f"A contact with {handle.value} exists already", owner)


def _bind(made: Contact, handles: Iterable[Handle], now: datetime) -> None:
    for handle in handles:
        owner = rows.put_handle(replace(handle, name=made.name), made.id, "asserted", now, company=made.company)
        if owner != made.id:
            raise Duplicate(field_of(handle), f"A contact with {handle.value} exists already", owner)


def _tell_handles(before: Contact, now: Contact) -> None:
    if (before.name, before.company, before.language) == (now.name, now.company, now.language):
        return
    for handle in now.handles:
        rows.change_handle(replace(handle, name=now.name), now.id, now.company, now.language)


def _contact(row: Listed) -> Contact:
    return contact_of(row.id, row.data, row.created_at, row.updated_at)


# -- companies --


def company(number: int, context: Context, since: Since) -> Company:
    """Raises NotFound."""
    found = _companies([number], context, since).get(number)
    if found is None:
        raise NotFound(f"There is no company {number}")
    return found


def company_name(number: int, context: Context, since: Since) -> str:
    """The name a ticket or contact is bound by; raises InvalidInput on the field company_id."""
    try:
        return company(number, context, since).name
    except NotFound as fault:
        raise InvalidInput(FieldFault("company_id", fault.message)) from fault


def all_companies(context: Context, since: Since) -> list[Company]:
    """Every company by name."""
    stored = {row.id: company_of(row.id, row.data, row.created_at, row.updated_at) for row in rows.walk(COMPANY, None, 100)}
    return sorted((configured(context.desk, since) | stored).values(), key=lambda one: (one.name.casefold(), one.id))


def create_company(name: str, fields: dict[str, Any], context: Context, since: Since) -> Company:
    """Raises Duplicate for a name or a mail domain that is taken."""
    number = company_id(name)
    if number in _companies([number], context, since):
        raise Duplicate("name", f"A company called {name} exists already", number)
    made = Company(number, name, context.now, context.now, **fields)
    _take_domains(made.domains, name, context)
    rows.put_object(COMPANY, number, made.data(), context.now)
    return company(number, context, since)


def change_company(number: int, fields: dict[str, Any], context: Context, since: Since) -> Company:
    """Raises NotFound, Duplicate, Busy. A configured company gets a stored row that stands before the configuration."""
    for attempt in range(TRIES):
        before = company(number, context, since)
        wanted = replace(before, **fields)
        _take_domains(wanted.domains, wanted.name, context)
        if rows.find_object(COMPANY, number) is None:
            rows.put_object(COMPANY, number, before.data(), context.now)
            before = company(number, context, since)
        if row := rows.change_object(COMPANY, number, wanted.data(), context.stamp(), before.updated_at):
            return company_of(row.id, row.data, row.created_at, row.updated_at)
        pause(attempt)
    raise Busy(f"company {number} changed {TRIES} times while we tried")


def company_by_mail(handles: Iterable[Handle], context: Context) -> str:
    """The company that the mail domain of a handle belongs to."""
    domains = [handle.value.partition("@")[2] for handle in handles if handle.kind == EMAIL]
    found = (_company_of_domain(domain, context) for domain in domains)
    return next((name for name in found if name), "")


def _company_of_domain(domain: str, context: Context) -> str:
    known = (one.name for one in context.desk.companies if domain in one.domains)
    return next(known, "") or rows.company_of_domain(domain)


def _take_domains(domains: Iterable[str], name: str, context: Context) -> None:
    for domain in domains:
        owner = _company_of_domain(domain, context) or rows.put_domain(domain, name, context.now)
        if owner != name:
            raise Duplicate("domains", f"The domain {domain} belongs to {owner}", company_id(owner))


def _companies(numbers: Iterable[int], context: Context, since: Since) -> dict[int, Company]:
    wanted = set(numbers)
    fixed = {number: row for number, row in configured(context.desk, since).items() if number in wanted}
    stored = rows.find_objects(COMPANY, wanted)
    return fixed | {row.id: company_of(row.id, row.data, row.created_at, row.updated_at) for row in stored.values()}
