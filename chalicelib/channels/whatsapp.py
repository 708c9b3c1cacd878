"""WhatsApp Cloud API: proves and reads Meta's webhooks, writes the calls that send; the network is elsewhere."""

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from chalicelib.channels import meta
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
)  # fmt: skip
from chalicelib.channels.meta import error_line
from chalicelib.channels.payload import elements, instant, leniently, load, mapping, stand_in, text
from chalicelib.channels.registry import Parsed
from chalicelib.channels.whatsapp_content import attachments_of, text_of
from chalicelib.errors import ProviderRefused, Unreadable, VuoroError
from chalicelib.values import dataclass

NAME = "whatsapp"
CHAT = True
API_URL = meta.API_URL
MANNERS = Manners(longest=4096, window=timedelta(hours=24), receipts=True)
MEDIA_HOSTS = ("graph.facebook.com", "lookaside.fbsbx.com", ".whatsapp.net", ".fbcdn.net")
greeting, is_genuine = meta.greeting, meta.is_genuine
PHONE = re.compile(r"\+?([1-9]\d{6,14})")
STATUSES = {
    "sent": Delivery.SENT,
    "delivered": Delivery.DELIVERED,
    "read": Delivery.READ,
    "played": Delivery.READ,
    "failed": Delivery.FAILED,
}
NOTICES = ("system", "request_welcome")
EVENTS = ("reaction", "revoke")
PASSING = meta.PASSING | {"80007", "130429", "131016", "131048", "131056", "131057", "133004"}


@dataclass(frozen=True, slots=True)
class Remark:
    """Something of a batch that is no message and no status, and why."""

    text: str
    is_fault: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """What the parts of one `value` share: our number, the senders' cards, the time of arrival."""

    account: str
    cards: tuple[dict[str, Any], ...]
    at: datetime


Found = Inbound | StatusReport | Remark


def parse(call: WebhookCall) -> Parsed:
    """Every entry, change, message and status of a batch; a value without its envelope is read too."""
    payload = load(call.body)
    if not payload.keys() & {"entry", "messages", "statuses"}:
        raise Unreadable("body: neither entry nor messages nor statuses")
    found: list[Found] = []
    for where, change in _changes(payload, found):
        _read_change(where, change, call.at, found)
    remarks = [item for item in found if isinstance(item, Remark)]
    return Parsed(
        messages=tuple(item for item in found if isinstance(item, Inbound)),
        statuses=tuple(item for item in found if isinstance(item, StatusReport)),
        ignored=tuple(remark.text for remark in remarks if not remark.is_fault),
        faults=tuple(remark.text for remark in remarks if remark.is_fault),
    )


def compose(outbound: Outbound, sending: Sending) -> HttpCall:
    if not outbound.text.strip():
        raise ProviderRefused("WhatsApp carries no empty message")
    if len(outbound.text) > MANNERS.longest:
        raise ProviderRefused(f"WhatsApp carries {MANNERS.longest} characters, this message has {len(outbound.text)}")
    content: dict[str, Any] = {"messaging_product": "whatsapp", "recipient_type": "individual", **_addressed(outbound.to.value)}
    content |= {"type": "text", "text": {"body": outbound.text}, "biz_opaque_callback_data": outbound.tag}
    if outbound.in_reply_to:
        content["context"] = {"message_id": outbound.in_reply_to}
    url = f"{sending.url.rstrip('/')}/{quote(outbound.account, safe='')}/messages"
    headers = {**meta.bearer(sending), "Content-Type": "application/json"}
    return HttpCall("POST", url, headers, json.dumps(content, ensure_ascii=False).encode("utf-8", "replace"))


def media(file: Attachment, sending: Sending) -> HttpCall:
    """Meta names the address of a file by its id; the address lives for five minutes and wants our token too."""
    return HttpCall("GET", f"{sending.url.rstrip('/')}/{quote(file.content_id, safe='')}", meta.bearer(sending), b"")


def media_next(answer: bytes, file: Attachment, sending: Sending) -> HttpCall | None:
    address = text(leniently(answer).get("url"))
    if not address:
        raise ProviderRefused(f"WhatsApp named no address for {file.name}")
    return HttpCall("GET", address, meta.bearer(sending), b"")


def provider_id(answer: bytes) -> str:
    taken = elements(leniently(answer).get("messages"))
    return text(mapping(taken[0]).get("id")) if taken else ""


def refusal(status: int, answer: bytes) -> VuoroError | None:
    return meta.refusal("WhatsApp", status, answer, PASSING)


def _changes(payload: dict[str, Any], found: list[Found]) -> Iterator[tuple[str, dict[str, Any]]]:
    if "entry" not in payload:
        yield "body", {"value": payload}
    for where, entry in _parts(payload, "entry", "", found):
        yield from _parts(entry, "changes", f"{where}.", found)


def _read_change(where: str, change: dict[str, Any], at: datetime, found: list[Found]) -> None:
    field, value = text(change.get("field")) or "messages", change.get("value")
    if not isinstance(value, dict):
        found.append(Remark(f"{where}.value: expected an object", is_fault=True))
        return
    if field != "messages":
        found.append(Remark(f"{where}: {field} {text(value.get('event'))}".rstrip()))
        return
    if not value.keys() & {"messages", "statuses", "errors"}:
        found.append(Remark(f"{where}: {field} with nothing in it"))
    cards = tuple(mapping(card) for card in elements(value.get("contacts")))
    batch = Batch(text(mapping(value.get("metadata")).get("phone_number_id")), cards, at)
    for there, message in _parts(value, "messages", f"{where}.value.", found):
        found.append(_message(there, message, batch))
    for there, status in _parts(value, "statuses", f"{where}.value.", found):
        found.append(_status(there, status, at))
    found += [Remark(f"{where}.value.errors: {error_line(error)}") for error in elements(value.get("errors"))]


def _parts(owner: dict[str, Any], key: str, where: str, found: list[Found]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects listed under `key` with their places; what is no list or no object becomes a fault."""
    parts = owner.get(key, [])
    if not isinstance(parts, list):
        found.append(Remark(f"{where}{key}: expected a list", is_fault=True))
        return
    for number, part in enumerate(parts):
        if isinstance(part, dict):
            yield f"{where}{key}[{number}]", part
        else:
            found.append(Remark(f"{where}{key}[{number}]: expected an object", is_fault=True))


def _message(where: str, message: dict[str, Any], batch: Batch) -> Inbound | Remark:
    user, phone, name = _identity(message, batch.cards)
    if not (user or phone):
        return Remark(f"{where}: no sender", is_fault=True)
    number = PHONE.fullmatch(phone)
    said, media, kind = text_of(message), attachments_of(message), text(message.get("type"))
    instead = stand_in(user, phone, text(message.get("timestamp")), said, *(file.content_id for file in media))
    automatic, because = _automatic(kind)
    return Inbound(
        channel=NAME,
        external_id=text(message.get("id")) or instead,
        sender=Handle(NAME, user or (number[1] if number else phone), name),
        aliases=(Handle("phone", f"+{number[1]}", name),) if number else (),
        received_at=batch.at,
        text=said,
        full_text=said,
        recipients=(batch.account,) if batch.account else (),
        references=_references(message),
        attachments=media,
        automatic=automatic,
        automatic_because=because,
        sent_at=instant(message.get("timestamp")),
        faults=tuple(error_line(error) for error in elements(message.get("errors"))),
    )


def _automatic(kind: str) -> tuple[Automatic, str]:
    if kind in EVENTS:
        return Automatic.EVENT, f"WhatsApp event: {kind}"
    return (Automatic.AUTO_REPLY, f"WhatsApp notice: {kind}") if kind in NOTICES else (Automatic.NO, "")


def _identity(message: dict[str, Any], cards: tuple[dict[str, Any], ...]) -> tuple[str, str, str]:
    """Business-scoped user id, phone and name of the sender; a card is only believed if it names this sender."""
    user, phone = text(message.get("from_user_id")), text(message.get("from"))
    nameless = not (user or phone) and len(cards) == 1
    for card in cards:
        card_user, card_phone = text(card.get("user_id")), text(card.get("wa_id"))
        if nameless or (user and user == card_user) or (phone and phone == card_phone):
            return user or card_user, phone or card_phone, text(mapping(card.get("profile")).get("name"))
    return user, phone, ""


def _references(message: dict[str, Any]) -> tuple[str, ...]:
    named = [mapping(message.get(part)) for part in ("context", "edit", "revoke", "reaction")]
    ids = [text(part.get(key)) for part in named for key in ("id", "original_message_id", "message_id")]
    return tuple(dict.fromkeys(found for found in ids if found))


def _status(where: str, status: dict[str, Any], at: datetime) -> StatusReport | Remark:
    name, provider, tag = (text(status.get(key)) for key in ("status", "id", "biz_opaque_callback_data"))
    if name not in STATUSES:
        return Remark(f"{where}: status {name or 'without a name'}")
    if not (provider or tag):
        return Remark(f"{where}: names no message", is_fault=True)
    return StatusReport(
        channel=NAME,
        status=STATUSES[name],
        at=instant(status.get("timestamp")) or at,
        provider_id=provider,
        tag=tag,
        recipient=text(status.get("recipient_user_id")) or text(status.get("recipient_id")),
        reason="; ".join(error_line(error) for error in elements(status.get("errors"))),
    )


def _addressed(value: str) -> dict[str, str]:
    """A phone number goes into `to`, a business-scoped user id into `recipient`."""
    phone = PHONE.fullmatch(value)
    return {"to": phone[1]} if phone else {"recipient": value}
