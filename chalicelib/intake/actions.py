"""Reading the inbound queue: where the payload is, what it is, and what it says; the raw form stays where it was."""

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote_plus

from chalicelib import meter
from chalicelib.channels import amazon_connect
from chalicelib.channels.email.receipt import Receipt
from chalicelib.channels.message import Inbound, StatusReport, Verdicts, WebhookCall
from chalicelib.channels.registry import CHANNELS, Channel, channel
from chalicelib.codec import from_plain, to_json
from chalicelib.context import Context
from chalicelib.costs.brought import chunks
from chalicelib.errors import Unreadable
from chalicelib.ids import command_id
from chalicelib.intake.hook import Hook
from chalicelib.intake.ses import reports, stored_mail
from chalicelib.outside import files, queues
from chalicelib.storage import seen, suspended, visits
from chalicelib.tickets.arrival import fingerprint_of

LARGEST_IN_QUEUE = 600_000
SWEPT = timedelta(days=2)
SETTLED = timedelta(hours=1)


def keep(way: Channel, call: WebhookCall) -> None:
    """Make a proven webhook call durable in one call: on the queue, or in the bucket whose events feed that queue."""
    kept = {name: call.headers[name] for name in way.kept_headers if name in call.headers}
    hook = to_json(Hook(way.name, call.at, base64.b64encode(call.body).decode(), kept, dict(call.query)))
    if len(hook) <= LARGEST_IN_QUEUE:
        queues.send("inbound", hook.decode())
    else:
        files.put("raw", f"payloads/{way.name}/{call.at:%Y%m%dT%H%M%S}-{command_id()}", hook, "application/json")


def read(plain: dict[str, Any], context: Context) -> Iterator[Inbound | StatusReport]:
    """Everything that one message of the inbound queue says. Raises Unreadable for what nobody can read."""
    match plain:
        case {"notificationType": "Received"}:
            yield _mail(plain, context)
        case {"eventType": _} | {"notificationType": _}:
            yield from reports(plain)
        case {"channel": str(), "body": str(), "at": str()}:
            yield from _hook(plain, context)
        case {"Records": [*records]}:
            for record in records:
                yield from _stored_hook(record, context)
        case {"Event": "s3:TestEvent"}:
            return
        case _:
            yield from _further(plain, context)


def _further(plain: dict[str, Any], context: Context) -> Iterator[Inbound]:
    """What the desk tells itself, and calls of Amazon Connect."""
    match plain:
        case {"release": int() as number, "by": str(by)}:
            yield from _released(number, by, context)
        case {"confirmed": int() as number}:
            yield from _confirmed(number, context)
        case {"source": amazon_connect.SOURCE, "detail-type": amazon_connect.DETAIL_TYPE}:
            told = amazon_connect.parse(plain)
            yield from (told,) if isinstance(told, Inbound) else ()
        case _:
            raise Unreadable(f"nothing known in the inbound queue: {', '.join(sorted(plain))[:200]}")


def _mail(notice: dict[str, Any], context: Context) -> Inbound:
    found = stored_mail(notice, _own(context))
    return _parsed(found.key, found.receipt)


def _parsed(key: str, receipt: Receipt) -> Inbound:
    # A dozen modules of patterns, which what providers report of our own messages, the most by number, does not need.
    from chalicelib.channels.email.parse import parse

    raw = files.get("raw", key)
    meter.arrived(chunks(raw))
    return parse(raw, receipt)


def _released(number: int, by: str, context: Context) -> Iterator[Inbound]:
    """A mail that waited, as if it had just come; nothing if it has expired meanwhile."""
    row = suspended.find(number, context.now)
    if row is None:
        return
    data = row.data
    if "form" in data:
        yield replace(from_plain(data["form"], Inbound), released=f"it came by a form and was released by {by}")
        return
    receipt = Receipt(
        recipients=tuple(data["recipients"]), received_at=datetime.fromisoformat(data["received_at"]), raw=data["raw"],
        verdicts=from_plain(data["verdicts"], Verdicts), mail_from=data["return_path"], own_addresses=_own(context),
    )  # fmt: skip
    found = _parsed(receipt.raw, receipt)
    yield replace(found, released=f"it had been suspended ({data['cause']}) and was released by {by}")


def _confirmed(number: int, context: Context) -> Iterator[Inbound]:
    """All forms that wait for the same word of the same address's owner, and what comes later needs none; each is marked when it is in."""
    asked = suspended.find(number, context.now)
    if asked is None or "form" not in asked.data:
        return
    for one in visits.confirm(asked.data["unproven"], context.now) or (number,):
        row = suspended.find(one, context.now)
        if row is not None and row.data["state"] == suspended.WAITING:
            yield replace(from_plain(row.data["form"], Inbound), released="the owner of the address confirmed it")
            suspended.release(row, "the owner of the address", context.now)


def _proven(message: Inbound, now: datetime) -> Inbound:
    """A claim to an address that its owner has confirmed for this visitor is one no more."""
    return replace(message, unproven="") if message.unproven and visits.is_confirmed(message.unproven, now) else message


def _own(context: Context) -> frozenset[str]:
    return frozenset(account.address for account in context.desk.accounts if account.channel == "email")


def _hook(plain: dict[str, Any], context: Context) -> Iterator[Inbound | StatusReport]:
    """All parts that can be read; then the fault of those that cannot, so that the payload is kept for a person to see."""
    try:
        hook = from_plain(plain, Hook)
        body = base64.b64decode(hook.body, validate=True)
    except ValueError as fault:
        raise Unreadable(f"webhook body: {fault}") from fault
    if hook.channel not in CHANNELS:
        raise Unreadable(f"there is no channel {hook.channel}")
    parsed = channel(hook.channel).parse(WebhookCall(body, hook.headers, hook.at, query=hook.query))
    yield from (_proven(message, context.now) for message in parsed.messages)
    yield from parsed.statuses
    if parsed.faults:
        raise Unreadable(f"{hook.channel}: {'; '.join(parsed.faults)}")


def _stored_hook(record: dict[str, Any], context: Context) -> Iterator[Inbound | StatusReport]:
    try:
        key = unquote_plus(record["s3"]["object"]["key"])
    except (KeyError, TypeError) as fault:
        raise Unreadable(f"S3 event: {fault}") from fault
    yield from _hook(json.loads(files.get("raw", key)), context)


def unheard(now: datetime) -> Iterator[str]:
    """Keys of raw mails of the last two days that nobody has judged within an hour."""
    for key, stored_at in files.listed("raw", "mail/"):
        if now - SWEPT <= stored_at <= now - SETTLED and not _is_judged(key, stored_at):
            yield key


def _is_judged(key: str, stored_at: datetime) -> bool:
    message = _parsed(key, Receipt((), stored_at, key))
    fingerprint = fingerprint_of(message)
    if seen.find(seen.digest_key("email", fingerprint)) is not None:
        return True
    return suspended.find(suspended.number(fingerprint), stored_at) is not None
