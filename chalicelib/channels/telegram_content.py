"""What a Telegram message says: one readable text for every kind, and references to its media."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.channels.batch import line
from chalicelib.channels.message import Attachment
from chalicelib.channels.payload import elements, mapping, text

Message = Mapping[str, Any]
# Telegram's kinds of file, the word for each, and what to call one without a name.
MEDIA = {
    "animation": ("animation", "animation.mp4"),
    "document": ("document", "document"),
    "video": ("video", "video.mp4"),
    "voice": ("voice message", "voice.ogg"),
    "audio": ("audio", "audio.mp3"),
    "video_note": ("video message", "video.mp4"),
    "sticker": ("sticker", "sticker.webp"),
}
TYPES = {"voice": "audio/ogg", "video_note": "video/mp4", "animation": "video/mp4"}
# What happened in a chat; nobody wrote it.
SERVICE = (
    "new_chat_members", "left_chat_member", "new_chat_title", "new_chat_photo", "delete_chat_photo", "group_chat_created",
    "supergroup_chat_created", "channel_chat_created", "pinned_message", "message_auto_delete_timer_changed", "migrate_to_chat_id",
    "migrate_from_chat_id", "forum_topic_created", "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened", "boost_added",
    "video_chat_started", "video_chat_ended", "video_chat_scheduled", "video_chat_participants_invited", "chat_background_set",
)  # fmt: skip
START = re.compile(r"/start(@\w+)?( \S{1,64})?")
MEMBERSHIP = {"kicked": "blocked the bot", "left": "left the bot's chat", "member": "let the bot into the chat"}


def text_of(message: Message, kind: str) -> str:
    """What the sender wrote or did, never empty: an unknown kind says that it is one."""
    if kind == "callback_query":
        return f"(pressed {text(message.get('data')) or 'a button'})"
    written = text(message.get("text")) or text(message.get("caption"))
    said = written or next((told for name, read in READERS.items() if name in message and (told := read(message))), "")
    said = said or next((f"({name.replace('_', ' ')})" for name in SERVICE if name in message), "")
    forwarded = "(forwarded) " if "forward_origin" in message or "forward_date" in message else ""
    return forwarded + (said or f"({kind}: Telegram passed on no text)")


def is_service(message: Message) -> bool:
    return any(name in message for name in SERVICE) and not (text(message.get("text")) or text(message.get("caption")))


def is_start(message: Message) -> bool:
    """Whether this is the command that Telegram itself sends when a person opens the chat."""
    return START.fullmatch(text(message.get("text"))) is not None


def event_of(kind: str, event: Message) -> str:
    """One line for something that happened."""
    if kind == "deleted_business_messages":
        return "(deleted a message)" if len(elements(event.get("message_ids"))) == 1 else "(deleted messages)"
    if kind == "message_reaction":
        now = " ".join(filter(None, (_emoji(reaction) for reaction in elements(event.get("new_reaction")))))
        return f"(reacted with {now})" if now else "(took back a reaction)"
    status = text(mapping(event.get("new_chat_member")).get("status"))
    return f"({MEMBERSHIP.get(status, f'the bot is now: {status}' if status else 'the bot was added or removed')})"


def attachments_of(message: Message) -> tuple[Attachment, ...]:
    """The media a message carries; the bytes stay with Telegram, `content_id` is the id to fetch them by."""
    photos = [mapping(photo) for photo in elements(message.get("photo")) if text(mapping(photo).get("file_id"))]
    # An animation is also sent as a document, for old clients; the sizes of a photo come smallest first.
    named = [(kind, mapping(message.get(kind))) for kind in MEDIA if not (kind == "document" and "animation" in message)]
    files = [_attachment(kind, file) for kind, file in named if text(file.get("file_id"))]
    return tuple([_photo(photos[-1])] if photos else []) + tuple(files)


def _attachment(kind: str, file: Message) -> Attachment:
    media_type = text(file.get("mime_type")) or TYPES.get(kind, "")
    return Attachment(text(file.get("file_name")) or MEDIA[kind][1], media_type, _size(file), "", content_id=text(file.get("file_id")))


def _photo(photo: Message) -> Attachment:
    return Attachment("photo.jpg", "image/jpeg", _size(photo), "", content_id=text(photo.get("file_id")))


def _size(file: Message) -> int:
    stated = file.get("file_size")
    return stated if isinstance(stated, int) and not isinstance(stated, bool) and stated > 0 else 0


def _emoji(reaction: object) -> str:
    return text(mapping(reaction).get("emoji")) or ("a custom emoji" if mapping(reaction) else "")


def _noun(kind: str) -> Callable[[Message], str]:
    return lambda message: f"({MEDIA[kind][0]})"


def _sticker(message: Message) -> str:
    return text(mapping(message.get("sticker")).get("emoji")) or "(sticker)"


def _point(place: Message) -> str:
    return line(text(place.get("latitude")), text(place.get("longitude")), by=", ")


def _venue(message: Message) -> str:
    venue = mapping(message.get("venue"))
    point = _point(mapping(venue.get("location")) or mapping(message.get("location")))
    return "Location: " + line(text(venue.get("title")), text(venue.get("address")), point)


def _contact(message: Message) -> str:
    contact = mapping(message.get("contact"))
    return "Contact: " + line(*(text(contact.get(key)) for key in ("first_name", "last_name", "phone_number")), by=" ")


def _poll(message: Message) -> str:
    poll = mapping(message.get("poll"))
    options = ", ".join(text(mapping(option).get("text")) for option in elements(poll.get("options")))
    return f"Poll: {line(text(poll.get('question')), options)}"


def _dice(message: Message) -> str:
    dice = mapping(message.get("dice"))
    return line(text(dice.get("emoji")), text(dice.get("value")), by=" ")


READERS: dict[str, Callable[[Message], str]] = {
    "venue": _venue,
    "location": lambda message: f"Location: {_point(mapping(message.get('location')))}",
    "contact": _contact,
    "photo": lambda message: "(photo)",
    "sticker": _sticker,
    **{kind: _noun(kind) for kind in MEDIA if kind != "sticker"},
    "poll": _poll,
    "dice": _dice,
    "story": lambda message: "(story)",
}
