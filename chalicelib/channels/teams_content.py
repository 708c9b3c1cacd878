"""What a Teams activity says: its text without the call by name, its cards and reactions, references to files."""

import html
import re
from collections.abc import Mapping
from typing import Any

from chalicelib.channels.batch import line
from chalicelib.channels.message import Attachment
from chalicelib.channels.payload import elements, mapping, text

Part = Mapping[str, Any]
FILE = "application/vnd.microsoft.teams.file.download.info"
CALLED = re.compile(r"<at(?: [^<>]{0,200})?>([^<>]{0,500})</at>")
# What a card or a formatted copy of the text is sent as; its words come in `text` as well.
WORDS = ("text/html", "text/plain")


def text_of(activity: Part) -> str:
    """What the sender wrote or chose, never empty."""
    written = text(activity.get("text"))
    for entity in elements(activity.get("entities")):
        written = _without_us(written, mapping(entity), activity)
    said = html.unescape(CALLED.sub(lambda found: f"@{found[1]}", written)).replace("\xa0", " ").strip()
    said = said or _filled(activity)
    if said:
        return said
    count = len(attachments_of(activity))
    return ("(a picture or file)" if count == 1 else "(pictures or files)") if count else "(a message: Teams passed on no text)"


def reactions(activity: Part) -> str:
    added = ", ".join(filter(None, (text(mapping(one).get("type")) for one in elements(activity.get("reactionsAdded")))))
    return f"(reacted with {added})" if added else "(took back a reaction)"


def attachments_of(activity: Part) -> tuple[Attachment, ...]:
    """Files and pictures by reference: `content_id` is where to fetch them."""
    found = (_attachment(mapping(part)) for part in elements(activity.get("attachments")))
    return tuple(file for file in found if file)


def _attachment(part: Part) -> Attachment | None:
    kind, content = text(part.get("contentType")), mapping(part.get("content"))
    if kind == FILE:
        address, suffix = text(content.get("downloadUrl")), text(content.get("fileType"))
        return Attachment(text(part.get("name")) or line("file", suffix, by="."), "", 0, "", address) if address else None
    address = text(part.get("contentUrl"))
    if not address or kind in WORDS or kind.startswith("application/vnd.microsoft.card"):
        return None
    suffix = kind.rpartition("/")[2]
    return Attachment(text(part.get("name")) or line("picture", suffix if suffix.isalnum() else "", by="."), kind, 0, "", address)


def _without_us(written: str, entity: Part, activity: Part) -> str:
    """Without the mention that only calls our bot."""
    ours, named = text(mapping(activity.get("recipient")).get("id")), text(mapping(entity.get("mentioned")).get("id"))
    call = text(entity.get("text"))
    return written.replace(call, "", 1) if text(entity.get("type")) == "mention" and ours and named == ours and call else written


def _filled(activity: Part) -> str:
    """The fields of a card that somebody sent off."""
    fields = mapping(activity.get("value"))
    return "\n".join(f"{text(name)}: {text(value)}" for name, value in fields.items() if text(value))
