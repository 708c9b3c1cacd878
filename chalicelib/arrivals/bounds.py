"""No message is larger than what one commit and its keys hold: long lines are cut visibly, long names keep a digest of the whole."""

import hashlib
from dataclasses import replace

from chalicelib.channels.message import Attachment, Handle, Inbound
from chalicelib.ids import digest
from chalicelib.tickets.content import INLINE

LONGEST_NAME = 1_000
LONGEST_LINE = 2_000
LONGEST_WORD = 300
LONGEST_ADDRESS = 8_000
MOST_REFERENCES, MOST_ALIASES, MOST_ADDRESSES, MOST_FILES = 100, 20, 500, 100
WHOLE = "message.txt"


def bounded(message: Inbound) -> Inbound:
    """The message as it can be stored; the usual one comes back as it is, whatever was cut is named in `faults`."""
    found = replace(
        message,
        external_id=_name(message.external_id), conversation=_name(message.conversation), thread=_name(message.thread),
        sender=_handle(message.sender), aliases=_handles(message.aliases)[:MOST_ALIASES],
        to=_handles(message.to)[:MOST_ADDRESSES], cc=_handles(message.cc)[:MOST_ADDRESSES],
        recipients=_names(message.recipients)[:MOST_ADDRESSES], references=_names(message.references)[:MOST_REFERENCES],
        markers=_names(message.markers)[:MOST_REFERENCES], reply_to=_name(message.reply_to),
        subject=_cut(message.subject, LONGEST_LINE), language=_cut(message.language, LONGEST_WORD),
        automatic_because=_cut(message.automatic_because, LONGEST_LINE), settles=_cut(message.settles, LONGEST_LINE),
        attachments=(*(_file(file) for file in message.attachments[:MOST_FILES]), *_whole(message)),
        faults=tuple(_cut(fault, LONGEST_WORD) for fault in message.faults[:MOST_FILES]),
    )  # fmt: skip
    return replace(found, faults=(*found.faults, *_told(message, found))) if found != message else message


def _told(message: Inbound, found: Inbound) -> tuple[str, ...]:
    """Which parts are not what came."""
    parts = ("external_id", "sender", "aliases", "recipients", "references", "subject", "language", "attachments")
    changed = [part for part in parts if getattr(message, part) != getattr(found, part)]
    return (f"too long, and cut: {', '.join(changed)}",) if changed else ()


def _whole(message: Inbound) -> tuple[Attachment, ...]:
    """A text longer than a commit holds, of a channel that keeps no raw form, as a file."""
    if message.raw or len(message.full_text) <= INLINE:
        return ()
    content = message.full_text.encode("utf-8", "replace")
    return (Attachment(WHOLE, "text/plain", len(content), hashlib.sha256(content).hexdigest(), content=content),)


def _name(value: str) -> str:
    """Another name stays another name."""
    return value if len(value) <= LONGEST_NAME else f"{value[: LONGEST_NAME - 100]}…{digest(value)}"


def _names(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(_name, values))


def _cut(value: str, longest: int) -> str:
    return value if len(value) <= longest else f"{value[: longest - 1]}…"


def _handle(handle: Handle) -> Handle:
    return Handle(handle.kind, _name(handle.value), _cut(handle.name, LONGEST_WORD))


def _handles(handles: tuple[Handle, ...]) -> tuple[Handle, ...]:
    return tuple(map(_handle, handles))


def _file(file: Attachment) -> Attachment:
    """An address that is cut leads nowhere, so it is left out."""
    address = file.content_id if len(file.content_id) <= LONGEST_ADDRESS else ""
    return replace(file, name=_cut(file.name, LONGEST_WORD), type=_cut(file.type, LONGEST_WORD), content_id=address)
