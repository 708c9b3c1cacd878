"""Viber Bot API: proves and reads callbacks, writes the calls that send; the network is elsewhere.

A callback does not name our account: it is the one that the hook's address names, `/hooks/viber?account=kukka`.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from chalicelib.channels.batch import Found, Remark, gathered, line
from chalicelib.channels.carrying import carried, posted, verdict
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
)
from chalicelib.channels.payload import leniently, load, mapping, moment, stand_in, text
from chalicelib.channels.proof import header, same, signed
from chalicelib.channels.registry import Parsed
from chalicelib.errors import ProviderRefused, Unavailable, Uncertain, Unreadable, VuoroError

NAME = "viber"
API_URL = "https://chatapi.viber.com"
CHAT = True
MANNERS = Manners(longest=7000, receipts=True)
MEDIA_HOSTS = (".viber.com",)
SIGNATURE = "x-viber-content-signature"
LONGEST_NAME, LONGEST_FILE_NAME = 28, 256
LARGEST_PICTURE, LARGEST_FILE = 2**20, 50 * 2**20
STATUSES = {"delivered": Delivery.DELIVERED, "seen": Delivery.READ, "failed": Delivery.FAILED}
EVENTS = {
    "subscribed": "(subscribed to our account)",
    "unsubscribed": "(unsubscribed from our account)",
    "conversation_started": "(opened the chat for the first time)",
}
IGNORED = ("webhook", "client_status", "action")
# https://developers.viber.com/docs/api/rest-bot-api/#error-codes: a token or webhook the operator has to mend, and too many requests.
NOT_NOW = ("2", "10", "12")
FILES = {
    "picture": ("picture.jpg", "image/jpeg"),
    "video": ("video.mp4", "video/mp4"),
    "file": ("file", ""),
    "sticker": ("sticker.png", "image/png"),
}


def is_genuine(call: WebhookCall, secrets: Mapping[str, str]) -> bool:
    """X-Viber-Content-Signature: hex HMAC-SHA256 of the raw body under the account's token."""
    secret = secrets.get("auth_token", "")
    return bool(secret) and same(header(call.headers, SIGNATURE), signed(secret, call.body).hex())


def parse(call: WebhookCall) -> Parsed:
    """One callback."""
    payload = load(call.body)
    if "event" not in payload:
        raise Unreadable("body: no event")
    return gathered(_callback(text(payload["event"]), payload, call))


def compose(outbound: Outbound, sending: Sending) -> HttpCall:
    """A text; `tracking_data` comes back with the person's answer and tells which ticket it belongs to."""
    return _posted(outbound, sending, {"type": "text", "text": carried("Viber", outbound, MANNERS)})


def enclose(outbound: Outbound, file: Enclosure, sending: Sending) -> HttpCall:
    """Viber fetches the file itself; a JPEG up to 1 MB is shown as a picture (https://developers.viber.com/docs/api/rest-bot-api/)."""
    if file.type == "image/jpeg" and len(file.content) <= LARGEST_PICTURE:
        return _posted(outbound, sending, {"type": "picture", "text": "", "media": file.url})
    if len(file.content) > LARGEST_FILE:
        raise ProviderRefused(f"Viber carries files of up to {LARGEST_FILE // 2**20} MB")
    return _posted(
        outbound, sending, {"type": "file", "media": file.url, "size": len(file.content), "file_name": file.name[:LONGEST_FILE_NAME]}
    )


def _posted(outbound: Outbound, sending: Sending, part: dict[str, Any]) -> HttpCall:
    content: dict[str, Any] = {"receiver": outbound.to.value, **part}
    content |= {"sender": {"name": outbound.sender_name[:LONGEST_NAME] or "-"}, "tracking_data": outbound.token or outbound.tag}
    token = sending.secrets.get("access_token", "") or sending.secrets.get("auth_token", "")
    return posted(f"{sending.url.rstrip('/')}/pa/send_message", content, {"X-Viber-Auth-Token": token})


def provider_id(answer: bytes) -> str:
    return text(leniently(answer).get("message_token"))


def refusal(status: int, answer: bytes) -> VuoroError | None:
    """Viber answers 200 to almost everything and says in the body whether it was done."""
    told = leniently(answer)
    code = text(told.get("status"))
    said = line(code, text(told.get("status_message")), by=" ")
    if not 200 <= status < 300:
        return verdict("Viber", status, said)
    if code == "0":
        return None
    reason = f"Viber answered: {said or 'no reason given'}"
    if code in NOT_NOW:
        return Unavailable(reason, retry_after=60)
    return ProviderRefused(reason) if code else Uncertain(reason)


def _callback(event: str, payload: dict[str, Any], call: WebhookCall) -> Iterator[Found]:
    if event in IGNORED:
        yield Remark(f"body: {event}")
        return
    if event in STATUSES:
        yield _status(event, payload, call)
        return
    who = _person(payload)
    if who is None:
        yield Remark(f"body: {event or 'an event without a name'} without a sender", is_fault=True)
        return
    if "message" in payload and not isinstance(payload["message"], dict):
        yield Remark("body.message: expected an object", is_fault=True)
    yield _message(event, payload, who, call)


def _status(event: str, payload: dict[str, Any], call: WebhookCall) -> StatusReport | Remark:
    provider = text(payload.get("message_token"))
    if not provider:
        return Remark(f"body: {event} names no message", is_fault=True)
    at = moment(payload.get("timestamp")) or call.at
    return StatusReport(NAME, STATUSES[event], at, provider, recipient=text(payload.get("user_id")), reason=text(payload.get("desc")))


def _person(payload: dict[str, Any]) -> Handle | None:
    card = mapping(payload.get("sender")) or mapping(payload.get("user"))
    number = text(card.get("id")) or text(payload.get("user_id"))
    return Handle(NAME, number, text(card.get("name"))) if number else None


def _message(event: str, payload: dict[str, Any], who: Handle, call: WebhookCall) -> Inbound:
    message = mapping(payload.get("message"))
    said = EVENTS.get(event) or text_of(message, event)
    token, at = text(payload.get("message_token")), text(payload.get("timestamp"))
    is_event = event != "message"
    tracked = text(message.get("tracking_data"))
    return Inbound(
        channel=NAME,
        external_id=token or stand_in(who.value, at, said),
        sender=who,
        received_at=call.at,
        text=said,
        full_text=said,
        recipients=(call.query.get("account", "") or NAME,),
        markers=(tracked,) if tracked else (),
        attachments=() if is_event else attachments_of(message),
        automatic=Automatic.EVENT if is_event else Automatic.NO,
        automatic_because=f"Viber: {event}" if is_event else "",
        sent_at=moment(at),
        language=text((mapping(payload.get("sender")) or mapping(payload.get("user"))).get("language")),
    )


def text_of(message: Mapping[str, Any], event: str) -> str:
    """What the sender wrote or did, never empty."""
    kind = text(message.get("type"))
    read = READERS.get(kind)
    said = text(message.get("text")) or (read(message) if read else "")
    return said or (f"({kind})" if kind in FILES else f"({kind or event}: Viber passed on no text)")


def attachments_of(message: Mapping[str, Any]) -> tuple[Attachment, ...]:
    """A file by reference: `content_id` is its address at Viber."""
    kind, address = text(message.get("type")), text(message.get("media"))
    if kind not in FILES or not address:
        return ()
    size = message.get("size") or message.get("file_size")
    whole = size if isinstance(size, int) and not isinstance(size, bool) and size > 0 else 0
    name, media_type = FILES[kind]
    return (Attachment(text(message.get("file_name")) or name, media_type, whole, "", content_id=address),)


def _contact(message: Mapping[str, Any]) -> str:
    contact = mapping(message.get("contact"))
    return "Contact: " + line(text(contact.get("name")), text(contact.get("phone_number")), by=" ")


def _place(message: Mapping[str, Any]) -> str:
    place = mapping(message.get("location"))
    point = line(text(place.get("lat")), text(place.get("lon")), by=", ")
    return "Location: " + line(text(place.get("address")), point)


READERS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "contact": _contact,
    "location": _place,
    "url": lambda message: text(message.get("media")),
    "rich_media": lambda message: "(a card with buttons)",
}
