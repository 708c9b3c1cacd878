"""From a timeline to the runs of its clocks: when each was wanted, when it stood still and why; no calendar yet."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from chalicelib.sla.calendar import Calendar, after, counted
from chalicelib.sla.policy import Category, ClockKind, Policy, Target, targets
from chalicelib.sla.timeline import ANSWERED, LOW, OPENED, SETTLED, Situation, Timeline, advance, category_of, priority_of, promise_of
from chalicelib.values import dataclass

FIRST = "first"


@dataclass(frozen=True, slots=True)
class Span:
    """Epoch seconds [start, end) of a run, still going on when `end` is None; `still` is the category that stopped the clock."""

    start: int
    end: int | None
    still: Category | None = None


@dataclass(frozen=True, slots=True)
class ByHand:
    """A date that a person promised instead of the policy's: when it was set and when it is due (epoch seconds), the how maniest."""

    at: int
    due: int
    turn: int


@dataclass(frozen=True, slots=True)
class Run:
    """One clock from start to stop (None: not stopped), in epoch seconds, with the target in force and its spans."""

    kind: ClockKind
    number: int
    start: int
    stop: int | None
    priority: int
    target: Target
    spans: tuple[Span, ...]
    by_hand: ByHand | None = None

    @property
    def still(self) -> Category | None:
        """What holds a clock that has not stopped; None while it runs."""
        return self.spans[-1].still if self.spans and self.stop is None else None


def runs(timeline: Timeline, policy: Policy) -> tuple[Run, ...]:
    """Every clock that the policy promises, in the order first response, next responses, resolution."""
    opened = opened_at(timeline)
    if opened is None:
        return ()
    wanted = (
        (ClockKind.FIRST_RESPONSE, 1, opened, _first_answer(timeline)),
        *((ClockKind.NEXT_RESPONSE, number, start, stop) for number, (start, stop) in enumerate(_answers(timeline), 1)),
        (ClockKind.RESOLUTION, 1, opened, _solution(timeline, policy)),
    )
    made = (_run(timeline, policy, stint) for stint in wanted)
    return tuple(run for run in made if run)


def used(run: Run, calendar: Calendar, until: int) -> int:
    """Business seconds the clock has counted up to this epoch second."""
    ends = ((span.start, until if span.end is None else min(span.end, until)) for span in run.spans if not span.still)
    return sum(counted(calendar, start, end) for start, end in ends)


def instant(run: Run, calendar: Calendar, seconds: int) -> int | None:
    """The epoch second at which the clock has counted so much; None when it stopped, or stands still, before."""
    if seconds <= 0:
        return run.start
    left = seconds
    for span in run.spans:
        if span.still:
            continue
        length = left if span.end is None else counted(calendar, span.start, span.end)
        if left <= length:
            return after(calendar, span.start, left)
        left -= length
    return None


def opened_at(timeline: Timeline) -> int | None:
    return next((mark.at for mark in timeline if mark.what == OPENED), None)


def settlings(timeline: Timeline) -> tuple[int, ...]:
    """The epoch seconds at which the ticket came to be resolved (or closed without being resolved before)."""
    return tuple(at for (_, was), (at, category) in pairwise(_categories(timeline)) if category in SETTLED and was not in SETTLED)


def spans(timeline: Timeline, start: int, stop: int | None, pauses: frozenset[Category]) -> tuple[Span, ...]:
    """[start, stop) without gaps, cut by category; a settled ticket's clocks always stand still."""
    still = pauses | SETTLED
    history = _categories(timeline)
    ends: list[int | None] = [at for at, _ in history[1:]]
    found: list[Span] = []
    for (at, category), end in zip(history, [*ends, None], strict=True):
        span = Span(max(at, start), _earlier(end, stop), category if category in still else None)
        if found and found[-1].still is span.still and found[-1].end == span.start:
            span = replace(found.pop(), end=span.end)
        if span.end is None or span.start < span.end:
            found.append(span)
    return tuple(found)


def _run(timeline: Timeline, policy: Policy, stint: tuple[ClockKind, int, int, int | None]) -> Run | None:
    kind, number, start, end = stint
    # Marks of two machines may disagree by moments: no clock stops before it starts.
    stop = None if end is None else max(start, end)
    priority = _priority(timeline, stop)
    target = next((promised for promised in targets(policy, priority) if promised.clock is kind), None)
    by_hand = _by_hand(timeline, kind)
    if target is None and by_hand is None:
        return None
    target = target or Target(kind, 0)
    return Run(kind, number, start, stop, priority, target, spans(timeline, start, stop, target.pauses), by_hand)


def _by_hand(timeline: Timeline, kind: ClockKind) -> ByHand | None:
    """The last date that a person promised, unless it was withdrawn."""
    made = ((mark.at, promise_of(mark)) for mark in timeline)
    dates = [(at, promise[1]) for at, promise in made if promise and promise[0] is kind]
    return ByHand(*dates[-1], len(dates)) if dates and dates[-1][1] else None


def _first_answer(timeline: Timeline) -> int | None:
    return next((mark.at for mark in timeline if mark.what == ANSWERED), None)


def _answers(timeline: Timeline) -> Iterator[tuple[int, int | None]]:
    """Start and stop of each next response; a message into a settled ticket waits for the reopening."""
    now = Situation()
    for mark in timeline:
        then = advance(now, mark)
        if now.waiting_since is not None and then.waiting_since is None and not now.settled:
            yield now.waiting_since, mark.at
        now = then
    if now.waiting_since is not None and not now.settled:
        yield now.waiting_since, None


def _solution(timeline: Timeline, policy: Policy) -> int | None:
    settled = settlings(timeline)
    if not settled:
        return None
    if policy.resolution == FIRST:
        return settled[0]
    return settled[-1] if _categories(timeline)[-1][1] in SETTLED else None


def _categories(timeline: Timeline) -> list[tuple[int, Category]]:
    turns = ((mark.at, category_of(mark)) for mark in timeline)
    opened = timeline[0].at if timeline else 0
    return [(opened, Category.NEW), *((at, category) for at, category in turns if category)]


def _priority(timeline: Timeline, stop: int | None) -> int:
    """The priority in force now, or when the clock stopped: a later change does not judge a stopped clock anew."""
    named = (priority_of(mark) for mark in timeline if stop is None or mark.at <= stop)
    return next((number for number in reversed([*named]) if number is not None), LOW)


def _earlier(one: int | None, other: int | None) -> int | None:
    return other if one is None else one if other is None else min(one, other)
