"""Contacts through the API: find, make, change, list, merge."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.channels.message import Handle
from chalicelib.codec import to_json
from chalicelib.contacts import pointers
from chalicelib.contacts.contact import EMAIL, Contact, contact_of, merged, whole
from chalicelib.contacts.evidence import Evidence, Proof
from chalicelib.contacts.pointers import Pointer
from chalicelib.context import Context
from chalicelib.desk import field_values
from chalicelib.errors import Busy, Duplicate, Inconsistent, NotFound
from chalicelib.ids import contact_id
from chalicelib.outside import files, queues
from chalicelib.storage import families, senders
from chalicelib.storage import people as rows
from chalicelib.storage.families import Family
from chalicelib.storage.people import Listed
from chalicelib.storage.rows import pause
from chalicelib.values import dataclass

CONTACT = families.CONTACT
TRIES = 5
# Seconds after which whoever changes a contact has done so, or was cut off.
LATER = 60


@dataclass(frozen=True, slots=True)
class Edge:
    """One handle of a person: which of the merged contacts it belongs to, what speaks for it, who said so and when (UTC)."""

    handle: Handle
    contact: int
    evidence: Evidence
    by: str
    at: datetime


def contact(number: int) -> Contact:
    """The contact's own card, also of one that was merged. Raises NotFound."""
    row = rows.find_object(CONTACT, number)
    if row is None:
        raise NotFound(f"There is no contact {number}")
    return _contact(row)


def person(number: int) -> Contact:
    """Who stands behind an id: the contact, or whoever it was merged into, with every handle. Raises NotFound."""
    found = people([number]).get(number)
    if found is None:
        raise NotFound(f"There is no contact {number}")
    return found


def alone(number: int) -> Contact:
    """The person that a merged contact would be without its pointer: its card, with whoever was merged into it. Raises NotFound."""
    one, family = contact(number), families.family(number)
    cards = {member.id: member.data for member in family.members} if family else {}
    members = pointers.below(number, {**cards, number: one.data()})
    return whole(one, (_contact(member) for member in (family.members if family else ()) if member.id in members))


def people(numbers: Iterable[int]) -> dict[int, Contact]:
    """The persons behind these ids, by the id that was asked for; ids of nobody are left out."""
    return {number: _person(family) for number, family in families.families(numbers).items()}


def ids(number: int) -> tuple[int, ...]:
    """Every id that this person's tickets may have; the given one alone if nobody has it."""
    family = families.family(number)
    return family.ids if family else (number,)


def contact_by(handle: Handle) -> Contact | None:
    """The person whom a handle leads to."""
    owner = rows.find_handles([handle]).get(handle)
    return people([owner]).get(owner) if owner else None


def edges(number: int) -> tuple[Edge, ...]:
    """Every handle of the person, with what speaks for it. Raises NotFound."""
    one = person(number)
    found = rows.find_edges((*one.handles, *one.guesses))
    return tuple(
        Edge(handle, int(row.id), row.standing, row.proven_by or "", datetime.fromisoformat(row.proven_at or row.at))
        for handle, row in found.items()
        if int(row.id) in (one.id, *one.merged)
    )


def walk_contacts(after: tuple[datetime, int] | None, size: int) -> Iterator[Contact]:
    """All cards, oldest first."""
    return (_contact(row) for row in rows.walk(CONTACT, after, size))


def walk_changed(since: datetime, until: datetime, size: int) -> Iterator[Contact]:
    """Cards by their last change, `since` <= change < `until`."""
    return (_contact(row) for row in rows.walk_changed(CONTACT, since, until, size))


def with_merged(page: list[Contact]) -> list[Contact]:
    """The same cards; those that others were merged into have their handles too."""
    joined = people(one.id for one in page if one.merged and not one.into) if any(one.merged for one in page) else {}
    return [joined.get(one.id, one) for one in page]


def create_contact(handles: tuple[Handle, ...], fields: dict[str, Any], context: Context, by: str) -> Contact:
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
    own = field_values.merged(context.desk.contact_fields, None, fields.get("custom", {}))
    made = Contact(number, context.now, context.now, handles=handles, **{**fields, "custom": own})
    made = replace(made, company=made.company or _company_of(handles, context))
    _bind(made, handles, Proof(Evidence.ASSERTED, by), context.now)
    rows.put_object(CONTACT, number, made.data(), context.stamp())
    return contact(number)


def requester(handles: tuple[Handle, ...], fields: dict[str, Any], context: Context, by: str) -> tuple[int, Contact]:
    """The person behind any of these handles, and whose of their contacts the handle is; made with `fields` if there is none."""
    owners = rows.find_handles(handles)
    known = next((owners[handle] for handle in handles if handle in owners), 0)
    if known and (found := people([known]).get(known)):
        return known, found
    made = create_contact(handles, fields, context, by)
    return made.id, made


def change_contact(number: int, fields: dict[str, Any], more: tuple[Handle, ...], context: Context, by: str) -> Contact:
    """Set the given fields and add handles. Raises NotFound, Duplicate, Inconsistent, Busy."""
    for attempt in range(TRIES):
        family = _standing_alone(number)
        before, owners = _contact(family.root), rows.find_handles(more)
        # What a merged contact brought along is this person's already.
        own = tuple(handle for handle in more if owners.get(handle, number) not in family.ids[1:])
        changed = field_values.with_own(context.desk.contact_fields, before.custom, fields)
        wanted = replace(before, handles=merged(before.handles, own), guesses=_without(before.guesses, own), **changed)
        _refuse_taken(owners, family.ids)
        _bind(wanted, own, Proof(Evidence.ASSERTED, by), context.now)
        if row := rows.change_object(CONTACT, number, wanted.data(), context.stamp(), before.updated_at):
            now = Family(row, family.members)
            if (before.name, before.company, before.language) != (wanted.name, wanted.company, wanted.language):
                _tell_handles(now)
            return _person(now)
        pause(attempt)
    raise _busy(number)


def let_go_of_picture(number: int) -> None:
    """Queue the end of the contact's present picture, for when another one or none has taken its place. Raises NotFound."""
    if kept := contact(number).avatar:
        queues.send("background", to_json({"picture": kept["key"], "of": number}).decode(), LATER)


def forget_picture(key: str, number: int) -> None:
    """Nothing if the contact still has this picture."""
    row = rows.find_object(CONTACT, number)
    if row is None or _contact(row).avatar.get("key") != key:
        files.remove("files", key)


def guess_handle(number: int, handle: Handle, context: Context, by: str) -> None:
    """Let a handle lead to the contact of which nobody is sure. Raises NotFound, Duplicate, Inconsistent, Busy."""
    for attempt in range(TRIES):
        family = _standing_alone(number)
        before, owners = _contact(family.root), rows.find_handles([handle])
        _refuse_taken(owners, family.ids)
        if owners.get(handle, number) != number or not _without([handle], before.handles):
            return
        _bind(before, (handle,), Proof(Evidence.INFERRED, by), context.now)
        if not _without([handle], before.guesses):
            return
        wanted = replace(before, guesses=(*before.guesses, handle))
        if rows.change_object(CONTACT, number, wanted.data(), context.stamp(), before.updated_at):
            return
        pause(attempt)
    raise _busy(number)


def _company_of(handles: Iterable[Handle], context: Context) -> str:
    """The company that the mail domain of a handle belongs to."""
    found = (senders.company_of(handle, context) for handle in handles if handle.kind == EMAIL)
    return next((name for name in found if name), "")


def field_of(handle: Handle) -> str:
    """The field of the API in which a handle is given."""
    return {EMAIL: "email", "external": "unique_external_id", "twitter": "twitter_id"}.get(handle.kind, "phone")


def _standing_alone(number: int) -> Family:
    family = families.family(number)
    if family is None:
        raise NotFound(f"There is no contact {number}")
    if family.root.id != number:
        raise Inconsistent(f"Contact {number} was merged into {family.root.id}: change that one, or undo the merger first")
    return family


def _without(handles: Iterable[Handle], known: Iterable[Handle]) -> tuple[Handle, ...]:
    pairs = {(handle.kind, handle.value) for handle in known}
    return tuple(handle for handle in handles if (handle.kind, handle.value) not in pairs)


def _refuse_taken(owners: dict[Handle, int], own: Iterable[int]) -> None:
    for handle, owner in owners.items():
        if owner not in own:
            raise Duplicate(field_of(handle), f"A contact with {handle.value} exists already", owner)


def _bind(made: Contact, handles: Iterable[Handle], proof: Proof, now: datetime) -> None:
    for handle in handles:
        owner = int(rows.put_handle(replace(handle, name=made.name), made.id, proof, now, company=made.company).id)
        if owner != made.id:
            raise Duplicate(field_of(handle), f"A contact with {handle.value} exists already", owner)


def _tell_handles(family: Family) -> None:
    """What a new message of any handle learns at once: the company and language of the card that stands for the person."""
    root = _contact(family.root)
    for one in (root, *map(_contact, family.members)):
        for handle in (*one.handles, *one.guesses):
            rows.change_handle(replace(handle, name=one.name), one.id, root.company, root.language)


def _contact(row: Listed) -> Contact:
    return contact_of(row.id, row.data, row.created_at, row.updated_at)


def _person(family: Family) -> Contact:
    return whole(_contact(family.root), map(_contact, family.members))


def _busy(number: int) -> Busy:
    return Busy(f"contact {number} changed {TRIES} times while we tried")


# -- merging --


def merge(primary: int, secondary: int, context: Context, by: str, because: str) -> None:
    """Point one contact at another, by hand only and until it is undone; again it changes nothing. Raises Inconsistent, Busy.

    The card of the one that is merged tells; the other one's list of names goes first and is only where to look.
    """
    for attempt in range(TRIES):
        found = rows.find_objects(CONTACT, (primary, secondary))
        root, one = _contact(found[primary]), _contact(found[secondary])
        if one.into != primary:
            _refuse_merger(root, one)
            if not _name(root, one.id, context) or not _point(one, Pointer(pointers.MERGED, primary, context.now, by, because), context):
                pause(attempt)
                continue
            _refuse_ring(primary, secondary, context)
        _name_again(primary, secondary, context)
        _tell(primary)
        return
    raise _busy(secondary)


def unmerge(number: int, context: Context, by: str, because: str) -> Contact:
    """Let a contact stand for itself again; again it changes nothing. Raises NotFound, Inconsistent, Busy."""
    for attempt in range(TRIES):
        one = contact(number)
        last = one.pointers[-1] if one.pointers else None
        if last is None:
            raise Inconsistent(f"Contact {number} was never merged into another")
        if not one.into or _point(one, Pointer(pointers.UNMERGED, one.into, context.now, by, because), context):
            _forget_name(last.contact, number, context)
            _tell(number)
            return person(number)
        pause(attempt)
    raise _busy(number)


def _refuse_merger(root: Contact, one: Contact) -> None:
    for merged_one in (root, one):
        if merged_one.into:
            raise Inconsistent(f"Contact {merged_one.id} was merged into {merged_one.into}")


def _point(one: Contact, event: Pointer, context: Context) -> bool:
    into = event.contact if event.verb == pointers.MERGED else 0
    wanted = replace(one, into=into, pointers=pointers.added(one.pointers, event))
    return rows.change_object(CONTACT, one.id, wanted.data(), context.stamp(), one.updated_at) is not None


def _name(root: Contact, number: int, context: Context) -> bool:
    if number in root.merged:
        return True
    wanted = replace(root, merged=(*root.merged, number))
    return rows.change_object(CONTACT, root.id, wanted.data(), context.stamp(), root.updated_at) is not None


def _name_again(primary: int, secondary: int, context: Context) -> None:
    """A merger that is undone and done again at once may have lost the name in between."""
    for attempt in range(TRIES):
        if _name(contact(primary), secondary, context):
            return
        pause(attempt)
    raise _busy(primary)


def _forget_name(root: int, number: int, context: Context) -> None:
    for attempt in range(TRIES):
        known = contact(root)
        wanted = replace(known, merged=tuple(one for one in known.merged if one != number))
        if wanted == known or contact(number).into == root:
            return
        if rows.change_object(CONTACT, root, wanted.data(), context.stamp(), known.updated_at):
            return
        pause(attempt)
    raise _busy(root)


def _refuse_ring(primary: int, secondary: int, context: Context) -> None:
    """Two who merge the same two contacts both ways at once: whoever sees the other's pointer takes the own one back."""
    if contact(primary).into:
        unmerge(secondary, context, "system", f"contact {primary} was merged at the same moment")
        raise Inconsistent(f"Contact {primary} was merged into another one just now")


def _tell(number: int) -> None:
    if family := families.family(number):
        _tell_handles(family)
