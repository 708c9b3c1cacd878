"""One delivery as an HTTP call, signed as Standard Webhooks 1.0 has it."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from chalicelib.channels.message import HttpCall
from chalicelib.instants import instant
from chalicelib.standard_signature import ID, SIGNATURE, TIME, key_of, signature

PING = "webhook.ping"
Json = Mapping[str, Any]


def call(url: str, secrets: Sequence[str], name: str, event: Json, now: datetime) -> HttpCall:
    """`name` is the same for every attempt, so that a receiver knows an event that comes twice."""
    body = json.dumps(envelope(event), ensure_ascii=False, separators=(",", ":")).encode()
    time = str(int(now.timestamp()))
    signatures = " ".join(signature(key_of(secret), name, time, body) for secret in secrets)
    headers = {"Content-Type": "application/json", "User-Agent": "Vuoro", ID: name, TIME: time, SIGNATURE: signatures}
    return HttpCall("POST", url, headers, body)


def envelope(event: Json) -> dict[str, Any]:
    return {"type": event["type"], "timestamp": event["at"], "data": event}


def ping(number: int, now: datetime) -> dict[str, Any]:
    """What a test tells."""
    return {"type": PING, "at": instant(now), "webhook_id": number}


def name_of(event: int) -> str:
    """The id of an event as the header has it."""
    return f"event_{event}"
