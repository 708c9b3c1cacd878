"""`python -m infra inspect mail FILE…`: what the desk reads from mail files, one JSON line for each, faults as a field."""

import json
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from chalicelib.channels.email.headers import Headers
from chalicelib.channels.email.mime import Reading, Span, part
from chalicelib.channels.email.parse import Receipt, message_ids, parse
from chalicelib.channels.message import Automatic, Handle, Inbound

USAGE = "usage: python -m infra inspect mail FILE…"
# Nothing that is printed depends on when a mail came.
_WHENEVER = datetime(1970, 1, 1, tzinfo=UTC)
_NOT_A_PERSON = frozenset({Automatic.AUTO_REPLY, Automatic.BOUNCE, Automatic.COMPLAINT, Automatic.OWN})


@dataclass(frozen=True, slots=True)
class Action:
    """What the desk would do with a mail that comes to it without any history, and why."""

    action: str
    because: str


def main(args: list[str]) -> int:
    """0 when every file was read, 1 when one could not be opened, 2 for a wrong call."""
    if len(args) < 2 or args[0] != "mail":
        print(USAGE, file=sys.stderr)
        return 2
    lines = [_line(Path(name)) for name in args[1:]]
    for line in lines:
        print(json.dumps(line))
    return 1 if any("fault" in line for line in lines) else 0


def described(raw: bytes, name: str = "") -> dict[str, Any]:
    """One mail as plain values, under the names that the documentation gives."""
    mail = parse(raw, Receipt(recipients=(), received_at=_WHENEVER, raw=name))
    headers = _headers(raw)
    decided = decide(mail)
    return {
        "file": name,
        "from_name": mail.sender.name,
        "from_address": mail.sender.value,
        "subject": mail.subject,
        "to": [_written(handle) for handle in mail.to],
        "cc": [_written(handle) for handle in mail.cc],
        "message_id": _bare(message_ids(headers.first("message-id"))[:1]),
        "in_reply_to": _bare(message_ids(headers.first("in-reply-to"))[:1]),
        "references": [_bare((found,)) for found in message_ids(headers.first("references"))],
        "body_text": mail.full_text,
        "reply_text": mail.text,
        "attachments": [
            {"name": file.name, "type": file.type, "size": file.size, "sha256": file.sha256, "content_id": file.content_id} for file in mail.attachments
        ],
        "is_auto_reply": mail.automatic is Automatic.AUTO_REPLY,
        "is_bounce": mail.automatic is Automatic.BOUNCE,
        "automatic": mail.automatic.value,
        "failed_recipients": list(mail.failed_recipients),
        "language": mail.language,
        "action": decided.action,
        "because": decided.because,
        "faults": list(mail.faults),
    }


def decide(mail: Inbound) -> Action:
    """Without a history to look into, only the mail itself speaks."""
    if mail.automatic in _NOT_A_PERSON:
        return Action("drop", f"{mail.automatic.value}: {mail.automatic_because}")
    if mail.markers:
        return Action(f"append to {mail.markers[0].partition('.')[0]} if the token is ours", f"it carries the reply token {mail.markers[0]}")
    return Action("open", "no person wrote it, but it may be a customer's matter" if mail.automatic else "a person wrote it and it answers nothing we know")


def _line(path: Path) -> dict[str, Any]:
    try:
        raw = path.read_bytes()
    except OSError as fault:
        return {"file": str(path), "fault": fault.strerror or str(fault)}
    return described(raw, str(path))


def _headers(raw: bytes) -> Headers:
    reading = Reading.of(raw)
    return part(reading, Span(0, len(reading.mail))).headers


def _written(handle: Handle) -> str:
    return handle.value or handle.name


def _bare(ids: tuple[str, ...]) -> str:
    return ids[0].strip("<>") if ids else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
