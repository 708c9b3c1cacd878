"""The contact behind a sender: found by the handle that was read with the message, made on first sight."""

from datetime import datetime
from typing import Any

from chalicelib.channels.message import Automatic, Handle, Inbound
from chalicelib.contacts.evidence import Evidence, Proof, proof_of, weaker
from chalicelib.context import Context
from chalicelib.errors import Unavailable
from chalicelib.ids import contact_id
from chalicelib.storage import people
from chalicelib.storage.people import PersonRow

Known = tuple[int, dict[str, Any]]


def contact_of(message: Inbound, handle: PersonRow | None, profile: PersonRow | None, context: Context) -> Known:
    """The sender's id and what is known of them; `handle` and `profile` are the rows as the message's read found them.

    The handle row goes before the profile so that two writers agree. A reporting machine is nobody.
    """
    if message.automatic in (Automatic.BOUNCE, Automatic.COMPLAINT) or (message.automatic is Automatic.EVENT and not message.sender.value):
        return 0, {}
    proof = proof_of(message)
    # A handle of its own contact without that contact's profile was left by a run that was cut off between the two.
    if handle is not None and (profile is not None or int(handle.id) != contact_id(message.sender)):
        known = people.prove(handle, proof, context.now)
        _note_proof(known, profile, context, is_news=known is not handle)
        return int(known.id), dict(known.data or {})
    return make((message.sender, *message.aliases), proof, company_of(message.sender, context), context.stamp())


def _note_proof(handle: PersonRow, profile: PersonRow | None, context: Context, *, is_news: bool) -> None:
    """The card knows whether a channel proved a handle of it; whoever changes it at the same moment leaves that to the next message."""
    if handle.standing is not Evidence.VERIFIED:
        return
    own = profile if profile is not None and int(profile.id) == int(handle.id) else None
    card = people.listed(own) if own else people.find_object("CT", int(handle.id)) if is_news else None
    if card and not card.data.get("verified"):
        people.change_object("CT", card.id, {**card.data, "verified": True}, context.stamp(), card.updated_at)


def make(handles: tuple[Handle, ...], proof: Proof, company: str, now: datetime) -> Known:
    """A contact behind these handles; somebody known already if the channel vouches for a handle of theirs, such as a phone number."""
    first, *aliases = handles
    own = contact_id(first)
    edges = [people.put_handle(alias, own, proof, now, company=company) for alias in aliases]
    if shared := next((edge for edge in edges if int(edge.id) != own), None):
        return int(shared.id), _one_more_handle(people.prove(shared, proof, now), first, proof, now)
    number = int(people.put_handle(first, own, proof, now, company=company).id)
    profile: dict[str, Any] = {
        "name": first.name or first.value, "company": company, "handles": [[handle.kind, handle.value] for handle in handles],
        **({"verified": True} if proof.evidence is Evidence.VERIFIED else {}),
    }  # fmt: skip
    people.put_object("CT", number, profile, now)
    return number, profile


def _one_more_handle(shared: PersonRow, handle: Handle, proof: Proof, now: datetime) -> dict[str, Any]:
    """What is known of the contact. Its card learns the handle before that is bound, so that a run cut off between does both again."""
    contact = int(shared.id)
    evidence = weaker(shared.standing, proof.evidence)
    card = people.find_object("CT", contact)
    profile, pair = dict(card.data) if card else {}, [handle.kind, handle.value]
    place = "guesses" if evidence is Evidence.INFERRED else "handles"
    if card and pair not in profile.get(place, []):
        wanted = {**profile, place: [*profile.get(place, []), pair]}
        if people.change_object("CT", contact, wanted, now, card.updated_at) is None:
            raise Unavailable(f"contact {contact} is being changed")
    people.put_handle(handle, contact, Proof(evidence, proof.by), now, company=profile.get("company", ""))
    return profile


def company_of(handle: Handle, context: Context) -> str:
    """The company that a mail address belongs to by its domain."""
    domain = handle.value.partition("@")[2]
    if not domain:
        return ""
    configured = next((company.name for company in context.desk.companies if domain in company.domains), "")
    return configured or people.company_of_domain(domain)
