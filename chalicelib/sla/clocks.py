"""The clocks of a ticket as values: a pure function of its timeline, the policy and the calendar in force."""

from datetime import datetime
from enum import StrEnum

from chalicelib.sla.calendar import Calendar, after, moment
from chalicelib.sla.policy import Category, ClockKind, Policy
from chalicelib.sla.runs import Run, instant, opened_at, runs, settlings, spans, used
from chalicelib.sla.timeline import SETTLED, Timeline
from chalicelib.values import dataclass


class State(StrEnum):
    """A stopped clock was met before its due instant, or missed."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Clock:
    """One promise: `target` and `used` in business seconds, `used` as of the stop or the last mark.

    `due_at` is None while the clock stands still with time left, and where the calendar never opens;
    of a clock that was met it is the instant that the promise stood at when it stopped. A date that a person set (`by_hand`)
    stands also while the clock stands still.
    """

    kind: ClockKind
    number: int
    priority: int
    target: int
    used: int
    state: State
    started_at: datetime
    due_at: datetime | None = None
    stopped_at: datetime | None = None
    paused_by: Category | None = None
    by_hand: bool = False

    @property
    def stopped(self) -> bool:
        return self.stopped_at is not None


@dataclass(frozen=True, slots=True)
class SolutionTimes:
    """Business seconds up to the first resolution, and all working time up to now or the last one."""

    first: int | None
    total: int


@dataclass(frozen=True, slots=True)
class Moved:
    """A promise whose due instant a change of priority, policy or calendar moved."""

    kind: ClockKind
    number: int
    before: datetime | None
    after: datetime | None

    @property
    def later(self) -> bool:
        return self.before is not None and (self.after is None or self.after > self.before)


def clocks(timeline: Timeline, policy: Policy, calendar: Calendar) -> tuple[Clock, ...]:
    """Every clock so far: first response, next responses in order, resolution."""
    return tuple(_clock(run, calendar, timeline[-1].at) for run in runs(timeline, policy))


def solution_times(timeline: Timeline, policy: Policy, calendar: Calendar) -> SolutionTimes | None:
    """Both figures of the resolution, whichever the policy promises; None without such a promise."""
    run = next((run for run in runs(timeline, policy) if run.kind is ClockKind.RESOLUTION), None)
    opened = opened_at(timeline)
    if run is None or opened is None:
        return None
    whole = Run(run.kind, 1, opened, None, run.priority, run.target, spans(timeline, opened, None, run.target.pauses))
    firsts = settlings(timeline)[:1]
    return SolutionTimes(
        first=next((used(whole, calendar, until) for until in firsts), None),
        total=used(whole, calendar, timeline[-1].at),
    )


def moved(before: tuple[Clock, ...], now: tuple[Clock, ...]) -> tuple[Moved, ...]:
    """Which promises of clocks not yet stopped a change moved, for the commit that records it."""
    old = {(clock.kind, clock.number): clock for clock in before if not clock.stopped}
    new = {(clock.kind, clock.number): clock for clock in now if not clock.stopped}
    pairs = ((key, _due(old.get(key)), _due(new.get(key))) for key in {**old, **new})
    return tuple(Moved(kind, number, was, will) for (kind, number), was, will in pairs if was != will)


def _clock(run: Run, calendar: Calendar, last: int) -> Clock:
    spent = used(run, calendar, last if run.stop is None else run.stop)
    return Clock(
        kind=run.kind,
        number=run.number,
        priority=run.priority,
        target=run.target.seconds,
        used=spent,
        state=_state(run, spent),
        started_at=moment(run.start),
        due_at=None if (due := _due_second(run, calendar, spent)) is None else moment(due),
        stopped_at=None if run.stop is None else moment(run.stop),
        paused_by=run.still,
        by_hand=run.by_hand is not None,
    )


def _due_second(run: Run, calendar: Calendar, spent: int) -> int | None:
    if run.by_hand:
        return run.by_hand.due
    due = instant(run, calendar, run.target.seconds)
    return after(calendar, run.stop, run.target.seconds - spent) if due is None and run.stop is not None else due


def _state(run: Run, spent: int) -> State:
    if run.stop is None:
        # Waiting for the customer does not move a date that a person set.
        stands = run.still in SETTLED if run.by_hand else run.still
        return State.PAUSED if stands else State.RUNNING
    if run.by_hand:
        return State.MET if run.stop < run.by_hand.due else State.MISSED
    return State.MET if spent < run.target.seconds else State.MISSED


def _due(clock: Clock | None) -> datetime | None:
    return clock.due_at if clock else None
