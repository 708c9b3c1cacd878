"""What of a ticket's history its clocks need: a short tuple of marks, kept inside the VIEW."""

from typing import NamedTuple

from chalicelib.sla.policy import Category, ClockKind

OPENED, CUSTOMER_WROTE, ANSWERED = "o", "c", "a"
PRIORITY, PROMISED = "p", "d"
LOW = 1
SETTLED = frozenset({Category.RESOLVED, Category.CLOSED})
CATEGORIES = frozenset(Category)


class Mark(NamedTuple):
    """One turn of a ticket at a whole UTC epoch second: [1764600000,"c"] in JSON.

    `what` is "o" opened, "c" customer wrote, "a" a human agent answered publicly, a status category by its name,
    "p" and the priority's number, or "d", a kind of clock and the epoch second that a person promised: "dresolution=1764700000",
    0 for a promise that was withdrawn.
    """

    at: int
    what: str


Timeline = tuple[Mark, ...]


class Situation(NamedTuple):
    """Where a timeline stands; `waiting_since` is the first unanswered customer message after an answer."""

    opened: bool = False
    answered: bool = False
    waiting_since: int | None = None
    category: Category = Category.NEW
    priority: int = LOW
    promised: tuple[tuple[ClockKind, int], ...] = ()

    @property
    def settled(self) -> bool:
        return self.category in SETTLED


def begin(at: int, *, priority: int, category: Category = Category.NEW) -> Timeline:
    """The timeline of a ticket opened at this UTC epoch second."""
    marks: Timeline = (Mark(at, OPENED),)
    for mark in (became(at, category), prioritised(at, priority)):
        marks = remember(marks, mark)
    return marks


def customer_wrote(at: int) -> Mark:
    return Mark(at, CUSTOMER_WROTE)


def answered(at: int) -> Mark:
    return Mark(at, ANSWERED)


def became(at: int, category: Category) -> Mark:
    return Mark(at, category.value)


def prioritised(at: int, priority: int) -> Mark:
    return Mark(at, f"{PRIORITY}{priority}")


def promised(at: int, kind: ClockKind, due: int) -> Mark:
    """A person promised this epoch second; 0 withdraws the promise."""
    return Mark(at, f"{PROMISED}{kind}={due}")


def promise_of(mark: Mark) -> tuple[ClockKind, int] | None:
    kind, equals, due = mark.what.removeprefix(PROMISED).partition("=")
    return (ClockKind(kind), int(due)) if equals else None


def category_of(mark: Mark) -> Category | None:
    return Category(mark.what) if mark.what in CATEGORIES else None


def priority_of(mark: Mark) -> int | None:
    number = mark.what.removeprefix(PRIORITY)
    return int(number) if number != mark.what and number.isdigit() else None


def situation(timeline: Timeline) -> Situation:
    now = Situation()
    for mark in timeline:
        now = advance(now, mark)
    return now


def advance(now: Situation, mark: Mark) -> Situation:
    if mark.what == OPENED:
        return now._replace(opened=True)
    if mark.what == ANSWERED:
        return now._replace(answered=True, waiting_since=None)
    if mark.what == CUSTOMER_WROTE:
        waits = now.answered and now.waiting_since is None
        return now._replace(waiting_since=mark.at) if waits else now
    if category := category_of(mark):
        return _turned(now, category, mark.at)
    if made := promise_of(mark):
        others = tuple(pair for pair in now.promised if pair[0] is not made[0])
        return now._replace(promised=tuple(sorted((*others, made))) if made[1] else others)
    number = priority_of(mark)
    return now if number is None else now._replace(priority=number)


def remember(timeline: Timeline, mark: Mark) -> Timeline:
    """The timeline with this mark, without what can no longer change any clock; time never runs backwards in it."""
    mark = mark._replace(at=max(mark.at, timeline[-1].at)) if timeline else mark
    if not _changes(timeline, mark):
        return timeline
    if priority_of(mark) is not None and _is_idle_priority(timeline, mark.at):
        timeline = timeline[:-1]
    return (*timeline, mark) if _changes(timeline, mark) else timeline


def _changes(timeline: Timeline, mark: Mark) -> bool:
    before = situation(timeline)
    return advance(before, mark) != before


def _turned(now: Situation, category: Category, at: int) -> Situation:
    waiting = now.waiting_since
    if category in SETTLED and not now.settled:
        waiting = None
    elif now.settled and category not in SETTLED and waiting is not None:
        waiting = at
    return now._replace(category=category, waiting_since=waiting)


def _is_idle_priority(timeline: Timeline, at: int) -> bool:
    """Whether the last mark set a priority in force at no instant at which a clock stopped."""
    if not timeline or priority_of(timeline[-1]) is None:
        return False
    return len(timeline) == 1 or timeline[-1].at == at or timeline[-2].at < timeline[-1].at
