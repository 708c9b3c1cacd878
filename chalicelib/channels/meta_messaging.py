"""One messaging event of Messenger or Instagram: what was said, what happened to it, and how far ours got."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from chalicelib.channels.batch import Found, Remark, line
from chalicelib.channels.carrying import is_at
from chalicelib.channels.message import Attachment, Automatic, Delivery, Handle, Inbound, StatusReport, WebhookCall
from chalicelib.channels.payload import elements, instant, iso_instant, mapping, moment, stand_in, text

MEDIA_HOSTS = (".fbcdn.net", ".fbsbx.com", ".cdninstagram.com")
FILES = {
    "image": ("image.jpg", "image/jpeg"),
    "video": ("video.mp4", "video/mp4"),
    "audio": ("audio.mp4", "audio/mp4"),
    "file": ("file", ""),
}
NAMED = re.compile(r"/([^/?#]{1,120}\.[A-Za-z0-9]{1,8})(?:[?#]|$)")
TAG = re.compile(r"\d{1,15}-\d{1,9}(\.\d{1,3})?")
Event = Mapping[str, Any]
# The messaging channel and our account there.
Place = tuple[str, str]


def read(where: str, event: Event, place: Place, call: WebhookCall) -> Iterator[Found]:
    """What one event says; the account is the entry's, or who it was sent to."""
    message = mapping(event.get("message"))
    if message.get("is_echo") is True:
        yield _echo(where, event, place, call.at)
    elif mapping(event.get("delivery")) or mapping(event.get("read")):
        yield from _receipts(where, event, place, call.at)
    elif not text(mapping(event.get("sender")).get("id")):
        yield Remark(f"{where}: no sender", is_fault=True)
    elif _is_own(event, place):
        yield Remark(f"{where}: our own")
    elif said := _said(event):
        yield _inbound(event, said, place, call)
    else:
        known = sorted(event.keys() - {"sender", "recipient", "timestamp"})
        yield Remark(f"{where}: {', '.join(known)[:80] or 'an event with nothing in it'}")


def _is_own(event: Event, place: Place) -> bool:
    return bool(place[1]) and text(mapping(event.get("sender")).get("id")) == place[1]


# -- what was said --


def _said(event: Event) -> str:
    """One readable text for every kind of event that a person caused; empty for the others."""
    for key, reader in READERS.items():
        if mapping(event.get(key)):
            return reader(mapping(event[key]))
    return ""


def _message(message: Event) -> str:
    if message.get("is_deleted") is True:
        return "(deleted a message)"
    words = text(message.get("text"))
    told = [mapping(part) for part in elements(message.get("attachments"))]
    said = "\n".join(filter(None, (words, *(_shared(part) for part in told if not (words and _is_file(part))))))
    if said:
        return said
    return "(a message of a kind that is not passed on)" if message.get("is_unsupported") is True else "(a message without a text)"


def _shared(part: Event) -> str:
    """A part that is no file of its own, or one in words where the message has none."""
    kind, content = text(part.get("type")), mapping(part.get("payload"))
    if kind == "location":
        point = mapping(content.get("coordinates"))
        return "Location: " + line(text(point.get("lat")), text(point.get("long")), by=", ")
    title = text(content.get("title")) or text(part.get("title"))
    address = text(content.get("url")) or text(part.get("url"))
    noun = kind.removeprefix("ig_").replace("_", " ") or "something"
    return f"({noun})" if _is_file(part) else f"({line(noun, title, address)})"


def _is_file(part: Event) -> bool:
    """Something we can keep; all else is a link to somebody's page."""
    return text(part.get("type")) in FILES or is_at(text(mapping(part.get("payload")).get("url")), MEDIA_HOSTS)


def _edit(edit: Event) -> str:
    return f"(edited) {text(edit.get('text'))}".rstrip()


def _postback(postback: Event) -> str:
    return text(postback.get("title")) or text(postback.get("payload")) or "(chose a button)"


def _reaction(reaction: Event) -> str:
    if text(reaction.get("action")) == "unreact":
        return "(took back a reaction)"
    return f"(reacted with {text(reaction.get('emoji')) or text(reaction.get('reaction')) or 'something'})"


READERS = {"message": _message, "message_edit": _edit, "postback": _postback, "reaction": _reaction}
READERS |= {"referral": lambda referral: f"(came by {line(text(referral.get('source')), text(referral.get('ref'))) or 'a link'})"}


def _inbound(event: Event, said: str, place: Place, call: WebhookCall) -> Inbound:
    name, account = place
    sender, stamp = text(mapping(event.get("sender")).get("id")), text(event.get("timestamp"))
    message = mapping(event.get("message"))
    subject = next((mapping(event.get(key)) for key in ("message", "message_edit", "postback", "reaction") if mapping(event.get(key))), {})
    automatic, because = _automatic(event, name)
    ours = account or text(mapping(event.get("recipient")).get("id"))
    instead = stand_in(name, sender, stamp, said, text(subject.get("mid")))
    return Inbound(
        channel=name,
        external_id=instead if automatic or event.get("message_edit") else text(subject.get("mid")) or instead,
        sender=Handle(name, sender),
        received_at=call.at,
        text=said,
        full_text=said,
        recipients=(ours,) if ours else (),
        references=tuple(_references(event)),
        attachments=() if automatic else tuple(_files(message)),
        automatic=automatic,
        automatic_because=because,
        sent_at=_time(stamp),
    )


def _automatic(event: Event, name: str) -> tuple[Automatic, str]:
    deleted = mapping(event.get("message")).get("is_deleted") is True
    kind = "deletion" if deleted else next((key for key in ("reaction", "referral") if mapping(event.get(key))), "")
    return (Automatic.EVENT, f"{name} event: {kind}") if kind else (Automatic.NO, "")


def _references(event: Event) -> Iterator[str]:
    message = mapping(event.get("message"))
    answered = text(mapping(message.get("reply_to")).get("mid"))
    if answered:
        yield answered
    if message.get("is_deleted") is True and text(message.get("mid")):
        yield text(message.get("mid"))
    for key in ("message_edit", "reaction"):
        if mid := text(mapping(event.get(key)).get("mid")):
            yield mid


def _files(message: Event) -> Iterator[Attachment]:
    """Files by their address, which lives for days; a story that was answered is one of them."""
    for part in map(mapping, elements(message.get("attachments"))):
        kind, address = text(part.get("type")), text(mapping(part.get("payload")).get("url"))
        if address and _is_file(part):
            name, media_type = FILES.get(kind, (kind, ""))
            yield Attachment((_last_part(address) if kind == "file" else "") or name, media_type, 0, "", content_id=address)
    story = text(mapping(mapping(message.get("reply_to")).get("story")).get("url"))
    if story:
        yield Attachment("story", "", 0, "", content_id=story)


def _last_part(address: str) -> str:
    found = NAMED.search(address)
    return unquote(found[1]) if found else ""


def _time(stamp: str) -> datetime | None:
    """Milliseconds as documented; tests of Meta's console have seconds or ISO 8601."""
    if stamp.isdigit():
        return instant(stamp) if len(stamp) <= 10 else moment(stamp)
    return iso_instant(stamp)


# -- how far ours got --


def _echo(where: str, event: Event, place: Place, at: datetime) -> Found:
    """Our own message comes back; with our tag it proves that it went out, even when the answer to our call was lost."""
    message, tag = mapping(event.get("message")), text(mapping(event.get("message")).get("metadata"))
    if not TAG.fullmatch(tag):
        return Remark(f"{where}: a message of our own that another tool sent")
    to = text(mapping(event.get("recipient")).get("id"))
    return StatusReport(place[0], Delivery.SENT, _time(text(event.get("timestamp"))) or at, text(message.get("mid")), tag, to)


def _receipts(where: str, event: Event, place: Place, at: datetime) -> Iterator[Found]:
    """Receipts name their messages, or a watermark: all that we sent until then."""
    name, account = place
    who, stamp = text(mapping(event.get("sender")).get("id")), _time(text(event.get("timestamp"))) or at
    for key, status in (("delivery", Delivery.DELIVERED), ("read", Delivery.READ)):
        receipt = mapping(event.get(key))
        mids = [mid for mid in map(text, [*elements(receipt.get("mids")), receipt.get("mid")]) if mid]
        yield from (StatusReport(name, status, stamp, mid, recipient=who) for mid in mids)
        until = _time(text(receipt.get("watermark")))
        if until and who and not mids:
            ours = account or text(mapping(event.get("recipient")).get("id"))
            yield StatusReport(name, status, until, recipient=who, account=ours)
        elif receipt and not mids:
            yield Remark(f"{where}.{key}: names no message", is_fault=True)
