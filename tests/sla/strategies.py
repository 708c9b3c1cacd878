"""Random calendars, policies and timelines around the days on which clocks are turned."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from hypothesis import strategies as st

from chalicelib.sla.calendar import Calendar, Window
from chalicelib.sla.policy import Audience, Category, ClockKind, Policy, Step, Target
from chalicelib.sla.timeline import Mark, Timeline

MINUTE = 60
TURNS = (
    ("Europe/Helsinki", date(2026, 3, 29)),
    ("Europe/Helsinki", date(2026, 10, 25)),
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("America/St_Johns", date(2010, 11, 7)),
    ("Pacific/Apia", date(2011, 12, 30)),
    ("Africa/Casablanca", date(2026, 2, 15)),
    ("Asia/Kathmandu", date(2026, 12, 1)),
)
CODES = ("c", "c", "c", "a", "a", "resolved", "open", "p1", "p2", "p3", *Category)


class Story(NamedTuple):
    """A timeline without gaps in its rules: every mark lies within two days of the start."""

    calendar: Calendar
    policy: Policy
    marks: Timeline


def walls(step: int) -> st.SearchStrategy[time]:
    """Wall times on whole steps of seconds, rather often near a change of the clocks."""
    seconds = st.one_of(st.integers(0, 86_399), st.integers(0, 4 * 3600), st.sampled_from((0, 86_340)))
    return seconds.map(lambda second: (datetime(2026, 1, 1) + timedelta(seconds=second - second % step)).time())


def days_of_windows(step: int) -> st.SearchStrategy[tuple[Window, ...]]:
    drawn = st.builds(Window, walls(step), st.one_of(walls(step), st.just(time(0))))
    return st.lists(drawn, max_size=3).map(tuple)


@st.composite
def calendars(draw: st.DrawFn, step: int = MINUTE) -> tuple[Calendar, int]:
    """A calendar and an epoch second up to two days before, or a day after, its zone changes its clocks."""
    zone, turn = draw(st.sampled_from(TURNS))
    near = st.sampled_from([turn + timedelta(days=away) for away in range(-3, 5)])
    calendar = Calendar(
        name="drawn",
        time_zone=zone,
        week=draw(st.tuples(*[days_of_windows(step)] * 7)),
        closed=draw(st.frozensets(near, max_size=2)),
        opened=tuple(draw(st.dictionaries(near, days_of_windows(step), max_size=2)).items()),
    )
    midnight = int(datetime.combine(turn, time(0), UTC).timestamp())
    return calendar, midnight + draw(st.integers(-2 * 1440, 1440)) * MINUTE


def targets() -> st.SearchStrategy[tuple[Target, ...]]:
    pauses = st.frozensets(st.sampled_from((Category.NEW, Category.PENDING, Category.HOLD)))
    each = [st.builds(Target, st.just(kind), st.integers(1, 600).map(lambda n: n * MINUTE), pauses) for kind in ClockKind]
    return st.tuples(*each)


def steps() -> st.SearchStrategy[Step]:
    percents = st.sampled_from((0, 50, 80, 100, 150))
    offsets = st.integers(-30, 60).map(lambda minutes: minutes * MINUTE)
    audience = st.just((Audience.LEAD,))
    return st.builds(Step, st.sampled_from(("one", "two", "three")), st.sampled_from(ClockKind), percents, audience, offsets)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    return Policy(
        name="drawn",
        calendar="drawn",
        targets=tuple((priority, draw(targets())) for priority in (1, 2, 3)),
        resolution=draw(st.sampled_from(("first", "total"))),
        ladder=tuple(draw(st.lists(steps(), max_size=3, unique_by=lambda step: step.name))),
    )


@st.composite
def stories(draw: st.DrawFn) -> Story:
    calendar, at = draw(calendars())
    marks = [Mark(at, "o")]
    for gap, code in draw(st.lists(st.tuples(st.integers(0, 300), st.sampled_from(CODES)), max_size=10)):
        at += gap * MINUTE
        marks.append(Mark(at, str(code)))
    return Story(calendar, draw(policies()), tuple(marks))
