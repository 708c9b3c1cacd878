"""The itemised bill of a promise."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.errors import NotFound
from chalicelib.sla.calendar import moment
from chalicelib.sla.clocks import clocks
from chalicelib.sla.policy import Category, ClockKind, Policy, Target
from chalicelib.sla.receipt import Line, Receipt, receipt
from chalicelib.sla.timeline import Mark
from tests.sla.oracle import open_steps, stints
from tests.sla.strategies import MINUTE, Story, stories
from tests.sla.test_clocks import HOUR, OFFICE, POLICY, at, story

FIRST, NEXT, SOLUTION = ClockKind
LONG = ("Fri 15:00 o", "Sat 09:00 pending", "Sun 09:00 open", "Mon 09:00 hold", "Mon 10:00 open", "Mon 11:30 resolved")


def test_a_receipt_lists_every_interval_and_why() -> None:
    holiday = replace(OFFICE, closed=frozenset({date(2026, 12, 7)}))
    assert receipt(story(*LONG), POLICY, holiday, SOLUTION, now=at("Mon 20:00")) == Receipt(
        SOLUTION,
        1,
        10 * HOUR,
        HOUR,
        (
            Line(at("Fri 15:00"), at("Fri 16:00"), "counted", HOUR),
            Line(at("Fri 16:00"), at("Sat 00:00"), "night", 0),
            Line(at("Sat 00:00"), at("Sat 09:00"), "weekend", 0),
            Line(at("Sat 09:00"), at("Sun 09:00"), "waiting for customer", 0),
            Line(at("Sun 09:00"), at("Mon 00:00"), "weekend", 0),
            Line(at("Mon 00:00"), at("Mon 09:00"), "holiday", 0),
            Line(at("Mon 09:00"), at("Mon 10:00"), "on hold", 0),
            Line(at("Mon 10:00"), at("Mon 11:30"), "holiday", 0),
        ),
    )


def test_the_time_between_resolved_and_reopened_is_on_the_bill() -> None:
    timeline = story("Wed 08:00 o", "Wed 09:00 resolved", "Wed 10:00 closed", "Wed 10:30 open")
    lines = receipt(timeline, POLICY, OFFICE, SOLUTION, now=at("Wed 12:30")).lines
    assert [(line.why, line.seconds // MINUTE) for line in lines] == [
        ("counted", 60),
        ("resolved", 0),
        ("closed", 0),
        ("counted", 90),
        ("break", 0),
    ]


def test_every_category_has_its_words() -> None:
    everything = frozenset(Category)
    policy = Policy("none", "office", ((1, (Target(SOLUTION, HOUR, everything),)),))
    marks = [Mark(number * HOUR, category) for number, category in enumerate(Category)]
    lines = receipt((Mark(0, "o"), *marks), policy, OFFICE, SOLUTION, now=moment(7 * HOUR)).lines
    assert [line.why for line in lines] == ["not yet taken up", "in work", "waiting for customer", "on hold"]


def test_a_receipt_is_for_the_newest_clock_of_its_kind_unless_numbered() -> None:
    timeline = story("Wed 08:00 o", "Wed 08:10 a", "Wed 09:00 c", "Wed 09:30 a", "Wed 10:00 c", "Wed 10:45 a")
    newest = receipt(timeline, POLICY, OFFICE, NEXT, now=at("Wed 11:00"))
    first = receipt(timeline, POLICY, OFFICE, NEXT, now=at("Wed 11:00"), number=1)
    assert (newest.number, newest.used) == (2, 45 * MINUTE)
    assert (first.number, first.used) == (1, 30 * MINUTE)


@pytest.mark.parametrize(("kind", "number"), [(NEXT, None), (FIRST, 2)])
def test_there_is_no_receipt_for_a_clock_that_never_was(kind: ClockKind, number: int | None) -> None:
    with pytest.raises(NotFound, match=kind):
        receipt(story("Wed 08:00 o"), POLICY, OFFICE, kind, now=at("Wed 09:00"), number=number)


def test_a_moment_before_the_start_has_an_empty_bill() -> None:
    assert receipt(story("Wed 08:00 o"), POLICY, OFFICE, FIRST, now=at("Wed 07:59")) == Receipt(FIRST, 1, 4 * HOUR, 0, ())


def test_a_bill_of_a_stopped_clock_is_whole_whatever_the_time() -> None:
    assert receipt(story("Wed 08:00 o", "Wed 09:00 a"), POLICY, OFFICE, FIRST, now=at("Wed 08:30")).used == HOUR


@given(stories(), st.integers(0, 2 * 1440))
@settings(max_examples=80, deadline=None)
def test_a_receipt_has_no_gap_and_sums_to_the_clock(drawn: Story, later: int) -> None:
    now = drawn.marks[-1].at + later * MINUTE
    opened = open_steps(drawn.calendar, drawn.marks[0].at, now, MINUTE)
    expected = {(stint.kind, stint.number): stint for stint in stints(drawn.marks, drawn.policy, opened, until=now, step=MINUTE)}
    for clock in clocks(drawn.marks, drawn.policy, drawn.calendar):
        bill = receipt(drawn.marks, drawn.policy, drawn.calendar, clock.kind, now=moment(now), number=clock.number)
        assert bill.used == sum(line.seconds for line in bill.lines) == MINUTE * len(expected[clock.kind, clock.number].steps)
        edges = [clock.started_at, *(line.end for line in bill.lines)]
        assert [line.start for line in bill.lines] == edges[:-1]
        assert edges[-1] == (clock.stopped_at or moment(now))
        assert not clock.stopped or bill.used == clock.used
