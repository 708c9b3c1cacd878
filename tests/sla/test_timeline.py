"""What a ticket keeps of its history for its clocks."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib import codec
from chalicelib.sla.calendar import Calendar, moment
from chalicelib.sla.clocks import Clock, State, clocks
from chalicelib.sla.policy import Category, ClockKind, Policy
from chalicelib.sla.receipt import receipt
from chalicelib.sla.timeline import (
    Mark,
    Situation,
    Timeline,
    answered,
    became,
    begin,
    customer_wrote,
    prioritised,
    remember,
    situation,
)
from tests.sla.strategies import Story, stories


def kept(*marks: tuple[int, str]) -> list[tuple[int, str]]:
    timeline: Timeline = ()
    for mark in marks:
        timeline = remember(timeline, Mark(*mark))
    return [(mark.at, mark.what) for mark in timeline]


def test_a_timeline_is_short_in_json_and_comes_back() -> None:
    timeline = begin(1764600000, priority=3)
    assert codec.to_json(timeline) == b'[[1764600000,"o"],[1764600000,"p3"]]'
    assert codec.from_json(codec.to_json(timeline), Timeline) == timeline


def test_marks_are_made_by_name() -> None:
    made = (customer_wrote(1), answered(2), became(3, Category.HOLD), prioritised(4, 2))
    assert made == (Mark(1, "c"), Mark(2, "a"), Mark(3, "hold"), Mark(4, "p2"))


@pytest.mark.parametrize(
    ("marks", "dropped"),
    [
        pytest.param([(0, "o"), (5, "c")], [1], id="a message before the first answer: that clock runs already"),
        pytest.param([(0, "o"), (1, "a"), (5, "c"), (6, "c")], [3], id="a second message while one is unanswered"),
        pytest.param([(0, "o"), (1, "a"), (5, "a")], [2], id="an answer while nobody waits"),
        pytest.param([(0, "o"), (1, "a"), (5, "c"), (6, "a"), (7, "c")], [], id="a new question"),
        pytest.param([(0, "o"), (5, "open"), (6, "open")], [2], id="the status it has"),
        pytest.param([(0, "o"), (5, "new")], [1], id="the status it began with"),
        pytest.param([(0, "o"), (5, "resolved"), (6, "closed")], [], id="closed after resolved: the receipt tells them apart"),
        pytest.param([(0, "o"), (5, "p3"), (6, "p3")], [2], id="the priority it has"),
        pytest.param([(0, "o"), (5, "p3"), (6, "p2")], [1], id="a priority that no clock stopped under"),
        pytest.param([(0, "o"), (5, "p3"), (6, "a"), (7, "p2")], [], id="a priority that a clock stopped under"),
        pytest.param([(0, "o"), (5, "a"), (5, "p3"), (6, "p2")], [], id="a priority set in the second in which a clock stopped"),
        pytest.param([(0, "o"), (5, "a"), (5, "p3"), (5, "p2")], [2], id="the last of two priorities in one second"),
        pytest.param([(0, "o"), (1, "p2"), (2, "a"), (5, "p3"), (6, "p2")], [3, 4], id="a priority there and back"),
        pytest.param([(0, "o"), (5, "o")], [1], id="opened twice"),
        pytest.param([(0, "o"), (5, "?")], [1], id="a code of a later version"),
    ],
)
def test_what_cannot_change_a_clock_is_dropped(marks: list[tuple[int, str]], dropped: list[int]) -> None:
    assert kept(*marks) == [mark for place, mark in enumerate(marks) if place not in dropped]


def test_time_never_runs_backwards() -> None:
    assert kept((10, "o"), (20, "a"), (15, "c")) == [(10, "o"), (20, "a"), (20, "c")]


def test_a_situation_is_the_timeline_in_one_line() -> None:
    timeline = tuple(Mark(*mark) for mark in ((0, "o"), (0, "p3"), (1, "a"), (5, "c"), (6, "c"), (7, "hold")))
    assert situation(timeline) == Situation(True, True, 5, Category.HOLD, 3)


@given(stories(), st.integers(0, 3 * 86_400))
@settings(max_examples=80, deadline=None)
def test_dropping_marks_changes_no_clock_and_no_receipt(story: Story, later: int) -> None:
    short: Timeline = ()
    for mark in story.marks:
        short = remember(short, mark)
    now = story.marks[-1].at + later
    assert _told(short, story.policy, story.calendar, now) == _told(story.marks, story.policy, story.calendar, now)


def _told(timeline: Timeline, policy: Policy, calendar: Calendar, now: int) -> list[object]:
    found = clocks(timeline, policy, calendar)
    receipts = [receipt(timeline, policy, calendar, clock.kind, now=moment(now), number=clock.number) for clock in found]
    return [*(_lasting(clock) for clock in found), *receipts]


def _lasting(clock: Clock) -> tuple[ClockKind, int, int, State, object, object, object]:
    return clock.kind, clock.number, clock.target, clock.state, clock.due_at, clock.stopped_at, clock.paused_by
