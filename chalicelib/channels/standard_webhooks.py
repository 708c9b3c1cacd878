"""Any other system, by an envelope of ours signed as Standard Webhooks 1.0 (standardwebhooks.com) has it; docs/webhooks.md shows it.

A message names its sender, and whoever holds the secret is believed in that. Signatures by public key (`v1a`) are not read.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from typing import Any

from chalicelib.channels.batch import Found, Remark, gathered
from chalicelib.channels.carrying import carried, posted, verdict
from chalicelib.channels.email.addresses import identity
from chalicelib.channels.envelope import ALONE, FLAG, WORD, Shape, events, words
from chalicelib.channels.message import (
    Attachment,
    Automatic,
    Delivery,
    Handle,
    HttpCall,
    Inbound,
    Manners,
    Outbound,
    Sending,
    StatusReport,
    WebhookCall,
)
from chalicelib.channels.payload import elements, iso_instant, leniently, mapping, stand_in, text
from chalicelib.channels.phones import e164
from chalicelib.channels.proof import header, is_fresh, same
from chalicelib.channels.registry import Parsed
from chalicelib.errors import ProviderRefused, VuoroError
from chalicelib.phone_numbers import phone_number
from chalicelib.standard_signature import ID, SIGNATURE, TIME, key_of, signature

NAME = "standard_webhooks"
# There is no provider: where answers go is the operator's to say.
API_URL = "https://nowhere.invalid"
CHAT = False
KINDS = ()
MANNERS = Manners(longest=100_000, splits=False, receipts=True)
KEPT_HEADERS = (ID,)
MOST_SIGNATURES = 10
KIND = re.compile(r"[a-z][a-z0-9_]{0,31}")
MESSAGES = ("message", "edit", "deletion")
PERSON: Shape = words("kind", "value", "name")
EVENT: dict[str, Shape] = {
    **words("type", "id", "account", "subject", "text", "language", "sent_at", "in_reply_to"),
    **words("message", "status", "tag", "recipient", "reason"),
    "sender": PERSON,
    "aliases": (PERSON,),
    "references": (WORD,),
    "attachments": (words("name", "type", "url", "content", "sha256"),),
    "automatic": FLAG,
}
BODY: Shape = {**EVENT, "events": (EVENT,)}
STATUSES = {"sent": Delivery.SENT, "delivered": Delivery.DELIVERED, "read": Delivery.READ, "failed": Delivery.FAILED}


def is_genuine(call: WebhookCall, secrets: Mapping[str, str]) -> bool:
    """One of the `v1` signatures is the base64 HMAC-SHA256 of `id.time.body` under the secret, and the time is within 300 s."""
    secret, name, time = key_of(secrets.get("signing_secret", "")), header(call.headers, ID), header(call.headers, TIME)
    if not secret or not name or not is_fresh(time, call.at):
        return False
    expected = signature(secret, name, time, call.body)
    # Several signatures stand side by side while the sender changes its secret.
    return any(same(given, expected) for given in header(call.headers, SIGNATURE).split(" ")[:MOST_SIGNATURES])


def parse(call: WebhookCall) -> Parsed:
    """One event, or the list of them under `events`."""
    own = text(header(call.headers, ID))
    return gathered(_event(where, event, call, own if where == ALONE else "") for where, event in events(call.body))


def compose(outbound: Outbound, sending: Sending) -> HttpCall:
    """The answer as an event, posted to `<address>/messages`; its tag is its id, so that one that comes twice can be told."""
    if sending.url == API_URL:
        raise ProviderRefused("there is no address configured that answers go to")
    content: dict[str, Any] = {"type": "reply", "id": outbound.tag, "account": outbound.account, "language": outbound.language}
    content |= {"to": {"kind": outbound.to.kind, "value": outbound.to.value, "name": outbound.to.name}}
    content |= {"subject": outbound.subject, "text": carried("The webhook", outbound, MANNERS), "in_reply_to": outbound.in_reply_to}
    headers = {"Authorization": f"Bearer {sending.secrets.get('access_token', '')}", ID: outbound.tag}
    return posted(f"{sending.url.rstrip('/')}/messages", content, headers)


def provider_id(answer: bytes) -> str:
    return text(leniently(answer).get("id"))


def refusal(status: int, answer: bytes) -> VuoroError | None:
    told = leniently(answer)
    return verdict("The webhook", status, text(told.get("error")) or text(told.get("message")))


def _event(where: str, event: dict[str, Any] | Remark, call: WebhookCall, otherwise: str) -> Found:
    """`otherwise` is the id of an event without one: the call's, where the call holds nothing else."""
    if isinstance(event, Remark):
        return event
    kind = text(event.get("type"))
    if kind == "status":
        return _status(where, event, call)
    if kind == "ping":
        return Remark(f"{where}: {kind}")
    who = _handle(event.get("sender"))
    if who is None:
        return Remark(f"{where}.sender: no sender", is_fault=True)
    return _message(kind, event | {"id": text(event.get("id")) or otherwise}, who, call)


def _handle(card: object) -> Handle | None:
    """A phone number and a mail address in the form that makes one person of them on every channel; None for nobody's."""
    told = mapping(card)
    kind, value = text(told.get("kind")) or NAME, text(told.get("value")).strip()
    if kind == "phone":
        value = e164(value) or phone_number(value) or value
    if kind == "email":
        value = identity(value)
    return Handle(kind, value, text(told.get("name"))) if KIND.fullmatch(kind) and value else None


def _message(kind: str, event: dict[str, Any], who: Handle, call: WebhookCall) -> Inbound:
    said = _said(kind, event)
    about = [text(event.get("message")), text(event.get("in_reply_to")), *(text(one) for one in elements(event.get("references")))]
    files, faults = _files(event)
    is_event = kind == "deletion" or event.get("automatic") is True
    aliases = (_handle(card) for card in elements(event.get("aliases")))
    return Inbound(
        channel=NAME,
        external_id=event["id"] or stand_in(who.value, text(event.get("sent_at")), said),
        sender=who,
        aliases=tuple(handle for handle in aliases if handle and handle != who),
        received_at=call.at,
        subject=text(event.get("subject")),
        text=said,
        full_text=said,
        recipients=(text(event["account"]),) if text(event.get("account")) else (),
        references=tuple(dict.fromkeys(name for name in about if name)),
        attachments=files,
        automatic=Automatic.EVENT if is_event else Automatic.NO,
        automatic_because=f"{kind} by {who.kind}" if is_event else "",
        sent_at=iso_instant(text(event.get("sent_at"))),
        language=text(event.get("language")),
        faults=faults,
    )


def _said(kind: str, event: dict[str, Any]) -> str:
    written = text(event.get("text"))
    if kind == "deletion":
        return "(deleted a message)"
    if kind == "edit":
        return f"(edited) {written}".strip()
    return written or text(event.get("subject")) or f"({kind or 'an event without a type'}: without a text)"


def _files(event: dict[str, Any]) -> tuple[tuple[Attachment, ...], tuple[str, ...]]:
    """Files that the event holds in base64, or names by address."""
    files, faults = [], []
    for number, card in enumerate(elements(event.get("attachments"))):
        told = mapping(card)
        name, media_type, address = (text(told.get(key)) for key in ("name", "type", "url"))
        content = _content(text(told.get("content")))
        if content is None or not (content or address):
            faults.append(f"attachments[{number}]: neither content in base64 nor url")
            continue
        digest = hashlib.sha256(content).hexdigest() if content else text(told.get("sha256"))
        files.append(Attachment(name or "file", media_type, len(content), digest, "" if content else address, content))
    return tuple(files), tuple(faults)


def _content(encoded: str) -> bytes | None:
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return None


def _status(where: str, event: dict[str, Any], call: WebhookCall) -> StatusReport | Remark:
    status, provider, tag = (text(event.get(key)) for key in ("status", "message", "tag"))
    if status not in STATUSES:
        return Remark(f"{where}: status {status or 'without a name'}")
    if not (provider or tag):
        return Remark(f"{where}: names no message", is_fault=True)
    at = iso_instant(text(event.get("sent_at"))) or call.at
    return StatusReport(NAME, STATUSES[status], at, provider, tag, text(event.get("recipient")), text(event.get("reason")))
