"""Phone calls of any exchange, signed as Standard Webhooks has it: a call that rings, and what was said when it ended.

A caller's number is what the network says, and networks can be lied to; `verified` says that the caller's own network vouched
for it. Only then does a call speak for whoever has that number.
"""

from typing import Any

from chalicelib.channels import standard_webhooks
from chalicelib.channels.batch import Found, Remark, gathered, line
from chalicelib.channels.carrying import carried, posted
from chalicelib.channels.envelope import FLAG, Shape, events, words
from chalicelib.channels.message import Automatic, Handle, HttpCall, Inbound, Manners, Outbound, Sending, WebhookCall
from chalicelib.channels.payload import elements, iso_instant, mapping, text
from chalicelib.channels.phones import e164
from chalicelib.channels.registry import Parsed
from chalicelib.errors import ProviderRefused
from chalicelib.phone_numbers import country_of, phone_number

NAME = "phone"
API_URL = standard_webhooks.API_URL
CHAT = True
KINDS = ("phone",)
MANNERS = Manners(longest=1_600, proactive=False)
EVENT: dict[str, Shape] = {
    **words("type", "call", "from", "to", "name", "at", "language", "text", "seconds", "ticket_token"),
    "verified": FLAG,
    "aliases": (words("kind", "value"),),
}
BODY: Shape = {**EVENT, "events": (EVENT,)}
# Of whom no number is known: a call is not a phone that could be called back.
CALL = "call"
RINGING, ENDED = "ringing", "ended"
is_genuine = standard_webhooks.is_genuine
provider_id = standard_webhooks.provider_id
refusal = standard_webhooks.refusal


def parse(call: WebhookCall) -> Parsed:
    """One event of a call, or the list of them under `events`."""
    return gathered(_event(where, event, call) for where, event in events(call.body))


def compose(outbound: Outbound, sending: Sending) -> HttpCall:
    """A text to the caller, for exchanges that send some: posted to `<address>/messages`."""
    if sending.url == API_URL:
        raise ProviderRefused("there is no address configured that sends texts to callers")
    said = {"id": outbound.tag, "from": outbound.account, "to": outbound.to.value, "text": carried("The exchange", outbound, MANNERS)}
    headers = {"Authorization": f"Bearer {sending.secrets.get('access_token', '')}", standard_webhooks.ID: outbound.tag}
    return posted(f"{sending.url.rstrip('/')}/messages", said, headers)


def caller(event: dict[str, Any]) -> Handle:
    """Who calls: the number in full, as dialled where it was called; else nobody but this call, by what the exchange told of them."""
    told, name = text(event.get("from")).strip(), text(event.get("name"))
    number = phone_number(told, country_of(e164(text(event.get("to")))))
    if number.startswith("+") or (number := e164(told)):
        return Handle("phone", number, name)
    return Handle(CALL, text(event.get("call")), name or told or "withheld number")


def _event(where: str, event: dict[str, Any] | Remark, call: WebhookCall) -> Found:
    if isinstance(event, Remark):
        return event
    kind, ident = text(event.get("type")), text(event.get("call")).strip()
    if kind == "ping":
        return Remark(f"{where}: {kind}")
    if not ident:
        return Remark(f"{where}.call: none", is_fault=True)
    who, said = caller(event), _said(kind, event)
    silent = kind == ENDED and not text(event.get("text"))
    return Inbound(
        channel=NAME,
        external_id=ident if kind == RINGING else f"{ident}:{kind}",
        sender=who,
        aliases=tuple(_known(event)),
        received_at=call.at,
        subject=f"Call from {who.name or who.value}",
        text=said,
        full_text=said,
        recipients=(text(event["to"]),) if text(event.get("to")) else (),
        references=tuple(filter(None, [text(event.get("ticket_token")), ident])),
        # Everything of one call is on one ticket, also where the call joined one that began elsewhere.
        thread=ident,
        automatic=Automatic.EVENT if silent else Automatic.NO,
        automatic_because="the call ended" if silent else "",
        sent_at=iso_instant(text(event.get("at"))),
        language=text(event.get("language")),
    )


def _known(event: dict[str, Any]) -> list[Handle]:
    """Other handles of a caller whose number is vouched for."""
    cards = [mapping(card) for card in elements(event.get("aliases"))] if event.get("verified") is True else []
    found = [Handle(text(card.get("kind")), text(card.get("value"))) for card in cards]
    return [handle for handle in found if handle.kind and handle.value]


def _said(kind: str, event: dict[str, Any]) -> str:
    words = text(event.get("text")).strip()
    if kind == RINGING:
        return words or "Incoming call"
    if kind == ENDED:
        length = text(event.get("seconds"))
        return line(f"(the call ended after {length} s)" if length else "(the call ended)", words, by=" ")
    return words or f"({kind or 'an event without a type'}: without a text)"
