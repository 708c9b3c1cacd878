"""Envelopes that are ours to define: whether a call fits its channel's, and what its sender hears of what does not.

A provider's payload is never judged here: it is kept as it came and read later.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.channels.batch import Remark, objects
from chalicelib.channels.message import WebAnswer, WebhookCall
from chalicelib.channels.payload import load
from chalicelib.channels.registry import Channel
from chalicelib.errors import Unreadable

ALONE = "body"
MOST_EVENTS = 100
MOST_NAMED = 20
# A text or a number that stands for one; yes or no; an object of named parts; a list of one kind.
WORD, FLAG = "a text", "true or false"
Shape = str | Mapping[str, "Shape"] | tuple["Shape"]


def objection(way: Channel, call: WebhookCall) -> WebAnswer | None:
    """Why a call is not taken, with each place: 400 no JSON object, 413 too many events, 422 something in it; all or nothing."""
    try:
        payload = load(call.body)
        if found := [*misfits(payload, way.body)]:
            return _said(422, found)
        if len(payload.get("events") or ()) > MOST_EVENTS:
            return _said(413, [f"events: at most {MOST_EVENTS} are taken at once"])
        parsed = way.parse(call)
    except Unreadable as fault:
        return _said(400, [fault.message])
    unread = [*parsed.faults, *(fault for message in parsed.messages for fault in message.faults)]
    return _said(422, unread) if unread else None


def events(body: bytes) -> Iterator[tuple[str, dict[str, Any] | Remark]]:
    """The one event that a body is, or all of the list under `events`, with their places. Raises Unreadable."""
    payload = load(body)
    if "events" in payload:
        return objects(payload["events"], "events")
    if "type" not in payload:
        raise Unreadable("body: neither type nor events")
    return iter([(ALONE, payload)])


def misfits(value: object, shape: Shape, where: str = "") -> Iterator[str]:
    """The places in a JSON value that are not of their shape; null is as good as absent, a name that is not known fits."""
    match shape:
        case (each,):
            yield from _of_list(value, each, where) if isinstance(value, list) else [f"{where}: expected a list"]
        case Mapping():
            yield from _of_object(value, shape, where) if isinstance(value, dict) else [f"{where or ALONE}: expected an object"]
        case _ if isinstance(value, bool) is not (shape == FLAG) or not isinstance(value, str | int | float):
            yield f"{where}: expected {shape}"


def _of_list(value: list[Any], each: Shape, where: str) -> Iterator[str]:
    for number, one in enumerate(value):
        yield from misfits(one, each, f"{where}[{number}]")


def _of_object(value: dict[str, Any], shape: Mapping[str, Shape], where: str) -> Iterator[str]:
    for name in (name for name in shape if value.get(name) is not None):
        yield from misfits(value[name], shape[name], f"{where}.{name}" if where else name)


def words(*names: str) -> dict[str, Shape]:
    """Parts that are texts, if they are there."""
    return dict.fromkeys(names, WORD)


def _said(status: int, faults: list[str]) -> WebAnswer:
    more = [f"and {len(faults) - MOST_NAMED} more"] if len(faults) > MOST_NAMED else []
    told: dict[str, Any] = {"error": "; ".join([*faults[:MOST_NAMED], *more])}
    return WebAnswer(json.dumps(told, ensure_ascii=False), status, "application/json; charset=utf-8")
