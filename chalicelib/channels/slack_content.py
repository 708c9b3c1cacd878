"""What Slack's events and forms say: its own marks turned into plain words, references to files."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.channels.batch import line
from chalicelib.channels.message import Attachment
from chalicelib.channels.payload import elements, mapping, text

Part = Mapping[str, Any]
MARK = re.compile(r"<([^<>|\s]{1,2000})(?:\|([^<>]{0,2000}))?>")
HIDDEN = ("tombstone", "hidden_by_limit")


def plain(written: str) -> str:
    """Slack's mrkdwn as a person reads it: names for mentions, addresses for links, no entities."""
    return MARK.sub(_mark, written).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def said_in(event: Part, bots: tuple[str, ...]) -> str:
    """What a message says, never empty; being called by name at the beginning is no part of it."""
    written = text(event.get("text")).strip()
    for bot in bots:
        written = written.removeprefix(f"<@{bot}>").strip()
    said = plain(written) or _shown(event)
    if said:
        return said
    files = elements(event.get("files"))
    return ("(a file)" if len(files) == 1 else "(files)") if files else "(a message: Slack passed on no text)"


def attachments_of(event: Part) -> tuple[Attachment, ...]:
    """Files by reference: `content_id` is their address at Slack."""
    files = (mapping(file) for file in elements(event.get("files")))
    return tuple(_attachment(file) for file in files if _address(file) and text(file.get("mode")) not in HIDDEN)


def deeds(payload: Part, kind: str) -> str:
    """What somebody pressed, chose or filled in, in one text."""
    if kind in ("message_action", "shortcut"):
        named = text(payload.get("callback_id"))
        return f"({kind.replace('_', ' ')}: {named}) {plain(text(mapping(payload.get('message')).get('text')))}".strip()
    pressed = ", ".join(filter(None, (_pressed(mapping(action)) for action in elements(payload.get("actions")))))
    if pressed:
        return f"(pressed {pressed})"
    filled = "\n".join(_filled(payload))
    return filled or f"({kind.replace('_', ' ')}: {_callback(payload) or 'Slack passed on no text'})"


def _callback(payload: Part) -> str:
    return text(mapping(payload.get("view")).get("callback_id")) or text(payload.get("callback_id"))


def _mark(found: re.Match[str]) -> str:
    target, label = found[1], found[2] or ""
    if target[0] in "@#":
        return target[0] + (label or target[1:])
    if target[0] == "!":
        return label or "@" + target[1:].partition("^")[0]
    return f"{label} ({target})" if label and label != target.removeprefix("mailto:") else target.removeprefix("mailto:")


def _shown(event: Part) -> str:
    """The words of attachments, where a message has none of its own."""
    parts = (mapping(part) for part in elements(event.get("attachments")))
    return "\n".join(filter(None, (plain(text(part.get("text")) or text(part.get("fallback"))) for part in parts)))


def _address(file: Part) -> str:
    return text(file.get("url_private_download")) or text(file.get("url_private"))


def _attachment(file: Part) -> Attachment:
    size = file.get("size")
    whole = size if isinstance(size, int) and not isinstance(size, bool) and size > 0 else 0
    return Attachment(text(file.get("name")) or text(file.get("title")) or "file", text(file.get("mimetype")), whole, "", _address(file))


def _pressed(action: Part) -> str:
    chosen = [*_chosen(action), text(mapping(action.get("text")).get("text")), text(action.get("value")), text(action.get("action_id"))]
    return next(filter(None, chosen), "") or text(action.get("name"))


def _filled(payload: Part) -> Iterator[str]:
    """The fields of a form with their values, secrets of the form itself left out."""
    for block in mapping(mapping(mapping(payload.get("view")).get("state")).get("values")).values():
        for name, field in mapping(block).items():
            if value := line(*_chosen(mapping(field)), text(mapping(field).get("value")), by=", "):
                yield f"{text(name)}: {value}"
    for name, value in mapping(payload.get("submission")).items():
        if text(value):
            yield f"{text(name)}: {text(value)}"


def _chosen(field: Part) -> list[str]:
    """Every kind of menu has its own word for what was chosen."""
    options = [mapping(field.get("selected_option")), *(mapping(option) for option in elements(field.get("selected_options")))]
    found = [text(mapping(option.get("text")).get("text")) or text(option.get("value")) for option in options]
    plainly = ("selected_date", "selected_time", "selected_user", "selected_channel", "selected_conversation")
    return [*filter(None, found), *filter(None, (text(field.get(key)) for key in plainly))]
