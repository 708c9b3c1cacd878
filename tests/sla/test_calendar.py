"""Business time."""

from datetime import UTC, date, datetime, time
from itertools import pairwise
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from chalicelib.sla.calendar import (
    Calendar,
    Hours,
    NeverOpens,
    Stretch,
    Window,
    add,
    after,
    epoch,
    intervals,
    moment,
    seconds_between,
    stretches,
)
from tests.sla.oracle import open_steps
from tests.sla.strategies import calendars

HOUR = 3600
MORNING, AFTERNOON = Window(time(8), time(12)), Window(time(13), time(16))
WORK = (MORNING, AFTERNOON)
WHOLE = (Window(time(0), time(0)),)
HELSINKI = Calendar("office", "Europe/Helsinki", (WORK,) * 5 + ((), ()))
ALWAYS = Calendar("always", "Europe/Helsinki", (WHOLE,) * 7)


def local(text: str, zone: str = "Europe/Helsinki") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def every_day(zone: str, *windows: Window) -> Calendar:
    return Calendar("drawn", zone, (windows,) * 7)


@pytest.mark.parametrize(
    ("closed", "hours", "due"),
    [
        (frozenset(), 4, "2026-12-02 11:50"),
        (frozenset(), 5, "2026-12-02 13:50"),
        (frozenset({date(2026, 12, 2)}), 4, "2026-12-03 11:50"),
        (frozenset({date(2026, 12, 2)}), 5, "2026-12-03 13:50"),
    ],
)
def test_a_promise_given_at_ten_to_four_ends_on_the_next_working_day(closed: frozenset[date], hours: int, due: str) -> None:
    calendar = Calendar("office", "Europe/Helsinki", HELSINKI.week, closed)
    assert add(calendar, local("2026-12-01 15:50"), hours * HOUR) == local(due)


@pytest.mark.parametrize(
    ("start", "seconds", "end"),
    [
        ("2026-12-01 20:00", 0, "2026-12-01 20:00"),
        ("2026-12-01 20:00", 1, "2026-12-02 08:00:01"),
        ("2026-12-01 15:00", HOUR, "2026-12-01 16:00"),
        ("2026-12-01 15:00", HOUR + 1, "2026-12-02 08:00:01"),
        ("2026-12-01 12:30", 3 * HOUR, "2026-12-01 16:00"),
        ("2026-12-04 15:59:59", 2, "2026-12-07 08:00:01"),
    ],
)
def test_time_is_up_at_the_first_instant_that_suffices(start: str, seconds: int, end: str) -> None:
    assert add(HELSINKI, local(start), seconds) == local(end)


@pytest.mark.parametrize(
    ("calendar", "day", "hours"),
    [
        pytest.param(ALWAYS, "2026-03-29", 23, id="the short day"),
        pytest.param(ALWAYS, "2026-10-25", 25, id="the long day"),
        pytest.param(every_day("Europe/Helsinki", Window(time(3), time(4))), "2026-03-29", 0, id="a window inside the gap"),
        pytest.param(every_day("Europe/Helsinki", Window(time(2), time(5))), "2026-03-29", 2, id="a window over the gap"),
        pytest.param(every_day("Europe/Helsinki", Window(time(3), time(4))), "2026-10-25", 2, id="a window that comes twice"),
        pytest.param(every_day("Europe/Helsinki", Window(time(3, 15), time(3, 45))), "2026-10-25", 1, id="a part that comes twice"),
        pytest.param(every_day("Australia/Lord_Howe", Window(time(1), time(3))), "2026-04-05", 2.5, id="half an hour back"),
        pytest.param(every_day("Australia/Lord_Howe", Window(time(1), time(3))), "2026-10-04", 1.5, id="half an hour on"),
        pytest.param(every_day("Pacific/Apia", *WHOLE), "2011-12-30", 0, id="a day that never was"),
    ],
)
def test_a_second_counts_when_the_wall_clock_shows_a_time_inside_a_window(calendar: Calendar, day: str, hours: float) -> None:
    start = local(f"{day} 00:00", calendar.time_zone)
    end = datetime.combine(date.fromordinal(start.toordinal() + 1), time(0), start.tzinfo)
    assert seconds_between(calendar, start, end) == hours * HOUR


@pytest.mark.parametrize(
    ("day", "hours"),
    [("2026-12-05", 7), ("2026-12-06", 0), ("2026-12-07", 0), ("2026-12-08", 4), ("2026-12-09", 7), ("2026-12-10", 0)],
)
def test_openings_beat_closings_and_closings_beat_the_week(day: str, hours: int) -> None:
    calendar = Calendar(
        "office",
        "Europe/Helsinki",
        HELSINKI.week,
        closed=frozenset({date(2026, 12, 7), date(2026, 12, 8)}),
        opened=((date(2026, 12, 5), WORK), (date(2026, 12, 8), (MORNING,)), (date(2026, 12, 10), ())),
    )
    assert seconds_between(calendar, local(f"{day} 00:00"), local(f"{day} 23:59")) == hours * HOUR


def test_overlapping_and_touching_windows_are_one() -> None:
    calendar = every_day("UTC", Window(time(9), time(11)), Window(time(8), time(10)), Window(time(11), time(12)), Window(time(9), time(8)))
    day = datetime(2026, 12, 1, tzinfo=UTC)
    assert list(intervals(calendar, day, day.replace(hour=20))) == [(day.replace(hour=8), day.replace(hour=12))]


def test_a_calendar_without_a_break_is_one_interval() -> None:
    start, end = local("2026-03-01 07:30"), local("2026-11-30 07:30")
    assert list(intervals(ALWAYS, start, end)) == [(start, end)]
    assert seconds_between(ALWAYS, start, end) == epoch(end) - epoch(start)


def test_a_closed_stretch_says_why() -> None:
    calendar = Calendar("office", "Europe/Helsinki", (WORK, (), *HELSINKI.week[2:]), frozenset({date(2026, 12, 7)}))
    found = stretches(calendar, epoch(local("2026-12-04 11:00")), epoch(local("2026-12-09 09:00")))
    assert [(f"{moment(piece.start).astimezone(ZoneInfo(calendar.time_zone)):%a %H:%M}", piece.hours) for piece in found] == [
        ("Fri 11:00", Hours.OPEN),
        ("Fri 12:00", Hours.BREAK),
        ("Fri 13:00", Hours.OPEN),
        ("Fri 16:00", Hours.NIGHT),
        ("Sat 00:00", Hours.WEEKEND),
        ("Mon 00:00", Hours.HOLIDAY),
        ("Tue 00:00", Hours.CLOSED_DAY),
        ("Wed 00:00", Hours.NIGHT),
        ("Wed 08:00", Hours.OPEN),
    ]


@pytest.mark.parametrize(
    "calendar",
    [
        Calendar("shut", "Europe/Helsinki", ((),) * 7),
        Calendar("empty", "Europe/Helsinki", ()),
        Calendar("backwards", "Europe/Helsinki", ((Window(time(12), time(8)),),) * 7),
        Calendar("once", "Europe/Helsinki", ((),) * 7, opened=((date(2026, 12, 5), (Window(time(8), time(8, 30)),)),)),
    ],
)
def test_a_calendar_that_never_opens_is_named_and_not_waited_for(calendar: Calendar) -> None:
    with pytest.raises(NeverOpens, match=calendar.name):
        add(calendar, local("2026-12-01 15:50"), HOUR)


def test_time_before_the_start_is_no_time() -> None:
    assert seconds_between(HELSINKI, local("2026-12-02 12:00"), local("2026-12-01 12:00")) == 0
    assert list(intervals(HELSINKI, local("2026-12-02 12:00"), local("2026-12-01 12:00"))) == []


def test_parts_of_a_second_are_rounded_down() -> None:
    start = local("2026-12-01 09:00").replace(microsecond=999_999)
    assert seconds_between(HELSINKI, start, local("2026-12-01 09:00:01")) == 1


def test_a_year_takes_no_time() -> None:
    begun = perf_counter()
    assert seconds_between(HELSINKI, local("2026-01-01 00:00"), local("2031-01-01 00:00")) == 1304 * 7 * HOUR
    assert perf_counter() - begun < 1


@given(calendars(), st.integers(0, 4 * 1440))
@settings(max_examples=60, deadline=None)
def test_days_agree_with_asking_every_minute(drawn: tuple[Calendar, int], minutes: int) -> None:
    calendar, start = drawn
    end = start + minutes * 60
    found = {at for low, high in intervals(calendar, moment(start), moment(end)) for at in range(epoch(low), epoch(high), 60)}
    assert found == open_steps(calendar, start, end, 60)
    assert seconds_between(calendar, moment(start), moment(end)) == 60 * len(found)


@given(calendars(step=1), st.integers(0, 3 * HOUR), st.integers(-HOUR, 5 * HOUR))
@settings(max_examples=40, deadline=None)
def test_hours_agree_with_asking_every_second(drawn: tuple[Calendar, int], length: int, shift: int) -> None:
    calendar, start = drawn[0], drawn[1] + shift
    found = seconds_between(calendar, moment(start), moment(start + length))
    assert found == len(open_steps(calendar, start, start + length, 1))


@given(calendars(step=1), st.integers(1, 200 * HOUR))
@settings(max_examples=100, deadline=None)
def test_adding_undoes_measuring(drawn: tuple[Calendar, int], seconds: int) -> None:
    calendar, start = drawn
    end = after(calendar, start, seconds)
    assume(end is not None)
    assert seconds_between(calendar, moment(start), moment(end or 0)) == seconds
    assert seconds_between(calendar, moment(start), moment((end or 0) - 1)) == seconds - 1


@given(calendars(), st.integers(0, 4 * 86_400))
@settings(max_examples=60, deadline=None)
def test_stretches_leave_no_gap_and_no_two_neighbours_alike(drawn: tuple[Calendar, int], length: int) -> None:
    calendar, start = drawn
    found = [Stretch(start, start, Hours.OPEN), *stretches(calendar, start, start + length)]
    assert found[-1].end == start + length
    assert all(one.end == other.start for one, other in pairwise(found))
    assert all(one.hours is not other.hours for one, other in pairwise(found[1:]))
