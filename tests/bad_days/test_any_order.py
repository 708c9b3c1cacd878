"""Everything twice, in any order, and once more much later: the story ends the same."""

import random

import pytest

from tests.bad_days import stores
from tests.bad_days.ending import differences, ending
from tests.bad_days.sweep import Played, play
from tests.bad_days.watched import QUEUE_OF, Watched
from tests.bad_days.way import LEGS

AGAIN = {*QUEUE_OF, "on_commits", "agenda", "POST /hooks/{name}"}


def compared(clean: list[Played], other: list[Played]) -> list[str]:
    pairs = zip(clean, other, strict=True)
    return [f"{one.leg.name}: {found}" for one, two in pairs for found in differences(one.ending, two.ending, slack=2)]


@pytest.mark.slow
def test_everything_twice_is_as_good_as_once(watched: Watched) -> None:
    begun = watched.save()
    clean = play(watched)
    watched.restore(begun)
    watched.deliver_twice = True
    assert compared(clean, play(watched)) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_no_order_matters(watched: Watched, seed: int) -> None:
    begun = watched.save()
    clean = play(watched)
    watched.restore(begun)
    watched.order, watched.deliver_twice = random.Random(seed), seed % 2 == 0
    assert compared(clean, play(watched)) == []


@pytest.mark.slow
def test_old_events_change_nothing(watched: Watched) -> None:
    story = play(watched)
    again = [invocation.again for played in story for invocation in played.invocations if invocation.handler in AGAIN]
    random.Random(5).shuffle(again)
    for happens in again:
        happens(watched)
    watched.rest()
    assert len(again) > 4 * len(LEGS)
    assert differences(story[-1].ending, ending(watched), slack=2) == []
    assert len(stores.sent()) == sum(story[-1].ending.parts["mails"].values())
