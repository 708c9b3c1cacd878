"""What the desk sent to the outside world, kept in a folder: mails as they left and WhatsApp calls as they were made."""

import email
import email.message
import email.policy
import json
import threading
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message that left: channel email or whatsapp, the envelope recipients, and the instant in ISO 8601 UTC."""

    id: str
    channel: str
    to: list[str]
    sender: str
    at: str


class Outbox:
    """Outgoing messages in the order they left; a file pair each, so they survive a restart."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        folder.mkdir(parents=True, exist_ok=True)
        heads = sorted(folder.glob("*.json"))
        self._entries: list[tuple[int, Outgoing]] = [(int(path.stem), Outgoing(**json.loads(path.read_text()))) for path in heads]

    def add(self, *, channel: str, ident: str, sender: str, to: list[str], raw: bytes) -> Outgoing:
        entry = Outgoing(ident, channel, to, sender, datetime.now(UTC).isoformat(timespec="milliseconds"))
        with self._lock:
            number = self._entries[-1][0] + 1 if self._entries else 1
            (self._folder / f"{number:08d}.raw").write_bytes(raw)
            (self._folder / f"{number:08d}.json").write_text(json.dumps(asdict(entry)))
            self._entries.append((number, entry))
        return entry

    def newest(self, *, to: str = "", channel: str = "") -> list[Outgoing]:
        """The messages to one recipient (all without `to`), newest first."""
        with self._lock:
            entries = [entry for _, entry in reversed(self._entries)]
        wanted = to.lower().lstrip("+ ")
        return [
            entry
            for entry in entries
            if (not channel or entry.channel == channel) and (not to or wanted in [each.lower() for each in entry.to])
        ]

    def find(self, ident: str) -> tuple[Outgoing, bytes] | None:
        with self._lock:
            found = next(((number, entry) for number, entry in self._entries if entry.id == ident), None)
        return (found[1], (self._folder / f"{found[0]:08d}.raw").read_bytes()) if found else None


def readable(entry: Outgoing, raw: bytes) -> dict[str, Any]:
    """A mail for people and programs: id, to, from, subject, headers, text, html, at."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    return {
        "id": entry.id,
        "to": entry.to,
        "from": str(message.get("From", entry.sender)),
        "subject": str(message.get("Subject", "")),
        "headers": {name: str(value) for name, value in message.items()},
        "text": _body(message, "plain"),
        "html": _body(message, "html"),
        "at": entry.at,
    }


def _body(message: email.message.EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    if part is None:
        return ""
    payload = part.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else b""
    return raw.decode(part.get_content_charset() or "utf-8", "replace")
