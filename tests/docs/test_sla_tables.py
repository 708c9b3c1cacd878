"""The worked tables of docs/algorithms/sla.md hold."""

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from chalicelib.sla.calendar import Calendar, Window, add, epoch, seconds_between
from chalicelib.sla.clocks import Clock, State, clocks, solution_times
from chalicelib.sla.ladder import rungs
from chalicelib.sla.policy import Category, ClockKind, Policy, Step, Target
from chalicelib.sla.receipt import receipt
from chalicelib.sla.timeline import Mark, Timeline

PAGE = (Path(__file__).parents[2] / "docs" / "algorithms" / "sla.md").read_text(encoding="utf-8")
HELSINKI = ZoneInfo("Europe/Helsinki")
OFFICE = Calendar("office", "Europe/Helsinki", ((Window(time(8), time(12)), Window(time(13), time(16))),) * 5 + ((), ()))
HOUR = 3600
FIRST, NEXT, SOLUTION = ClockKind
PAUSES = frozenset({Category.PENDING, Category.HOLD})
POLICY = Policy(
    "standard",
    "office",
    (
        (1, (Target(FIRST, 4 * HOUR), Target(NEXT, 2 * HOUR), Target(SOLUTION, 10 * HOUR, PAUSES))),
        (4, (Target(FIRST, HOUR), Target(NEXT, HOUR), Target(SOLUTION, 5 * HOUR, PAUSES))),
    ),
)
CODES = {"opened": "o", "answered": "a", "customer": "c", "priority 4": "p4"}


def table(name: str) -> list[list[str]]:
    """The rows below the marker of that name, without the heading."""
    lines = PAGE.split(f"<!-- table: {name} -->\n")[1].split("\n\n")[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def seconds(text: str) -> int:
    return sum(int(number) * {"h": HOUR, "min": 60}[unit] for number, unit in re.findall(r"(-?\d+) (h|min)", text))


def at(text: str) -> datetime:
    day, wall = text.split()
    number = ("Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Mon").index(day) + 1
    return datetime.combine(date(2026, 12, number), time.fromisoformat(wall), HELSINKI)


def story(text: str) -> Timeline:
    words = (part.split(" ", 2) for part in text.split(", "))
    return tuple(Mark(epoch(at(f"{day} {wall}")), CODES.get(what, what)) for day, wall, what in words)


def told(found: list[Clock]) -> str:
    if not found:
        return ""
    clock = found[-1]
    if clock.state in (State.MET, State.MISSED):
        return f"{clock.state} {duration(clock.used)}"
    return f"due {local(clock.due_at)}" if clock.due_at else "paused"


def duration(length: int) -> str:
    hours, minutes = divmod(length // 60, 60)
    return " ".join(part for part in (f"{hours} h" if hours else "", f"{minutes} min" if minutes else "") if part)


def local(instant: datetime) -> str:
    return f"{instant.astimezone(HELSINKI):%a %H:%M}"


def test_every_table_is_found() -> None:
    names = re.findall(r"<!-- table: (\w+) -->", PAGE)
    assert {name: len(table(name)) for name in names} == {
        "add": 8,
        "turn": 9,
        "clocks": 15,
        "solutions": 3,
        "ladder": 7,
        "receipt": 9,
    }


@pytest.mark.parametrize(("received", "target", "closed", "due"), table("add"))
def test_a_target_ends_where_the_table_says(received: str, target: str, closed: str, due: str) -> None:
    calendar = replace(OFFICE, closed=frozenset(date.fromisoformat(day) for day in closed.split(", ") if day))
    start, end = (datetime.fromisoformat(text).replace(tzinfo=HELSINKI) for text in (received, due))
    assert add(calendar, start, seconds(target)) == end


@pytest.mark.parametrize(("zone", "day", "window", "length"), [row[:4] for row in table("turn")])
def test_a_day_on_which_clocks_are_turned_counts_as_the_table_says(zone: str, day: str, window: str, length: str) -> None:
    opened = Window(*(time.fromisoformat(wall) for wall in window.split("–")))
    calendar = Calendar("one", zone, ((opened,),) * 7)
    start = datetime.combine(date.fromisoformat(day), time(0), ZoneInfo(zone))
    end = datetime.combine(start.date() + timedelta(days=1), time(0), ZoneInfo(zone))
    assert seconds_between(calendar, start, end) == seconds(length)


@pytest.mark.parametrize(("marks", "first", "answer", "solution"), table("clocks"))
def test_a_story_gives_the_clocks_of_the_table(marks: str, first: str, answer: str, solution: str) -> None:
    found = clocks(story(marks), POLICY, OFFICE)
    assert [told([clock for clock in found if clock.kind is kind]) for kind in ClockKind] == [first, answer, solution]


@pytest.mark.parametrize(("marks", "first", "total"), table("solutions"))
def test_both_figures_are_those_of_the_table(marks: str, first: str, total: str) -> None:
    times = solution_times(story(marks), POLICY, OFFICE)
    assert times
    assert (duration(times.first or 0), duration(times.total)) == (first, total)


@pytest.mark.parametrize(("percent", "offset", "reached"), table("ladder"))
def test_a_step_is_reached_when_the_table_says(percent: str, offset: str, reached: str) -> None:
    policy = replace(POLICY, ladder=(Step("step", FIRST, int(percent), (), seconds(offset)),))
    found = {rung.name: rung.at for rung in rungs(story("Tue 15:50 opened"), policy, OFFICE) if rung.kind is FIRST}
    assert local(found["step"]) == reached


def test_the_receipt_is_that_of_the_table() -> None:
    timeline = story("Fri 15:00 opened, Mon 09:30 pending, Mon 11:00 open, Mon 14:00 resolved")
    bill = receipt(timeline, POLICY, OFFICE, SOLUTION, now=at("Mon 15:00"))
    lines = [[local(line.start), local(line.end), line.why, f"{line.seconds // 60} min"] for line in bill.lines]
    assert lines == table("receipt")
    assert f"Used: {duration(bill.used)}.\n" in PAGE
