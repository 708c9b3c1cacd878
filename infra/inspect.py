"""`python -m infra inspect mail FILE…`: what the desk reads from mail files, one JSON line for each, faults as a field."""

import json
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from chalicelib.channels.email.headers import Headers
from chalicelib.channels.email.mime import Reading, Span, part
from chalicelib.channels.email.parse import Receipt, message_ids, parse
from chalicelib.channels.message import Attachment, Automatic, Handle, Inbound
from chalicelib.tickets import threading
from infra import inspect_webhook

USAGE = "usage: python -m infra inspect mail FILE…\n       python -m infra inspect webhook PROVIDER [--header 'K: V']… FILE…"
# Nothing that is printed depends on when a mail came.
_WHENEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Action:
    """What the desk would do with a mail that comes to it without any history, and why."""

    action: str
    because: str


def main(args: list[str]) -> int:
    """0 when every file was read, 1 when one could not be opened, 2 for a wrong call."""
    if args[:1] == ["webhook"]:
        return inspect_webhook.main(args[1:])
    if len(args) < 2 or args[0] != "mail":
        print(USAGE, file=sys.stderr)
        return 2
    is_complete = True
    for name in args[1:]:
        line = _line(Path(name))
        is_complete = is_complete and "fault" not in line
        print(json.dumps(line))
    return 0 if is_complete else 1


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
        "message_id": _first(headers, "message-id"),
        "in_reply_to": _first(headers, "in-reply-to"),
        "references": [found.strip("<>") for found in message_ids(headers.first("references"))],
        "body_text": mail.full_text,
        "reply_text": mail.text,
        "attachments": [_file(attachment) for attachment in mail.attachments],
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
    """What threading says where nothing is known yet; a token could only be checked with the key of a desk."""
    if mail.markers and mail.automatic is not Automatic.OWN:
        ticket = mail.markers[0].partition(".")[0]
        return Action(f"append to {ticket} if the token is ours", f"the mail carries the reply token {mail.markers[0]}")
    match threading.decide(mail, (), _WHENEVER, timedelta()):
        case threading.Drop(because):
            return Action("drop", because)
        case found:
            return Action("open", found.evidence.detail)


def _line(path: Path) -> dict[str, Any]:
    try:
        raw = path.read_bytes()
    except OSError as fault:
        return {"file": str(path), "fault": fault.strerror or str(fault)}
    return described(raw, str(path))


def _headers(raw: bytes) -> Headers:
    reading = Reading.of(raw)
    return part(reading, Span(0, len(reading.mail))).headers


def _first(headers: Headers, name: str) -> str:
    return next((found.strip("<>") for found in message_ids(headers.first(name))), "")


def _written(handle: Handle) -> str:
    return handle.value or handle.name


def _file(attachment: Attachment) -> dict[str, Any]:
    names = ("name", "type", "size", "sha256", "content_id")
    return {name: getattr(attachment, name) for name in names}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
