"""Who calls, as an exchange tells of them: a whole number is a phone, anything else is this call and nobody's phone."""

from typing import Any

import pytest

from chalicelib.channels.message import Handle
from tests.channels.reading import payload

RING = {"type": "ringing", "call": "c1", "to": "+358409000000"}


@pytest.mark.parametrize(
    ("told", "caller"),
    [
        ({"from": "+358401112222"}, Handle("phone", "+358401112222")),
        ({"from": "358401112222"}, Handle("phone", "+358401112222")),
        ({"from": "+358 (0)40 111 2222"}, Handle("phone", "+358401112222")),
        ({"from": "040 111 2222"}, Handle("phone", "+358401112222")),
        ({"from": "08-111 222 33", "to": "+46812345678"}, Handle("phone", "+46811122233")),
        ({"from": "0401112222", "to": "switchboard"}, Handle("call", "c1", "0401112222")),
        ({"from": "112"}, Handle("call", "c1", "112")),
        ({"from": "sip:aino@pbx.example"}, Handle("call", "c1", "sip:aino@pbx.example")),
        ({"from": "anonymous", "name": "Aino"}, Handle("call", "c1", "Aino")),
        ({}, Handle("call", "c1", "withheld number")),
        ({"call": "+358401112222"}, Handle("call", "+358401112222", "withheld number")),
    ],
)
def test_a_caller_is_a_whole_number_or_nobody_but_this_call(told: dict[str, Any], caller: Handle) -> None:
    (message,) = payload("phone", {**RING, **told}).messages
    assert (message.sender, message.subject) == (caller, f"Call from {caller.name or caller.value}")
