"""The ladder: at which instant who hears of a promise, each rung exactly once."""

from collections.abc import Container
from datetime import datetime

from chalicelib.sla.calendar import Calendar, after, counted, moment
from chalicelib.sla.policy import Audience, ClockKind, Policy, Step
from chalicelib.sla.runs import ByHand, Run, instant, runs
from chalicelib.sla.timeline import SETTLED, Timeline
from chalicelib.values import dataclass

BREACH = "breach"


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of one clock with the instant it is due; `key` names it for ever, such as "resolution#1:warn80".

    Each date that a person set has rungs of its own: "resolution#1~2:warn80" is of the second one.
    """

    key: str
    kind: ClockKind
    number: int
    name: str
    at: datetime
    audience: tuple[Audience, ...] = ()

    @property
    def is_breach(self) -> bool:
        return self.name == BREACH


def rungs(timeline: Timeline, policy: Policy, calendar: Calendar) -> tuple[Rung, ...]:
    """All rungs of clocks not stopped whose instant is known, in order of time."""
    live = (run for run in runs(timeline, policy) if run.stop is None and run.still not in SETTLED)
    found = [rung for run in live for step in _steps(run, policy) if (rung := _rung(run, step, calendar))]
    return tuple(sorted(found, key=lambda rung: (rung.at, rung.key)))


def due_steps(timeline: Timeline, policy: Policy, calendar: Calendar, *, done: Container[str], now: datetime) -> tuple[Rung, ...]:
    """The rungs to act on now, in order of time."""
    return tuple(rung for rung in rungs(timeline, policy, calendar) if rung.at <= now and rung.key not in done)


def next_look(timeline: Timeline, policy: Policy, calendar: Calendar, *, done: Container[str], now: datetime) -> datetime | None:
    """When the earliest rung not done wants a look; never in the past, so that lateness measures timers alone."""
    return next((max(rung.at, now) for rung in rungs(timeline, policy, calendar) if rung.key not in done), None)


def _steps(run: Run, policy: Policy) -> tuple[Step, ...]:
    """The policy's steps for a clock and the breach itself; a step named "breach" only tells who hears of that."""
    mine = [step for step in policy.ladder if step.clock is run.kind]
    audience = tuple(dict.fromkeys(who for step in mine if step.name == BREACH for who in step.audience))
    return (*(step for step in mine if step.name != BREACH), Step(BREACH, run.kind, 100, audience))


def _rung(run: Run, step: Step, calendar: Calendar) -> Rung | None:
    # A share that is no whole second is reached at the next whole one.
    share = -(-run.target.seconds * step.percent // 100)
    at = _towards(run.by_hand, step, calendar) if run.by_hand else instant(run, calendar, share + step.offset)
    if at is None:
        return None
    turn = f"~{run.by_hand.turn}" if run.by_hand else ""
    return Rung(f"{run.kind}#{run.number}{turn}:{step.name}", run.kind, run.number, step.name, moment(at), step.audience)


def _towards(promised: ByHand, step: Step, calendar: Calendar) -> int | None:
    """A share of the business time between the setting of a date and the date itself; 100 percent is the date, whatever the hour."""
    whole = counted(calendar, promised.at, promised.due)
    wanted = -(-whole * step.percent // 100) + step.offset
    if wanted >= whole:
        return after(calendar, promised.due, wanted - whole)
    return after(calendar, promised.at, wanted)
