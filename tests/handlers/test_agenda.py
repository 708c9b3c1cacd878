"""The clockwork: each minute exactly the checks that come due soon, and what is long overdue less often."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chalicelib.outside import aws
from chalicelib.storage import tickets as rows
from tests.tickets.samples import ticket
from tests.world import SCHEDULED, START, World

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def waits(number: int, look_at: datetime) -> None:
    rows.put_view(replace(ticket(number=number), look_at=look_at))


@pytest.fixture
def sent(world: World) -> Iterator[dict[int, int]]:
    """Ticket and delay of every check, as SQS was asked."""
    found: dict[int, int] = {}

    def note(params: dict[str, list[dict[str, str]]], **_: object) -> None:
        found.update({json.loads(entry["MessageBody"])["ticket"]: int(entry.get("DelaySeconds", 0)) for entry in params["Entries"]})

    events, name = aws.client("sqs").meta.events, "before-parameter-build.sqs.SendMessageBatch"
    events.register_first(name, note)
    yield found
    events.unregister(name, note)


def tick(world: World, now: datetime) -> None:
    world.now = now
    world.call("agenda", SCHEDULED)


def test_checks_of_the_next_ninety_seconds_are_sent_with_the_rest_of_their_delay(world: World, sent: dict[int, int]) -> None:
    for number, offset in enumerate((-60 * SECOND, 0 * SECOND, 29.5 * SECOND, 90 * SECOND, 91 * SECOND), 1):
        waits(number, START + offset)
    tick(world, START - timedelta(microseconds=100))
    assert sent == {1: 0, 2: 0, 3: 30, 4: 90}


def test_what_is_long_overdue_is_sent_each_quarter_of_an_hour(world: World, sent: dict[int, int]) -> None:
    waits(1, START - 16 * MINUTE)
    waits(2, START - 5 * MINUTE)
    for minute, wanted in ((1, {2}), (7, {2}), (15, {1})):
        sent.clear()
        tick(world, START + minute * MINUTE)
        assert set(sent) >= wanted
        assert (1 in sent) is (minute == 15)


def test_an_idle_minute_sends_nothing(world: World, sent: dict[int, int]) -> None:
    waits(1, START + 5 * MINUTE)
    tick(world, START)
    assert sent == {}
