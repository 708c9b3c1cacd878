"""Dates that a person promises: they stand whatever the calendar, the policy and the customer do, until they are withdrawn."""

from datetime import datetime

import pytest

from chalicelib.sla.calendar import epoch
from chalicelib.sla.clocks import Clock, clocks
from chalicelib.sla.ladder import rungs
from chalicelib.sla.policy import ClockKind
from chalicelib.sla.receipt import receipt
from chalicelib.sla.timeline import Timeline, promise_of, promised, remember
from tests.sla.test_clocks import OFFICE, POLICY, at, story
from tests.sla.test_ladder import LADDER, OFFICE_ZONE

FIRST, RESOLUTION = ClockKind.FIRST_RESPONSE, ClockKind.RESOLUTION
ONE, TWO = "first_response#1~1", "first_response#1~2"


def made(*marks: str) -> Timeline:
    """As `story`; `Wed 09:00 resolution=Sat 10:00` is a date that a person sets, `Wed 09:00 resolution=` one withdrawn."""
    timeline: Timeline = ()
    for mark in marks:
        kind, equals, due = mark[10:].partition("=")
        if equals:
            timeline = remember(timeline, promised(epoch(at(mark[:9])), ClockKind(kind), epoch(at(due)) if due else 0))
        else:
            for one in story(mark):
                timeline = remember(timeline, one)
    return timeline


def clock(kind: ClockKind, *marks: str) -> Clock:
    return next(one for one in clocks(made(*marks), POLICY, OFFICE) if one.kind is kind)


def local(at: datetime | None) -> str:
    return f"{at.astimezone(OFFICE_ZONE):%a %H:%M}" if at else ""


SET = ("Tue 15:50 o", "Wed 09:00 resolution=Sat 10:00")


@pytest.mark.parametrize(
    ("marks", "state", "due"),
    [
        (SET, "running", "Sat 10:00"),
        ((*SET, "Wed 10:00 p4"), "running", "Sat 10:00"),
        ((*SET, "Wed 10:00 pending"), "running", "Sat 10:00"),
        ((*SET, "Wed 10:00 pending", "Thu 10:00 open"), "running", "Sat 10:00"),
        ((*SET, "Thu 10:00 resolved"), "met", "Sat 10:00"),
        ((*SET, "Thu 10:00 resolved", "Fri 10:00 open"), "running", "Sat 10:00"),
        (("Tue 15:50 o", "Wed 09:00 resolution=Thu 10:00", "Thu 10:00 resolved"), "missed", "Thu 10:00"),
        ((*SET, "Wed 10:00 resolution=Fri 12:00"), "running", "Fri 12:00"),
        ((*SET, "Wed 10:00 resolution="), "running", "Thu 10:50"),
        ((*SET, "Wed 10:00 resolution=", "Wed 10:00 pending"), "paused", ""),
        ((*SET, "Wed 09:30 first_response=Sat 09:00"), "running", "Sat 10:00"),
    ],
)
def test_a_date_set_by_hand_stands(marks: tuple[str, ...], state: str, due: str) -> None:
    found = clock(RESOLUTION, *marks)
    assert (found.state.value, local(found.due_at)) == (state, due)


def test_a_first_response_is_judged_by_the_date_and_other_clocks_by_the_policy() -> None:
    marks = ("Tue 15:50 o", "Wed 09:00 first_response=Thu 12:00", "Thu 11:59 a")
    assert (clock(FIRST, *marks).state.value, local(clock(RESOLUTION, *marks).due_at)) == ("met", "Thu 10:50")


def test_a_ticket_resolved_without_an_answer_keeps_the_date_and_is_silent() -> None:
    marks = ("Tue 15:50 o", "Wed 09:00 first_response=Thu 12:00", "Wed 10:00 resolved")
    assert (clock(FIRST, *marks).state.value, rungs(made(*marks), LADDER, OFFICE)) == ("paused", ())


@pytest.mark.parametrize(
    ("marks", "ladder"),
    [
        (("Tue 15:50 o", "Wed 08:00 first_response=Wed 12:00"),
         [("Wed 11:00", f"{ONE}:warn75"), ("Wed 12:00", f"{ONE}:breach"), ("Wed 14:00", f"{ONE}:late1h")]),
        (("Tue 15:50 o", "Wed 08:00 first_response=Wed 20:00"),
         [("Wed 14:15", f"{ONE}:warn75"), ("Wed 20:00", f"{ONE}:breach"), ("Thu 09:00", f"{ONE}:late1h")]),
        (("Tue 15:50 o", "Wed 08:00 first_response=Wed 09:00", "Wed 08:00 pending", "Wed 10:00 first_response=Wed 12:00"),
         [("Wed 11:30", f"{TWO}:warn75"), ("Wed 12:00", f"{TWO}:breach"), ("Wed 14:00", f"{TWO}:late1h")]),
        (("Tue 15:50 o", "Wed 08:00 first_response=Wed 12:00", "Wed 08:30 first_response="),
         [("Wed 10:50", "first_response#1:warn75"), ("Wed 11:50", "first_response#1:breach"), ("Wed 13:50", "first_response#1:late1h")]),
    ],
)  # fmt: skip
def test_the_ladder_follows_the_date_with_rungs_of_its_own(marks: tuple[str, ...], ladder: list[tuple[str, str]]) -> None:
    found = [(local(rung.at), rung.key) for rung in rungs(made(*marks), LADDER, OFFICE) if rung.kind is FIRST]
    assert found == ladder


def test_the_receipt_still_bills_the_business_time() -> None:
    plain = receipt(story("Tue 15:50 o"), POLICY, OFFICE, RESOLUTION, now=at("Wed 12:00"))
    assert receipt(made(*SET), POLICY, OFFICE, RESOLUTION, now=at("Wed 12:00")) == plain


def test_a_mark_of_another_kind_promises_nothing() -> None:
    marks = story("Tue 15:50 o", "Wed 09:00 a", "Wed 10:00 p4", "Wed 11:00 hold")
    assert [promise_of(mark) for mark in marks] == [None] * 4
