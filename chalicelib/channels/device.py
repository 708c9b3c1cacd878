"""Machines that watch something: an alert is a ticket while it lasts, its repetitions are lines, its end resolves the ticket.

Signed as Standard Webhooks has it. What one device says under one alert key is one conversation.
"""

from collections.abc import Mapping
from typing import Any

from chalicelib.channels import standard_webhooks
from chalicelib.channels.batch import Found, Remark, gathered, line
from chalicelib.channels.carrying import carried, posted
from chalicelib.channels.envelope import ALONE, Shape, events, words
from chalicelib.channels.message import Automatic, Handle, HttpCall, Inbound, Manners, Outbound, Sending, WebhookCall
from chalicelib.channels.payload import iso_instant, stand_in, text
from chalicelib.channels.proof import header
from chalicelib.channels.registry import Parsed
from chalicelib.errors import ProviderRefused

NAME = "device"
API_URL = standard_webhooks.API_URL
CHAT = True
KINDS = ()
KEPT_HEADERS = standard_webhooks.KEPT_HEADERS
MANNERS = Manners(longest=10_000, splits=False, proactive=False)
EVENT = words("type", "id", "device", "name", "account", "alert", "severity", "title", "text", "value", "at", "language")
BODY: Shape = {**EVENT, "events": (EVENT,)}
RECOVERY, READING = "recovery", "reading"
is_genuine = standard_webhooks.is_genuine
provider_id = standard_webhooks.provider_id
refusal = standard_webhooks.refusal


def parse(call: WebhookCall) -> Parsed:
    """One event, or the list of them under `events`."""
    own = text(header(call.headers, standard_webhooks.ID))
    return gathered(_event(where, event, call, own if where == ALONE else "") for where, event in events(call.body))


def compose(outbound: Outbound, sending: Sending) -> HttpCall:
    """An agent's answer, for devices whose keeper takes some: posted to `<address>/messages`."""
    if sending.url == API_URL:
        raise ProviderRefused("there is no address configured that takes messages for devices")
    said = {"type": "reply", "id": outbound.tag, "device": outbound.to.value, "text": carried("The device", outbound, MANNERS)}
    headers = {"Authorization": f"Bearer {sending.secrets.get('access_token', '')}", standard_webhooks.ID: outbound.tag}
    return posted(f"{sending.url.rstrip('/')}/messages", said, headers)


def _event(where: str, event: dict[str, Any] | Remark, call: WebhookCall, own: str) -> Found:
    if isinstance(event, Remark):
        return event
    kind, device = text(event.get("type")), text(event.get("device")).strip()
    if kind == "ping":
        return Remark(f"{where}: {kind}")
    if not device:
        return Remark(f"{where}.device: none", is_fault=True)
    key, said = text(event.get("alert")).strip(), _said(kind, event)
    is_end = kind == RECOVERY
    return Inbound(
        channel=NAME,
        external_id=text(event.get("id")) or own or stand_in(device, key, kind, text(event.get("at")), said),
        sender=Handle(NAME, device, text(event.get("name"))),
        received_at=call.at,
        subject=line(text(event.get("name")) or device, text(event.get("title")) or key, by=": "),
        text=said,
        full_text=said,
        recipients=(text(event["account"]),) if text(event.get("account")) else (),
        conversation=key,
        automatic=Automatic.EVENT if is_end or kind == READING else Automatic.NO,
        automatic_because=f"{kind} of {device}" if is_end or kind == READING else "",
        settles=f"the device reports that {key or 'it'} is over" if is_end else "",
        sent_at=iso_instant(text(event.get("at"))),
        language=text(event.get("language")),
    )


def _said(kind: str, event: Mapping[str, Any]) -> str:
    words = line(text(event.get("severity")), text(event.get("text")) or text(event.get("title")), text(event.get("value")))
    if kind == RECOVERY:
        return line("(recovered)", words, by=" ")
    return words or f"({kind or 'an event without a type'}: without a text)"
