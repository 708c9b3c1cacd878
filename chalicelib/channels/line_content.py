"""What LINE's events say: one readable text for every type, and references to media."""

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.channels.batch import line
from chalicelib.channels.message import Attachment
from chalicelib.channels.payload import elements, mapping, text

Part = Mapping[str, Any]
MEDIA = {
    "image": ("image.jpg", "image/jpeg"),
    "video": ("video.mp4", "video/mp4"),
    "audio": ("audio.m4a", "audio/mp4"),
    "file": ("file", ""),
}


def text_of(event: Part) -> str:
    """What the sender wrote or did, never empty: an unknown type says that it is one."""
    kind = text(event.get("type"))
    said = READERS[kind](event) if kind in READERS else ""
    return said or f"({kind or 'an event without a type'}: LINE passed on no text)"


def attachments_of(message: Part) -> tuple[Attachment, ...]:
    """The media of a message; the bytes stay with LINE under the message's id, or where the sender keeps them."""
    kind = text(message.get("type"))
    if kind not in MEDIA:
        return ()
    elsewhere = text(mapping(message.get("contentProvider")).get("originalContentUrl"))
    size = message.get("fileSize")
    whole = size if isinstance(size, int) and not isinstance(size, bool) and size > 0 else 0
    name, media_type = MEDIA[kind]
    return (Attachment(text(message.get("fileName")) or name, media_type, whole, "", content_id=elsewhere or text(message.get("id"))),)


def _message(event: Part) -> str:
    message = mapping(event.get("message"))
    kind = text(message.get("type"))
    if kind in MEDIA:
        return f"({kind})"
    if kind == "sticker":
        words = ", ".join(filter(None, (text(word) for word in elements(message.get("keywords"))[:3])))
        return text(message.get("text")) or (f"(sticker: {words})" if words else "(sticker)")
    if kind == "location":
        point = line(text(message.get("latitude")), text(message.get("longitude")), by=", ")
        return "Location: " + line(text(message.get("title")), text(message.get("address")), point)
    return text(message.get("text")) or f"({kind or 'a message without a type'}: LINE passed on no text)"


def _postback(event: Part) -> str:
    postback = mapping(event.get("postback"))
    chosen = [f"{text(key)} {text(value)}" for key, value in mapping(postback.get("params")).items()]
    return f"(pressed {line(text(postback.get('data')), *chosen, by=', ') or 'a button'})"


def _beacon(event: Part) -> str:
    return f"(near a beacon: {text(mapping(event.get('beacon')).get('type')) or 'enter'})"


READERS: dict[str, Callable[[Part], str]] = {
    "message": _message,
    "messageEdited": lambda event: f"(edited) {_message(event)}",
    "unsend": lambda event: "(deleted a message)",
    "postback": _postback,
    "follow": lambda event: "(added our account as a friend)",
    "unfollow": lambda event: "(blocked our account)",
    "join": lambda event: "(our account was invited to a group)",
    "leave": lambda event: "(our account was removed from a group)",
    "memberJoined": lambda event: "(somebody joined the group)",
    "memberLeft": lambda event: "(somebody left the group)",
    "beacon": _beacon,
    "accountLink": lambda event: f"(linking of accounts: {text(mapping(event.get('link')).get('result')) or 'unknown'})",
    "things": lambda event: "(a device was linked or unlinked)",
    "videoPlayComplete": lambda event: "(watched a video to its end)",
    "membership": lambda event: f"(membership: {text(mapping(event.get('membership')).get('type')) or 'changed'})",
}
