"""A handler killed behind any of its calls and run again: its bill loses what died unbilled, and has nothing twice."""

import functools
import itertools
from collections.abc import Iterator

import pytest

from bench.recorder import Recorder
from chalicelib.costs.actions import bill_of
from chalicelib.costs.parts import plus
from chalicelib.people import actions as people
from chalicelib.people.keys import Key
from chalicelib.storage import seen
from chalicelib.storage.tickets import find_commits
from tests.accounts import Counted, shared_rest
from tests.bad_days.calls import Killed, Wire, wire
from tests.handlers.client import ADMIN_KEY, Client
from tests.world import World

pytestmark = pytest.mark.slow

# The put of VIEW that a commit foresees, and that its killed writer never came to.
FORESEEN = {"dynamodb:PutItem": 1}


class Mortal(Counted):
    """One handler dies once, behind its call of that number, and its event is delivered again."""

    def dying(self, line: Wire, handler: str, number: int) -> None:
        self.line, self.victim, self.number, self.died_with = line, handler, number, -1

    def call(self, handler: str, event: dict[str, object]) -> object:
        if handler != self.victim or self.died_with >= 0:
            return super().call(handler, event)
        begun = len(self.recorder.calls)
        self.line.handler = handler
        self.line.kill(self.number, "after")
        try:
            return super().call(handler, event)
        except Killed:
            self.died_with = len(self.recorder.calls) - begun
        finally:
            self.line.handler = ""
            self.line.leave_alone()
        return super().call(handler, event)


@pytest.fixture
def line() -> Iterator[Wire]:
    with wire() as listening:
        yield listening


HANDLERS = [*(pytest.param(name, marks=pytest.mark.slow) for name in ("on_inbound", "on_routing", "on_delivery")), "on_commits"]


@pytest.mark.parametrize("handler", HANDLERS)
def test_a_killed_run_loses_its_open_account_and_no_more(world: World, line: Wire, handler: str, caplog: pytest.LogCaptureFixture) -> None:
    people.forget()
    people.ensure_key(ADMIN_KEY, Key(), world.now)
    deaths = 0
    for number in itertools.count():
        caplog.clear()
        with Recorder().attached() as recorder:
            mortal = Mortal(world.app, recorder=recorder, now=world.now, stream=world.stream, mails_read=len(world.mails()))
            mortal.dying(line, handler, number)
            before = bills()
            mortal.mail(f"Aino <aino{number}@asiakas.example>", f"Keitin {number}", "Hei, keitin ei lämpene enää. Saanko uuden?")
            mortal.settle()
            assert Client(mortal).post(f"/tickets/{seen.newest_number()}/reply", {"body": "Selvitämme asiaa."}).status == 201
            mortal.settle()
            billed = plus(bills(), before, -1)
        world.now = mortal.now
        missing = plus(mortal.counted, plus(billed, shared_rest(caplog.records)), -1)
        if mortal.died_with < 0:
            assert missing == {}
            break
        deaths += 1
        assert sum(missing.values()) <= mortal.died_with, (number, missing)
        assert {name: n for name, n in missing.items() if n < 0 and -n > FORESEEN.get(name, 0)} == {}, (number, missing)
    assert deaths > 1


def bills() -> dict[str, int]:
    """The requests on all tickets' bills together."""
    numbers = range(1, seen.newest_number() + 1)
    return functools.reduce(plus, (bill_of(number, find_commits(number)).requests for number in numbers), {})
