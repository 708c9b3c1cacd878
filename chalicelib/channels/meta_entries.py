"""The webhook body that pages and Instagram accounts share: entries of messaging events and of changes."""

import json
from collections.abc import Iterator
from typing import Any

from chalicelib.channels import comments_reading, meta_messaging
from chalicelib.channels.batch import Found, Remark, gathered, objects
from chalicelib.channels.message import WebhookCall
from chalicelib.channels.payload import load, mapping, text
from chalicelib.channels.registry import Parsed
from chalicelib.errors import Unreadable

CHANNELS = {"page": "messenger", "instagram": "instagram"}
MESSAGING = ("messaging", "standby")


def parse(call: WebhookCall, otherwise: str) -> Parsed:
    """Everything of every entry; `otherwise` is the messaging channel where the body does not say its object."""
    payload = _payload(call.body)
    return gathered(_body(payload, CHANNELS.get(text(payload.get("object")), otherwise), call))


def _payload(body: bytes) -> dict[str, Any]:
    """The body with entries; a list of entries, one entry or one event without its envelope is read too."""
    try:
        bare = json.loads(body)
    except (ValueError, RecursionError):
        bare = None
    payload = {"entry": bare} if bare and isinstance(bare, list) else load(body)
    if "entry" in payload:
        return payload
    if payload.keys() & {*MESSAGING, "changes"}:
        return {"entry": [payload]}
    if "sender" in payload:
        return {"entry": [{"messaging": [payload]}]}
    raise Unreadable("body: neither entries nor events")


def _body(payload: dict[str, Any], channel: str, call: WebhookCall) -> Iterator[Found]:
    for where, entry in objects(payload["entry"], "entry"):
        if isinstance(entry, Remark):
            yield entry
            continue
        yield from _entry(where, entry, channel, call)


def _entry(where: str, entry: dict[str, Any], channel: str, call: WebhookCall) -> Iterator[Found]:
    account = text(entry.get("id"))
    if not entry.keys() & {*MESSAGING, "changes"}:
        yield Remark(f"{where}: an entry with nothing in it")
    for key in (key for key in MESSAGING if key in entry):
        for there, event in objects(entry[key], f"{where}.{key}"):
            yield from (event,) if isinstance(event, Remark) else meta_messaging.read(there, event, (channel, account), call)
    for there, change in objects(entry["changes"], f"{where}.changes") if "changes" in entry else ():
        yield from (change,) if isinstance(change, Remark) else _change(there, change, (channel, account), call)


def _change(where: str, change: dict[str, Any], place: tuple[str, str], call: WebhookCall) -> Iterator[Found]:
    field, value = text(change.get("field")), change.get("value")
    if not isinstance(value, dict):
        yield Remark(f"{where}.value: expected an object", is_fault=True)
    elif field in comments_reading.FIELDS:
        yield from comments_reading.read(where, value, (field, place[1]), call)
    elif mapping(value.get("sender")):
        # How Meta's console sends its tests.
        yield from meta_messaging.read(f"{where}.value", value, place, call)
    else:
        yield Remark(f"{where}: {field or 'a change without a field'}")
