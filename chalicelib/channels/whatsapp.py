"""WhatsApp Cloud API: proves and reads Meta's webhooks, writes the calls that send; the network is elsewhere."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from chalicelib.channels import meta
from chalicelib.channels.batch import Found, Remark, gathered, objects
from chalicelib.channels.carrying import carried, posted
from chalicelib.channels.message import (
    Attachment,
    Automatic,
    Delivery,
    Enclosure,
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
SHOWN = {
    **dict.fromkeys(("image/jpeg", "image/png"), "image"),
    **dict.fromkeys(("video/mp4", "video/3gpp"), "video"),
    **dict.fromkeys(("audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"), "audio"),
}
NOTICES = ("system", "request_welcome")
EVENTS = ("reaction", "revoke")
PASSING = meta.PASSING | {"80007", "130429", "131016", "131048", "131056", "131057", "133004"}


@dataclass(frozen=True, slots=True)
class Batch:
    """What the parts of one `value` share: our number, the senders' cards, the time of arrival."""

    account: str
    cards: tuple[dict[str, Any], ...]
    at: datetime


def parse(call: WebhookCall) -> Parsed:
    """Every entry, change, message and status of a batch; a value without its envelope is read too."""
    payload = load(call.body)
    if not payload.keys() & {"entry", "messages", "statuses"}:
        raise Unreadable("body: neither entry nor messages nor statuses")
    return gathered(found for where, change in _changes(payload) for found in _of_change(where, change, call.at))


def compose(outbound: Outbound, sending: Sending) -> HttpCall:
    return _posted(outbound, sending, "text", {"body": carried("WhatsApp", outbound, MANNERS)})


def enclose(outbound: Outbound, file: Enclosure, sending: Sending) -> HttpCall:
    """Meta fetches the file itself; what it shows as picture, video or sound goes as such.

    https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media#supported-media-types
    """
    kind = SHOWN.get(file.type, "document")
    named = {"filename": file.name} if kind == "document" else {}
    return _posted(outbound, sending, kind, {"link": file.url, **named})


def _posted(outbound: Outbound, sending: Sending, kind: str, part: dict[str, Any]) -> HttpCall:
    content: dict[str, Any] = {"messaging_product": "whatsapp", "recipient_type": "individual", **_addressed(outbound.to.value)}
    content |= {"type": kind, kind: part, "biz_opaque_callback_data": outbound.tag}
    if outbound.in_reply_to:
        content["context"] = {"message_id": outbound.in_reply_to}
    url = f"{sending.url.rstrip('/')}/{quote(outbound.account, safe='')}/messages"
    return posted(url, content, meta.bearer(sending))


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


def _changes(payload: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any] | Remark]]:
    if "entry" not in payload:
        yield "body", {"value": payload}
    for where, entry in _listed(payload, "entry", ""):
        yield from ((where, entry),) if isinstance(entry, Remark) else _listed(entry, "changes", f"{where}.")


def _of_change(where: str, change: dict[str, Any] | Remark, at: datetime) -> Iterator[Found]:
    if isinstance(change, Remark):
        yield change
        return
    field, value = text(change.get("field")) or "messages", change.get("value")
    if not isinstance(value, dict):
        yield Remark(f"{where}.value: expected an object", is_fault=True)
    elif field != "messages":
        yield Remark(f"{where}: {field} {text(value.get('event'))}".rstrip())
    else:
        yield from _of_value(f"{where}.value", value, at)


def _of_value(where: str, value: dict[str, Any], at: datetime) -> Iterator[Found]:
    if not value.keys() & {"messages", "statuses", "errors"}:
        yield Remark(f"{where.removesuffix('.value')}: messages with nothing in it")
    cards = tuple(mapping(card) for card in elements(value.get("contacts")))
    batch = Batch(text(mapping(value.get("metadata")).get("phone_number_id")), cards, at)
    for there, message in _listed(value, "messages", f"{where}."):
        yield message if isinstance(message, Remark) else _message(there, message, batch)
    for there, status in _listed(value, "statuses", f"{where}."):
        yield status if isinstance(status, Remark) else _status(there, status, at)
    yield from (Remark(f"{where}.errors: {error_line(error)}") for error in elements(value.get("errors")))


def _listed(owner: dict[str, Any], key: str, where: str) -> Iterator[tuple[str, dict[str, Any] | Remark]]:
    """What stands under `key`, which need not be there."""
    return objects(owner[key], f"{where}{key}") if owner.get(key, []) != [] else iter(())


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
