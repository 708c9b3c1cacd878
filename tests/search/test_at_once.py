"""Words are written, put together and erased, each step in the middle of others: nothing is lost, nothing erased comes back."""

import random
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.search import actions as search
from chalicelib.search import sheets
from chalicelib.search.sheets import OPENLY, TOP, drawers, sheet_of
from chalicelib.storage import search as rows
from chalicelib.storage.rows import shared_connection
from tests.search.test_drawers import found, told

WORDS = ("aino", "huol", "keit", "lask", "lasku", "vuot")
PLACES = sorted({TOP, *(drawer for word in WORDS for drawer in drawers(word)[:3])})
STEPS, DEEPEST, OFTEN = 60, 3, 0.12


class Crowd:
    """Before some requests of a step another step is taken, to its end."""

    def __init__(self, seed: int) -> None:
        self.drawn, self.depth, self.newest = random.Random(seed), 0, 0
        self.said, self.erased = set[tuple[int, str]](), set[tuple[int, str]]()

    def step(self, **_: Any) -> None:
        self.depth += 1
        self.drawn.choice([self.write, self.write, self.put_together, self.put_together, self.erase])()
        self.depth -= 1

    def between(self, **_: Any) -> None:
        if self.depth <= DEEPEST and self.drawn.random() < OFTEN:
            self.step()

    def write(self) -> None:
        self.newest += 1
        number, words = self.newest, self.drawn.sample(WORDS, 3)
        rows.put_sheets({TOP: sheet_of(number, 1, {OPENLY: words})})
        self.said |= {(number, word) for word in words}

    def put_together(self) -> None:
        search.put_together(self.drawn.choice([TOP, *PLACES]), wait=0)

    def erase(self) -> None:
        if left := sorted(self.said - self.erased):
            number, word = self.drawn.choice(left)
            self.erased.add((number, word))
            search._forget(number, {word})


@pytest.fixture
def small_drawers(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that they are full after a few messages."""
    monkeypatch.setattr(sheets, "MANY_ON_TOP", 6)
    monkeypatch.setattr(sheets, "MANY", 3)


@pytest.fixture(params=(27, 37, 48))
def crowd(tables: None, small_drawers: None, request: pytest.FixtureRequest) -> Iterator[Crowd]:
    made, events = Crowd(request.param), shared_connection().client.meta.events
    events.register("before-call.dynamodb", made.between)
    yield made
    events.unregister("before-call.dynamodb", made.between)


def test_in_the_middle_of_each_other_nothing_is_lost_and_nothing_erased_comes_back(crowd: Crowd) -> None:
    for _ in range(STEPS):
        crowd.step()
    crowd.depth = DEEPEST + 1
    left = crowd.said - crowd.erased
    assert {(number, word) for word, tickets in told().items() for number in tickets} == left
    for word in WORDS:
        assert found(word) == sorted((number for number, said in left if said == word), reverse=True)
    assert len(crowd.erased) > 3
