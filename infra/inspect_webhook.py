"""`python -m infra inspect webhook PROVIDER [--header 'K: V']… FILE…`: whose call it is and what the desk reads from it, as JSON."""

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from chalicelib import clock
from chalicelib.channels.message import Attachment, Handle, Inbound, StatusReport, WebhookCall
from chalicelib.channels.registry import CHANNELS, Channel, channel
from chalicelib.errors import Unreadable

GENUINE, FORGED, UNKNOWN = "genuine", "forged", "not proven"
PREFIX = "VUORO_SECRET_"


def main(arguments: Sequence[str]) -> int:
    """0 when every file was read, 1 when one could not be, 2 for a wrong call."""
    parser = _parser()
    try:
        chosen = parser.parse_args(arguments)
        secrets = {**_from_environment(os.environ), **dict(_pair(word, "=") for word in chosen.secret)}
        headers = {name.lower(): value for name, value in (_pair(word, ":") for word in chosen.header)}
        at = _instant(chosen.at) if chosen.at else clock.now()
    except ValueError as fault:
        print(fault, file=sys.stderr)
        return 2
    except SystemExit as end:
        return 2 if end.code else 0
    query = dict(parse_qsl(urlsplit(chosen.url).query, keep_blank_values=True))
    lines = [_line(name, chosen.provider, WebhookCall(b"", headers, at, chosen.url, query), secrets) for name in chosen.file]
    for line in lines:
        print(json.dumps(line))
    return 1 if any("fault" in line for line in lines) else 0


def _line(name: str, provider: str, call: WebhookCall, secrets: Mapping[str, Any]) -> dict[str, Any]:
    try:
        body = Path(name).read_bytes()
    except OSError as fault:
        return {"file": name, "fault": fault.strerror or str(fault)}
    return {"file": name, **described(channel(provider), replace(call, body=body), secrets)}


def described(way: Channel, call: WebhookCall, secrets: Mapping[str, Any]) -> dict[str, Any]:
    """One call as plain values, under the names that the documentation gives; `secrets` is the channel's entry under "hooks"."""
    told: dict[str, Any] = {"provider": way.name, "verdict": verdict(way, call, secrets)}
    if answer := way.greeting(call, secrets) if secrets else None:
        return told | {"greeting": answer.body, "messages": [], "statuses": [], "ignored": [], "faults": []}
    try:
        parsed = way.parse(call)
    except Unreadable as fault:
        return told | {"messages": [], "statuses": [], "ignored": [], "faults": [], "fault": fault.message}
    return told | {
        "messages": [message(one) for one in parsed.messages],
        "statuses": [status(one) for one in parsed.statuses],
        "ignored": list(parsed.ignored),
        "faults": list(parsed.faults),
    }


def verdict(way: Channel, call: WebhookCall, secrets: Mapping[str, Any]) -> str:
    """Without a secret nothing is proven, and nothing disproven either."""
    if not any(secrets.values()):
        return UNKNOWN
    return GENUINE if way.is_genuine(call, secrets) else FORGED


def message(one: Inbound) -> dict[str, Any]:
    return {
        "channel": one.channel,
        "external_id": one.external_id,
        "sender": _handle(one.sender),
        "aliases": [_handle(alias) for alias in one.aliases],
        "account": one.recipients[0] if one.recipients else "",
        "text": one.text,
        "subject": one.subject,
        "references": list(one.references),
        "attachments": [_file(file) for file in one.attachments],
        "automatic": one.automatic.value,
        "because": one.automatic_because,
        "sent_at": one.sent_at.isoformat() if one.sent_at else None,
        "language": one.language,
        "faults": list(one.faults),
    }


def status(one: StatusReport) -> dict[str, Any]:
    return {
        "channel": one.channel, "status": one.status.value, "at": one.at.isoformat(), "provider_id": one.provider_id, "tag": one.tag,
        "recipient": one.recipient, "account": one.account, "reason": one.reason,
    }  # fmt: skip


def _handle(handle: Handle) -> dict[str, str]:
    return {"kind": handle.kind, "value": handle.value, "name": handle.name}


def _file(file: Attachment) -> dict[str, Any]:
    return {name: getattr(file, name) for name in ("name", "type", "size", "sha256", "content_id")}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infra inspect webhook", description=__doc__)
    parser.add_argument("provider", choices=sorted(CHANNELS))
    parser.add_argument("file", nargs="+", help="a body as it came, byte for byte")
    parser.add_argument("--header", action="append", default=[], metavar="'NAME: VALUE'", help="a header of the call; may be repeated")
    parser.add_argument("--url", default="", help="our address as the provider called it, with its query; Twilio signs it")
    parser.add_argument("--at", default="", help="when it came, in ISO 8601 or Unix seconds (default: now); some proofs grow old")
    secret = f"a secret of the channel; may be repeated. {PREFIX}<NAME> in the environment does the same, unseen by others"
    parser.add_argument("--secret", action="append", default=[], metavar="NAME=VALUE", help=secret)
    return parser


def _from_environment(environment: Mapping[str, str]) -> dict[str, str]:
    return {name.removeprefix(PREFIX).lower(): value for name, value in environment.items() if name.startswith(PREFIX)}


def _pair(word: str, between: str) -> tuple[str, str]:
    name, found, value = word.partition(between)
    if not found or not name.strip():
        raise ValueError(f"expected NAME{between} VALUE, found {word!r}")
    return name.strip(), value.strip() if between == ":" else value


def _instant(word: str) -> datetime:
    if word.isdigit():
        return datetime.fromtimestamp(int(word), UTC)
    found = datetime.fromisoformat(word)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
