"""Reading the inbound queue: where the payload is, what it is, and what it says; the raw form stays where it was."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote_plus

from chalicelib.channels.email.parse import Receipt, parse
from chalicelib.channels.message import Inbound, StatusReport
from chalicelib.channels.registry import CHANNELS, channel
from chalicelib.codec import from_plain, to_json
from chalicelib.context import Context
from chalicelib.errors import Unreadable
from chalicelib.ids import command_id
from chalicelib.intake.ses import reports, stored_mail
from chalicelib.outside import files, queues
from chalicelib.storage import seen
from chalicelib.tickets.arrival import fingerprint_of

LARGEST_IN_QUEUE = 600_000
SWEPT = timedelta(days=2)
SETTLED = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Hook:
    """A webhook body as it was proven at the edge, base64 so that no byte changes."""

    channel: str
    at: datetime
    body: str


def keep(channel_name: str, body: bytes, at: datetime) -> None:
    """Make a proven webhook body durable in one call: on the queue, or in the bucket whose events feed that queue."""
    hook = to_json(Hook(channel_name, at, base64.b64encode(body).decode()))
    if len(hook) <= LARGEST_IN_QUEUE:
        queues.send("inbound", hook.decode())
    else:
        files.put("raw", f"payloads/{channel_name}/{at:%Y%m%dT%H%M%S}-{command_id()}", hook, "application/json")


def read(plain: dict[str, Any], context: Context) -> Iterator[Inbound | StatusReport]:
    """Everything that one message of the inbound queue says. Raises Unreadable for what nobody can read."""
    match plain:
        case {"notificationType": "Received"}:
            yield _mail(plain, context)
        case {"eventType": _} | {"notificationType": _}:
            yield from reports(plain)
        case {"channel": str(), "body": str(), "at": str()}:
            yield from _hook(plain)
        case {"Records": [*records]}:
            for record in records:
                yield from _stored_hook(record)
        case {"Event": "s3:TestEvent"}:
            return
        case _:
            raise Unreadable(f"nothing known in the inbound queue: {', '.join(sorted(plain))[:200]}")


def _mail(notice: dict[str, Any], context: Context) -> Inbound:
    own = frozenset(account.address for account in context.desk.accounts if account.channel == "email")
    found = stored_mail(notice, own)
    return parse(files.get("raw", found.key), found.receipt)


def _hook(plain: dict[str, Any]) -> Iterator[Inbound | StatusReport]:
    """All parts that can be read; then the fault of those that cannot, so that the payload is kept for a person to see."""
    try:
        hook = from_plain(plain, Hook)
        body = base64.b64decode(hook.body, validate=True)
    except ValueError as fault:
        raise Unreadable(f"webhook body: {fault}") from fault
    if hook.channel not in CHANNELS:
        raise Unreadable(f"there is no channel {hook.channel}")
    parsed = channel(hook.channel).parse(body, hook.at)
    yield from parsed.messages
    yield from parsed.statuses
    if parsed.faults:
        raise Unreadable(f"{hook.channel}: {'; '.join(parsed.faults)}")


def _stored_hook(record: dict[str, Any]) -> Iterator[Inbound | StatusReport]:
    try:
        key = unquote_plus(record["s3"]["object"]["key"])
    except (KeyError, TypeError) as fault:
        raise Unreadable(f"S3 event: {fault}") from fault
    yield from _hook(json.loads(files.get("raw", key)))


def unheard(now: datetime) -> Iterator[str]:
    """Keys of raw mails of the last two days that nobody has judged within an hour."""
    for key, stored_at in files.listed("raw", "mail/"):
        if now - SWEPT <= stored_at <= now - SETTLED and not _is_judged(key, stored_at):
            yield key


def _is_judged(key: str, stored_at: datetime) -> bool:
    message = parse(files.get("raw", key), Receipt((), stored_at, key))
    return seen.find(seen.digest_key("email", fingerprint_of(message))) is not None
