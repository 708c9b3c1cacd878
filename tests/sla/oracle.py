"""A slow, independent reckoning of the promises: it asks about every single step of time and remembers nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import TypeVar
from zoneinfo import ZoneInfo

from chalicelib.sla.calendar import Calendar
from chalicelib.sla.policy import Policy, Target

T = TypeVar("T")
DONE = ("resolved", "closed")
CATEGORIES = ("new", "open", "pending", "hold", *DONE)
Marks = tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Stint:
    """A clock from start to stop, the steps at which it counted, and its target."""

    kind: str
    number: int
    start: int
    stop: int | None
    target: int
    steps: tuple[int, ...]


def is_open(calendar: Calendar, at: int) -> bool:
    """Whether a wall clock in the calendar's zone shows a time inside a window at this epoch second."""
    wall = datetime.fromtimestamp(at, ZoneInfo(calendar.time_zone))
    windows = calendar.week[wall.weekday()]
    if wall.date() in calendar.closed:
        windows = ()
    for day, special in calendar.opened:
        if day == wall.date():
            windows = special
    shown = wall.time()
    return any(window.start <= shown and (shown < window.end or window.end == time(0)) for window in windows)


def open_steps(calendar: Calendar, start: int, end: int, step: int) -> set[int]:
    return {at for at in range(start, end, step) if is_open(calendar, at)}


def stints(marks: Marks, policy: Policy, opened: set[int], *, until: int, step: int) -> list[Stint]:
    """Every clock that the policy promises, reckoned up to `until`; `opened` are the open steps of the calendar."""
    wanted = [("first_response", 1, marks[0][0], _first(at for at, what in marks if what == "a"))]
    wanted += [("next_response", number, *pair) for number, pair in enumerate(_next_responses(marks), 1)]
    wanted.append(("resolution", 1, marks[0][0], _solution(marks, policy.resolution)))
    found = []
    for kind, number, start, stop in wanted:
        target = _target(marks, policy, kind, stop)
        if target:
            span = range(start, until if stop is None else stop, step)
            steps = tuple(at for at in span if at in opened and _counts(marks, target, at))
            found.append(Stint(kind, number, start, stop, target.seconds, steps))
    return found


def _counts(marks: Marks, target: Target, at: int) -> bool:
    category = _last(["new", *(what for when, what in marks if when <= at and what in CATEGORIES)])
    return category not in DONE and category not in {str(pause) for pause in target.pauses}


def _target(marks: Marks, policy: Policy, kind: str, stop: int | None) -> Target | None:
    named = [what for at, what in marks if what in ("p1", "p2", "p3", "p4") and (stop is None or at <= stop)]
    priority = int(_last(["p1", *named])[1])
    return next((target for target in dict(policy.targets).get(priority, ()) if target.clock == kind), None)


def _solution(marks: Marks, figure: str) -> int | None:
    settled = [marks[i][0] for i in range(len(marks)) if _settles(marks, i)]
    if figure == "first":
        return _first(settled)
    return _last(settled) if settled and _category_before(marks, len(marks)) in DONE else None


def _next_responses(marks: Marks) -> list[tuple[int, int | None]]:
    found = []
    for i, (_, what) in enumerate(marks):
        begins = i if what == "c" and _is_first_unanswered(marks, i) else None
        if begins is not None and _category_before(marks, i) in DONE:
            begins = _reopening(marks, i)
        if begins is not None:
            stops = (marks[j][0] for j in range(begins + 1, len(marks)) if marks[j][1] == "a" or _settles(marks, j))
            found.append((marks[begins][0], _first(stops)))
    return found


def _is_first_unanswered(marks: Marks, i: int) -> bool:
    clearings = [j for j in range(i) if marks[j][1] == "a" or _settles(marks, j)]
    since = _last([-1, *clearings])
    return any(what == "a" for _, what in marks[:i]) and all(what != "c" for _, what in marks[since + 1 : i])


def _reopening(marks: Marks, i: int) -> int | None:
    """Where the ticket is next opened again, unless an agent answered before that."""
    for j in range(i + 1, len(marks)):
        if marks[j][1] == "a":
            return None
        if marks[j][1] in CATEGORIES and marks[j][1] not in DONE:
            return j
    return None


def _settles(marks: Marks, i: int) -> bool:
    return marks[i][1] in DONE and _category_before(marks, i) not in DONE


def _category_before(marks: Marks, i: int) -> str:
    return _last(["new", *(what for _, what in marks[:i] if what in CATEGORIES)])


def _first(values: Iterable[T]) -> T | None:
    return next(iter(values), None)


def _last(values: Sequence[T]) -> T:
    return values[-1]
