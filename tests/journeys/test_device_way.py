"""A device's alert is one ticket while it lasts, whatever it repeats; its end resolves it; one that comes and goes is counted."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from chalicelib.channels.message import WebhookCall
from chalicelib.settings import settings
from chalicelib.storage import seen
from chalicelib.tickets import events as ev
from tests.channels.signing import SIGNERS
from tests.journeys.providers import providers
from tests.journeys.walks import found, resolve, state
from tests.world import World

pytestmark = pytest.mark.slow


class Devices:
    """A warehouse that reports to the desk."""

    def __init__(self, world: World) -> None:
        self.world, self.count = world, 0

    def say(self, *events: dict[str, Any]) -> None:
        """One signed call; the clock goes on a minute afterwards."""
        body = json.dumps({"events": [self._whole(event) for event in events]}).encode()
        call = WebhookCall(body, {"content-type": "application/json"}, self.world.now, f"{settings().public_url}/hooks/device")
        headers = dict(SIGNERS["device"].signed(call).headers)
        assert self.world.http("POST", "/hooks/device", body=body, headers=headers)["statusCode"] == 200
        self.world.settle().after(minutes=1)

    def _whole(self, event: dict[str, Any]) -> dict[str, Any]:
        self.count += 1
        return {"type": "alert", "id": f"e{self.count}", "device": "freezer-3", "alert": "temperature", "account": "warehouse"} | event

    def comes(self, text: str = "-9 °C") -> None:
        self.say({"text": text})

    def goes(self) -> None:
        self.say({"type": "recovery", "value": "-19 °C"})


@pytest.fixture
def devices(world: World, tmp_path: Path) -> Iterator[Devices]:
    with providers(world, tmp_path):
        yield Devices(world)


def statuses(ticket: int) -> list[tuple[str, str]]:
    return [(event.category, event.because) for event in found(ticket, ev.StatusChanged)]


def lines(ticket: int) -> int:
    return len(found(ticket, ev.MessageReceived))


def test_repetitions_of_an_alert_are_lines_of_its_ticket(devices: Devices) -> None:
    for degrees in range(-9, -4):
        devices.comes(f"{degrees} °C")
    devices.say({"type": "reading", "value": "-4 °C"})
    assert (seen.newest_number(), lines(1), state(1).subject) == (1, 6, "freezer-3: temperature")
    assert devices.world.failures == []


def test_the_end_of_an_alert_resolves_its_ticket_with_the_reason(devices: Devices) -> None:
    devices.comes()
    devices.goes()
    assert statuses(1) == [("resolved", "the device reports that temperature is over")]
    assert found(1, ev.SurveyPlanned) == []


def test_another_alert_or_device_has_a_ticket_of_its_own(devices: Devices) -> None:
    devices.say({"text": "-9 °C"}, {"alert": "door", "text": "open"}, {"device": "freezer-4", "text": "-8 °C"})
    devices.say({"type": "recovery", "alert": "door"})
    assert (seen.newest_number(), [state(number).is_over for number in (1, 2, 3)]) == (3, [False, True, False])


def test_an_alert_that_comes_back_within_the_hour_is_counted_and_tagged_as_flapping(devices: Devices) -> None:
    devices.comes()
    for _ in range(4):
        devices.goes()
        devices.comes()
    assert (seen.newest_number(), lines(1)) == (1, 9)
    assert [because for category, because in statuses(1) if category == "open"] == [
        f"the alert came back (return {n})" for n in range(1, 5)
    ]
    assert state(1).tags == ("flapping",)
    assert len(found(1, ev.FieldsChanged)) == 1


def test_an_alert_that_comes_back_later_is_a_new_ticket_that_follows(devices: Devices) -> None:
    devices.comes()
    devices.goes()
    devices.world.after(minutes=90)
    devices.comes()
    assert (seen.newest_number(), state(2).follows, state(1).is_over) == (2, 1, True)
    devices.goes()
    assert state(2).is_over


def test_an_end_without_an_alert_opens_nothing(devices: Devices) -> None:
    devices.goes()
    assert (seen.newest_number(), devices.world.failures) == (0, [])


def test_an_end_after_an_agent_resolved_it_changes_nothing_more(devices: Devices) -> None:
    devices.comes()
    resolve(devices.world, 1)
    before = statuses(1)
    devices.goes()
    assert (statuses(1), lines(1)) == (before, 2)


def test_the_same_event_twice_is_one_line(devices: Devices) -> None:
    devices.world.deliver_twice = True
    devices.say({"id": "same", "text": "-9 °C"})
    devices.say({"id": "same", "text": "-9 °C"})
    assert (seen.newest_number(), lines(1)) == (1, 1)


def test_an_old_call_is_refused(devices: Devices) -> None:
    body = b'{"type": "alert", "device": "freezer-3"}'
    call = WebhookCall(body, {}, devices.world.now, f"{settings().public_url}/hooks/device")
    headers = dict(SIGNERS["device"].signed(call).headers)
    devices.world.now += timedelta(minutes=6)
    headers |= {"content-type": "application/json"}
    assert devices.world.http("POST", "/hooks/device", body=body, headers=headers)["statusCode"] == 401
