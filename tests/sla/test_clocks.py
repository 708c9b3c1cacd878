"""The promises of a ticket."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings

from chalicelib.sla.calendar import Calendar, Window, epoch, moment
from chalicelib.sla.clocks import Clock, Moved, SolutionTimes, State, clocks, moved, solution_times
from chalicelib.sla.policy import Category, ClockKind, Policy, Target
from chalicelib.sla.timeline import Mark, Timeline
from tests.sla.oracle import open_steps, stints
from tests.sla.strategies import Story, stories

MINUTE, HOUR = 60, 3600
WORK = (Window(time(8), time(12)), Window(time(13), time(16)))
OFFICE = Calendar("office", "Europe/Helsinki", (WORK,) * 5 + ((), ()))
NEVER = Calendar("never", "Europe/Helsinki", ((),) * 7)
FIRST, NEXT, SOLUTION = ClockKind
RUNNING, PAUSED, MET, MISSED = State
WAITING = frozenset({Category.PENDING, Category.HOLD})
POLICY = Policy(
    "standard",
    "office",
    (
        (1, (Target(FIRST, 4 * HOUR), Target(NEXT, 2 * HOUR), Target(SOLUTION, 10 * HOUR, WAITING))),
        (4, (Target(FIRST, HOUR), Target(NEXT, HOUR), Target(SOLUTION, 5 * HOUR, WAITING))),
    ),
)


def at(text: str) -> datetime:
    """A time of the first week of December 2026 in Helsinki: "Tue 15:50"."""
    day, wall = text.split()
    number = ("Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Mon").index(day) + 1
    shown = datetime.strptime(wall, "%H:%M:%S" if wall.count(":") == 2 else "%H:%M")
    return shown.replace(2026, 12, number, tzinfo=ZoneInfo("Europe/Helsinki"))


def story(*marks: str) -> Timeline:
    """A timeline from lines such as "Tue 15:50 o"."""
    return tuple(Mark(epoch(at(mark.rsplit(" ", 1)[0])), mark.rsplit(" ", 1)[1]) for mark in marks)


def told(timeline: Timeline, policy: Policy = POLICY, calendar: Calendar = OFFICE) -> list[str]:
    return [_line(clock) for clock in clocks(timeline, policy, calendar)]


def _line(clock: Clock) -> str:
    due = f"{clock.due_at.astimezone(ZoneInfo('Europe/Helsinki')):%a %H:%M}" if clock.due_at else "-"
    return f"{clock.kind}#{clock.number} {clock.state} {clock.used // MINUTE}/{clock.target // MINUTE} due {due}"


@pytest.mark.parametrize(
    ("marks", "lines"),
    [
        pytest.param(
            ["Tue 15:50 o"],
            ["first_response#1 running 0/240 due Wed 11:50", "resolution#1 running 0/600 due Thu 10:50"],
            id="opened",
        ),
        pytest.param(
            ["Tue 15:50 o", "Wed 09:00 a"],
            ["first_response#1 met 70/240 due Wed 11:50", "resolution#1 running 70/600 due Thu 10:50"],
            id="answered",
        ),
        pytest.param(
            ["Tue 15:50 o", "Wed 09:00 c", "Wed 11:50 a"],
            ["first_response#1 missed 240/240 due Wed 11:50", "resolution#1 running 240/600 due Thu 10:50"],
            id="answered at the due instant: too late",
        ),
        pytest.param(
            ["Tue 15:50 o", "Wed 08:00 a", "Wed 10:00 c", "Wed 10:30 c"],
            [
                "first_response#1 met 10/240 due Wed 11:50",
                "next_response#1 running 30/120 due Wed 12:00",
                "resolution#1 running 160/600 due Thu 10:50",
            ],
            id="the first unanswered message starts the next response",
        ),
        pytest.param(
            ["Tue 15:50 o", "Wed 08:00 a", "Wed 10:00 c", "Wed 10:30 a", "Wed 11:00 a", "Wed 11:30 c"],
            [
                "first_response#1 met 10/240 due Wed 11:50",
                "next_response#1 met 30/120 due Wed 12:00",
                "next_response#2 running 0/120 due Wed 14:30",
                "resolution#1 running 220/600 due Thu 10:50",
            ],
            id="each question has its own clock",
        ),
        pytest.param(
            ["Tue 15:50 o", "Wed 08:00 a", "Wed 08:00 pending", "Wed 10:00 open"],
            ["first_response#1 met 10/240 due Wed 11:50", "resolution#1 running 10/600 due Thu 13:50"],
            id="waiting for the customer does not count",
        ),
        pytest.param(
            ["Tue 15:50 o", "Wed 08:00 a", "Wed 08:00 pending", "Wed 10:00 hold"],
            ["first_response#1 met 10/240 due Wed 11:50", "resolution#1 paused 10/600 due -"],
            id="a clock that stands still has no due instant",
        ),
        pytest.param(
            ["Tue 15:50 o", "Wed 08:00 a", "Fri 09:00 pending"],
            ["first_response#1 met 10/240 due Wed 11:50", "resolution#1 paused 910/600 due Thu 10:50"],
            id="unless it was due before",
        ),
        pytest.param(
            ["Tue 15:50 o", "Wed 08:00 a", "Wed 10:00 c", "Wed 11:00 resolved"],
            [
                "first_response#1 met 10/240 due Wed 11:50",
                "next_response#1 met 60/120 due Wed 12:00",
                "resolution#1 met 190/600 due Thu 10:50",
            ],
            id="a resolution answers",
        ),
        pytest.param(
            ["Tue 15:50 o", "Wed 08:00 resolved"],
            ["first_response#1 paused 10/240 due -", "resolution#1 met 10/600 due Thu 10:50"],
            id="resolved without an answer: that clock stands still",
        ),
        pytest.param(
            ["Tue 15:50 o", "Wed 08:00 resolved", "Wed 08:00 a"],
            ["first_response#1 met 10/240 due Wed 11:50", "resolution#1 met 10/600 due Thu 10:50"],
            id="resolved and answered in one second, in this order",
        ),
        pytest.param(
            ["Tue 15:50 o", "Wed 08:00 a", "Wed 08:00 resolved"],
            ["first_response#1 met 10/240 due Wed 11:50", "resolution#1 met 10/600 due Thu 10:50"],
            id="resolved and answered in one second, in the other",
        ),
        pytest.param(
            ["Tue 15:50 o", "Wed 08:00 a", "Wed 09:00 resolved", "Wed 10:00 c", "Thu 08:00 a", "Thu 09:00 closed", "Thu 10:00 c"],
            ["first_response#1 met 10/240 due Wed 11:50", "resolution#1 met 70/600 due Thu 10:50"],
            id="thanks and late replies after the end start nothing",
        ),
        pytest.param(
            ["Tue 15:50 o", "Wed 08:00 a", "Wed 09:00 resolved", "Wed 10:00 c", "Wed 11:00 open"],
            [
                "first_response#1 met 10/240 due Wed 11:50",
                "next_response#1 running 0/120 due Wed 14:00",
                "resolution#1 running 70/600 due Thu 13:50",
            ],
            id="a message into a resolved ticket waits from the reopening",
        ),
        pytest.param(
            ["Tue 15:50 o", "Wed 08:00 a", "Wed 09:00 closed", "Wed 10:00 open", "Wed 10:00 c"],
            [
                "first_response#1 met 10/240 due Wed 11:50",
                "next_response#1 running 0/120 due Wed 12:00",
                "resolution#1 running 70/600 due Thu 11:50",
            ],
            id="closed without being resolved, then reopened by a message",
        ),
        pytest.param(
            ["Tue 15:50 o", "Wed 08:00 a", "Wed 09:00 resolved", "Wed 10:00 c", "Wed 10:30 closed", "Wed 11:00 open"],
            [
                "first_response#1 met 10/240 due Wed 11:50",
                "next_response#1 running 0/120 due Wed 14:00",
                "resolution#1 running 70/600 due Thu 13:50",
            ],
            id="closing a resolved ticket answers nothing",
        ),
        pytest.param(
            ["Tue 15:50 o", "Wed 09:00 pending", "Wed 10:00 open", "Wed 11:00 p4"],
            ["first_response#1 running 190/60 due Wed 08:50", "resolution#1 running 130/300 due Wed 14:50"],
            id="a new priority counts from the beginning and keeps earlier pauses",
        ),
        pytest.param(
            ["Tue 15:50 o", "Wed 11:00 a", "Wed 11:30 p4"],
            ["first_response#1 met 190/240 due Wed 11:50", "resolution#1 running 220/300 due Wed 13:50"],
            id="a new priority does not judge a stopped clock anew",
        ),
        pytest.param(["Tue 15:50 o", "Tue 15:50 p2"], [], id="a priority without a promise"),
        pytest.param(["Tue 15:50 c"], [], id="never opened"),
        pytest.param([], [], id="nothing at all"),
    ],
)
def test_clocks_follow_the_story(marks: list[str], lines: list[str]) -> None:
    assert told(story(*marks)) == lines


def test_a_reopening_starts_the_next_response_at_the_reopening() -> None:
    found = clocks(story("Tue 15:50 o", "Wed 08:00 a", "Wed 09:00 resolved", "Wed 10:00 c", "Wed 11:00 open"), POLICY, OFFICE)
    assert [clock.started_at for clock in found] == [at("Tue 15:50"), at("Wed 11:00"), at("Tue 15:50")]


REOPENED = ["Tue 15:50 o", "Wed 08:00 a", "Wed 09:00 resolved", "Wed 11:00 open", "Wed 14:00 resolved"]


@pytest.mark.parametrize(
    ("figure", "marks", "line"),
    [
        ("first", REOPENED[:4], "resolution#1 met 70/600 due Thu 10:50"),
        ("first", REOPENED, "resolution#1 met 70/600 due Thu 10:50"),
        ("total", REOPENED[:4], "resolution#1 running 70/600 due Thu 13:50"),
        ("total", REOPENED, "resolution#1 met 190/600 due Thu 13:50"),
    ],
)
def test_the_policy_says_which_resolution_is_the_promise(figure: str, marks: list[str], line: str) -> None:
    assert told(story(*marks), replace(POLICY, resolution=figure))[-1] == line


@pytest.mark.parametrize("figure", ["first", "total"])
@pytest.mark.parametrize(
    ("marks", "times"),
    [
        (REOPENED[:2], SolutionTimes(None, 10 * MINUTE)),
        (REOPENED[:4], SolutionTimes(70 * MINUTE, 70 * MINUTE)),
        (REOPENED, SolutionTimes(70 * MINUTE, 190 * MINUTE)),
        (["Tue 15:50 o", "Tue 15:50 p2"], None),
    ],
)
def test_both_resolution_figures_are_always_there(figure: str, marks: list[str], times: SolutionTimes | None) -> None:
    assert solution_times(story(*marks), replace(POLICY, resolution=figure), OFFICE) == times


def test_a_clock_is_told_whole() -> None:
    assert clocks(story("Tue 15:50 o", "Wed 08:00:01 pending"), POLICY, OFFICE)[1] == Clock(
        kind=SOLUTION,
        number=1,
        priority=1,
        target=10 * HOUR,
        used=10 * MINUTE + 1,
        state=PAUSED,
        started_at=at("Tue 15:50"),
        due_at=None,
        stopped_at=None,
        paused_by=Category.PENDING,
    )


def test_a_calendar_that_never_opens_makes_no_promise_and_no_fault() -> None:
    found = clocks(story("Tue 15:50 o", "Wed 08:00 a"), POLICY, NEVER)
    assert [(clock.state, clock.used, clock.due_at) for clock in found] == [(MET, 0, None), (RUNNING, 0, None)]


def test_a_holiday_told_later_moves_the_promise_and_says_so() -> None:
    timeline = story("Tue 15:50 o", "Tue 15:55 a")
    before = clocks(timeline, POLICY, OFFICE)
    after = clocks(timeline, POLICY, replace(OFFICE, closed=frozenset({date(2026, 12, 2)})))
    moves = moved(before, after)
    assert moves == (Moved(SOLUTION, 1, at("Thu 10:50"), at("Fri 10:50")),)
    assert moves[0].later


@pytest.mark.parametrize(
    ("before", "now", "later"),
    [(None, "Tue 15:50", False), ("Tue 15:50", None, True), ("Tue 15:50", "Tue 15:49", False), ("Tue 15:50", "Tue 15:51", True)],
)
def test_a_promise_moves_later_when_it_ends_later_or_never(before: str | None, now: str | None, later: bool) -> None:
    assert Moved(FIRST, 1, at(before) if before else None, at(now) if now else None).later is later


def test_marks_out_of_order_give_no_negative_time() -> None:
    assert told(story("Wed 10:00 o", "Wed 09:00 a", "Wed 08:00 c", "Wed 07:00 resolved"))[0] == "first_response#1 met 0/240 due Wed 15:00"


@given(stories())
@settings(max_examples=120, deadline=None)
def test_clocks_agree_with_asking_every_minute(drawn: Story) -> None:
    last = drawn.marks[-1].at
    until = last + 2 * 86_400
    opened = open_steps(drawn.calendar, drawn.marks[0].at, until, MINUTE)
    expected = stints(drawn.marks, drawn.policy, opened, until=until, step=MINUTE)
    found = clocks(drawn.marks, drawn.policy, drawn.calendar)
    assert [(str(clock.kind), clock.number, clock.started_at, clock.stopped_at, clock.target) for clock in found] == [
        (stint.kind, stint.number, moment(stint.start), stint.stop and moment(stint.stop), stint.target) for stint in expected
    ]
    for clock, stint in zip(found, expected, strict=True):
        assert clock.used == MINUTE * sum(step < last for step in stint.steps)
        reached = stint.steps[stint.target // MINUTE - 1] + MINUTE if len(stint.steps) * MINUTE >= stint.target else None
        if reached:
            assert clock.due_at == moment(reached)
        elif not clock.stopped and clock.due_at:
            assert clock.due_at > moment(until)
        assert clock.state is MISSED if clock.stopped and reached else clock.state is not MISSED


def test_a_long_story_is_quick() -> None:
    marks = [Mark(epoch(at("Tue 08:00")), "o")]
    for turn in range(300):
        marks.append(Mark(marks[-1].at + HOUR, ("a", "pending", "open", "c")[turn % 4]))
    begun = datetime.now()
    assert len(clocks(tuple(marks), POLICY, OFFICE)) == 77
    assert datetime.now() - begun < timedelta(seconds=2)
