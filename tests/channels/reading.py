"""Reading a channel's samples, and judging what it says of a provider's answer."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from chalicelib.channels.message import Inbound, WebhookCall
from chalicelib.channels.registry import Parsed, channel
from chalicelib.errors import ProviderRefused, Unavailable, Uncertain
from tests.channels.signing import NOW

SAMPLES = Path(__file__).parent.parent / "samples"
FOR_EVER, NOT_NOW, PERHAPS = ProviderRefused, Unavailable, Uncertain


def sample(name: str, file: str, query: Mapping[str, str] | None = None) -> Parsed:
    return channel(name).parse(WebhookCall((SAMPLES / name / file).read_bytes(), {}, NOW, query=query or {}))


def payload(name: str, content: Any, query: Mapping[str, str] | None = None) -> Parsed:
    return channel(name).parse(WebhookCall(json.dumps(content).encode(), {}, NOW, query=query or {}))


def one(parsed: Parsed) -> Inbound:
    (message,) = parsed.messages
    return message


def judge(name: str) -> Callable[[int, Any], type[Exception] | None]:
    """The kind of error that the channel reads from a status and an answer."""

    def judged(status: int, answer: Any) -> type[Exception] | None:
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        refusal = channel(name).refusal(status, body)
        return type(refusal) if refusal else None

    return judged
