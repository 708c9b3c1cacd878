"""What a WhatsApp message says: one readable text for every message type, and references to its media."""

import base64
import binascii
from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.channels.message import Attachment
from chalicelib.channels.payload import elements, mapping, text

MEDIA = ("image", "video", "audio", "document", "sticker")
SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "video/mp4": ".mp4", "video/3gpp": ".3gp"}
SUFFIXES |= {"audio/ogg": ".ogg", "audio/mpeg": ".mp3", "audio/mp4": ".m4a", "audio/aac": ".aac", "audio/amr": ".amr"}
SUFFIXES |= {"application/pdf": ".pdf", "text/plain": ".txt"}

Message = Mapping[str, Any]


def text_of(message: Message) -> str:
    """What the sender wrote or did, never empty: an unknown type says that it is one."""
    kind = text(message.get("type"))
    said = READERS[kind](message) if kind in READERS else ""
    return said or _body(message) or f"({kind or 'a message without a type'}: WhatsApp passed on no text)"


def attachments_of(message: Message) -> tuple[Attachment, ...]:
    """The media a message carries; the bytes stay with WhatsApp, `content_id` is the id to fetch them by."""
    message = mapping(mapping(message.get("edit")).get("message")) or message
    return tuple(_attachment(kind, mapping(message[kind])) for kind in MEDIA if mapping(message.get(kind)))


def _body(message: Message) -> str:
    return text(mapping(message.get("text")).get("body"))


def _button(message: Message) -> str:
    return text(mapping(message.get("button")).get("text"))


def _interactive(message: Message) -> str:
    content = mapping(message.get("interactive"))
    kind = text(content.get("type"))
    reply = mapping(content.get(kind))
    told = [text(reply.get(key)) for key in ("title", "description", "body", "response", "response_json")]
    line = " – ".join(part for part in told if part)
    return line if kind in ("button_reply", "list_reply") or not line else f"({kind.replace('_', ' ')}: {line})"


def _media(message: Message) -> str:
    kind = text(message.get("type"))
    content = mapping(message.get(kind))
    noun = "voice message" if content.get("voice") is True else kind
    return text(content.get("caption")) or f"({noun})"


def _location(message: Message) -> str:
    place = mapping(message.get("location"))
    named = [text(place.get(key)) for key in ("name", "address", "url")]
    point = [text(place.get(key)) for key in ("latitude", "longitude")]
    return "Location: " + " – ".join(part for part in (*named, ", ".join(filter(None, point))) if part)


def _contacts(message: Message) -> str:
    return "Contacts: " + "; ".join(_card(mapping(card)) for card in elements(message.get("contacts")))


def _card(card: Message) -> str:
    reached = [text(mapping(phone).get("phone")) for phone in elements(card.get("phones"))]
    reached += [text(mapping(mail).get("email")) for mail in elements(card.get("emails"))]
    return " ".join(part for part in (text(mapping(card.get("name")).get("formatted_name")), *reached) if part)


def _order(message: Message) -> str:
    order = mapping(message.get("order"))
    items = ", ".join(_item(mapping(item)) for item in elements(order.get("product_items")))
    return "\n".join(part for part in (text(order.get("text")), f"Order: {items}") if part)


def _item(item: Message) -> str:
    price = f"{text(item.get('item_price'))} {text(item.get('currency'))}"
    return f"{text(item.get('quantity'))} × {text(item.get('product_retailer_id'))} at {price}"


def _reaction(message: Message) -> str:
    emoji = text(mapping(message.get("reaction")).get("emoji"))
    return f"(reacted with {emoji})" if emoji else "(took back a reaction)"


def _system(message: Message) -> str:
    return f"(WhatsApp: {text(mapping(message.get('system')).get('body')) or 'system notice'})"


def _edit(message: Message) -> str:
    changed = mapping(mapping(message.get("edit")).get("message"))
    # One level only: an edit inside an edit is nothing WhatsApp sends, and depth is the attacker's.
    return f"(edited) {'' if text(changed.get('type')) == 'edit' else text_of(changed)}".rstrip()


def _unsupported(message: Message) -> str:
    kind = text(mapping(message.get("unsupported")).get("type"))
    return f"(a message of a kind that WhatsApp does not pass on{': ' + kind if kind else ''})"


def _attachment(kind: str, content: Message) -> Attachment:
    media_type = text(content.get("mime_type"))
    name = text(content.get("filename")) or kind + SUFFIXES.get(media_type.split(";")[0].strip(), "")
    return Attachment(name, media_type, 0, _hex(text(content.get("sha256"))), content_id=text(content.get("id")))


def _hex(digest: str) -> str:
    """WhatsApp writes SHA-256 in base64, we in hex; what is neither stays as it came."""
    try:
        raw = base64.b64decode(digest, validate=True)
    except (binascii.Error, ValueError):
        return digest
    return raw.hex() if len(raw) == 32 else digest


READERS: dict[str, Callable[[Message], str]] = {
    "text": _body,
    "button": _button,
    "interactive": _interactive,
    **dict.fromkeys(MEDIA, _media),
    "location": _location,
    "contacts": _contacts,
    "order": _order,
    "reaction": _reaction,
    "system": _system,
    "edit": _edit,
    "revoke": lambda message: "(deleted a message)",
    "request_welcome": lambda message: "(opened the chat for the first time)",
    "unsupported": _unsupported,
}
