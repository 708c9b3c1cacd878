"""LINE Messaging API: proves and reads batches of events, writes the calls that send; the network is elsewhere.

An event that LINE delivers again (`deliveryContext.isRedelivery`) carries the same ids, so it needs no care of its own.
"""

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from chalicelib.channels.batch import Found, Remark, gathered, objects
from chalicelib.channels.carrying import carried, posted, verdict
from chalicelib.channels.line_content import attachments_of, text_of
from chalicelib.channels.message import Attachment, Automatic, Handle, HttpCall, Inbound, Manners, Outbound, Sending, WebhookCall
from chalicelib.channels.payload import elements, leniently, load, mapping, moment, stand_in, text
from chalicelib.channels.proof import header, same, signed
from chalicelib.channels.registry import Parsed
from chalicelib.errors import Unavailable, Uncertain, Unreadable, VuoroError

NAME = "line"
API_URL = "https://api.line.me"
DATA_URL = "https://api-data.line.me"
CHAT = True
MANNERS = Manners(longest=5000)
MEDIA_HOSTS = ("api-data.line.me",)
SIGNATURE = "x-line-signature"
# About our own account and what we sent; no person did anything.
IGNORED = ("module", "activated", "deactivated", "botSuspended", "botResumed", "delivery")
# What a person wrote or pressed; everything else happened to a chat or to a message.
WRITTEN = ("message", "messageEdited", "postback")
MANY = re.compile(r"[CR][0-9a-f]{32}")


def is_genuine(call: WebhookCall, secrets: Mapping[str, str]) -> bool:
    """X-Line-Signature: base64 HMAC-SHA256 of the raw body under the channel secret."""
    secret = secrets.get("channel_secret", "")
    return bool(secret) and same(header(call.headers, SIGNATURE), base64.b64encode(signed(secret, call.body)).decode())


def parse(call: WebhookCall) -> Parsed:
    """Every event of a batch; LINE's own check of our address is an empty one."""
    payload = load(call.body)
    if "events" not in payload:
        raise Unreadable("body: no events")
    ours = text(payload.get("destination"))
    return gathered(found for where, event in objects(payload["events"], "events") for found in _event(where, event, ours, call))


def compose(outbound: Outbound, sending: Sending) -> HttpCall:
    """A push message; the retry key is made of what is sent, so that LINE sends the same thing once."""
    said = carried("LINE", outbound, MANNERS)
    to = outbound.account if MANY.fullmatch(outbound.account) else outbound.to.value
    content: dict[str, Any] = {"to": to, "messages": [{"type": "text", "text": said}]}
    key = hashlib.sha256("\x1f".join((outbound.tag, to, said)).encode("utf-8", "replace")).hexdigest()
    retry = "-".join((key[:8], key[8:12], f"4{key[13:16]}", f"8{key[17:20]}", key[20:32]))
    return posted(f"{sending.url.rstrip('/')}/v2/bot/message/push", content, {**_bearer(sending), "X-Line-Retry-Key": retry})


def provider_id(answer: bytes) -> str:
    sent = elements(leniently(answer).get("sentMessages"))
    return text(mapping(sent[0]).get("id")) if sent else ""


def refusal(status: int, answer: bytes) -> VuoroError | None:
    """409 means that LINE has this message already, so whatever was unclear may be sent again."""
    told = leniently(answer)
    if status == 409:
        return None
    found = verdict("LINE", status, text(told.get("message")))
    return Unavailable(found.message, retry_after=60) if isinstance(found, Uncertain) else found


def media(file: Attachment, sending: Sending) -> HttpCall:
    """The content of a message by its id; a file that LINE does not keep itself is where its sender says."""
    if "/" in file.content_id:
        return HttpCall("GET", file.content_id, {}, b"")
    base = DATA_URL if sending.url == API_URL else sending.url.rstrip("/")
    return HttpCall("GET", f"{base}/v2/bot/message/{quote(file.content_id, safe='')}/content", _bearer(sending), b"")


def _bearer(sending: Sending) -> dict[str, str]:
    return {"Authorization": f"Bearer {sending.secrets.get('access_token', '')}"}


def _event(where: str, event: dict[str, Any] | Remark, ours: str, call: WebhookCall) -> Iterator[Found]:
    if isinstance(event, Remark):
        yield event
        return
    kind, source = text(event.get("type")), mapping(event.get("source"))
    who = text(source.get("userId")) or _many(source)
    if kind in IGNORED:
        yield Remark(f"{where}: {kind}")
    elif event.get("mode") == "standby":
        yield Remark(f"{where}: {kind}, another service of this account answers it")
    elif not who:
        yield Remark(f"{where}.source: no sender", is_fault=True)
    else:
        if kind in WRITTEN and kind != "postback" and not isinstance(event.get("message"), dict):
            yield Remark(f"{where}.message: expected an object", is_fault=True)
        yield _message(kind, event, Handle(NAME, who), (_many(source) or ours, call))


def _many(source: dict[str, Any]) -> str:
    """The group or the room, where more than one person reads."""
    return text(source.get("groupId")) or text(source.get("roomId"))


def _message(kind: str, event: dict[str, Any], who: Handle, place: tuple[str, WebhookCall]) -> Inbound:
    (account, call), content = place, mapping(event.get("message"))
    said, is_message = text_of(event), kind == "message"
    own = (text(content.get("id")) if is_message else "") or text(event.get("webhookEventId"))
    about = (text(content.get("quotedMessageId")),) if is_message else _about(event)
    return Inbound(
        channel=NAME,
        external_id=(text(content.get("id")) if kind == "message" else "")
        or own
        or stand_in(who.value, text(event.get("timestamp")), said),
        sender=who,
        received_at=call.at,
        text=said,
        full_text=said,
        recipients=(account,) if account else (),
        references=tuple(filter(None, about)),
        attachments=attachments_of(content),
        automatic=Automatic.EVENT if kind not in WRITTEN else Automatic.NO,
        automatic_because=f"LINE: {kind}" if kind not in WRITTEN else "",
        sent_at=moment(event.get("timestamp")),
    )


def _about(event: dict[str, Any]) -> tuple[str, ...]:
    """The message that something happened to."""
    return (text(mapping(event.get("unsend")).get("messageId")), text(mapping(event.get("message")).get("id")))
