"""A call that rings: who it is, what they hear, and the call on its way to the ticket that it belongs to."""

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from chalicelib.calls import answer as answers
from chalicelib.calls.answer import Caller
from chalicelib.channels import phone
from chalicelib.channels.message import Handle, WebhookCall
from chalicelib.channels.registry import channel
from chalicelib.codec import to_json
from chalicelib.contacts.evidence import Evidence
from chalicelib.context import Context
from chalicelib.ids import ticket_token
from chalicelib.intake.hook import Hook
from chalicelib.outside import queues
from chalicelib.outside.secrets import keys
from chalicelib.storage import line, people
from chalicelib.storage import tickets as rows
from chalicelib.storage.families import families
from chalicelib.tickets.state import State

MOST_TICKETS = 20


def take(call: WebhookCall, context: Context) -> dict[str, Any]:
    """What the exchange hears. The call is on the queue before; that it rings twice, or is told twice, makes one message.

    Raises Unreadable for what is no call.
    """
    way = channel(phone.NAME)
    (message,) = way.parse(call).messages[:1] or (None,)
    event = json.loads(call.body)
    if message is None:
        return answers.answer(Caller(""), str(event.get("to", "")), context.desk)
    caller, card = _caller(message.sender, verified=event.get("verified") is True)
    known = _attached(event, caller, card)
    hook = Hook(phone.NAME, call.at, base64.b64encode(json.dumps(known).encode()).decode(), {}, dict(call.query))
    queues.send("inbound", to_json(hook).decode())
    return answers.answer(caller, message.recipients[0] if message.recipients else "", context.desk)


def _caller(handle: Handle, *, verified: bool) -> tuple[Caller, dict[str, Any]]:
    """By the number's handle its contact, and the contact's tickets; of an unproven one nothing is looked up."""
    caller = Caller(handle.value, verified)
    row = people.find_handle(handle) if verified and handle.kind == "phone" else None
    if row is None or row.standing is Evidence.INFERRED:
        return caller, {}
    family = families([int(row.id)]).get(int(row.id))
    if family is None:
        return caller, {}
    card = dict(family.root.data)
    states = tuple(_tickets(family.ids))
    found = replace(caller, contact=family.root.id, language=card.get("language", ""), company=card.get("company", ""), tickets=states)
    return found, card


def _tickets(contacts: tuple[int, ...]) -> Iterator[State]:
    numbers = [number for one in contacts for number in islice(line.contact_tickets(one), MOST_TICKETS)]
    yield from rows.find_views(numbers[:MOST_TICKETS]).values() if numbers else ()


def _attached(event: dict[str, Any], caller: Caller, card: dict[str, Any]) -> dict[str, Any]:
    """The call with the ticket it is about and the caller's other handles, as far as the number speaks for them.

    What the exchange says of either does not count.
    """
    plain = {name: value for name, value in event.items() if name not in ("ticket_token", "aliases")}
    ticket = answers.ticket_of(caller) if caller.verified else None
    if ticket is None:
        return plain
    handles = [{"kind": kind, "value": value} for kind, value in card.get("handles", ()) if [kind, value] != ["phone", caller.number]]
    return plain | {"ticket_token": ticket_token(ticket.number, keys()["token"]), "aliases": handles}
