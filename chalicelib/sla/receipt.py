"""The itemised bill of a clock: every interval from its start, why it counted or not, summing exactly to the clock."""

from collections.abc import Iterator
from datetime import datetime

from chalicelib.errors import NotFound
from chalicelib.sla.calendar import Calendar, Hours, epoch, moment, stretches
from chalicelib.sla.policy import Category, ClockKind, Policy
from chalicelib.sla.runs import Run, Span, runs
from chalicelib.sla.timeline import Timeline
from chalicelib.values import dataclass

STILL = {
    Category.NEW: "not yet taken up",
    Category.OPEN: "in work",
    Category.PENDING: "waiting for customer",
    Category.HOLD: "on hold",
    Category.RESOLVED: "resolved",
    Category.CLOSED: "closed",
}


@dataclass(frozen=True, slots=True)
class Line:
    """[start, end) in UTC with the business seconds counted in it: all of them or none."""

    start: datetime
    end: datetime
    why: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """The lines follow each other without gaps from the clock's start to its stop, or to now; `used` is their sum."""

    kind: ClockKind
    number: int
    target: int
    used: int
    lines: tuple[Line, ...]


def receipt(
    timeline: Timeline, policy: Policy, calendar: Calendar, kind: ClockKind, *, now: datetime, number: int | None = None
) -> Receipt:
    """The bill of one clock, the newest of its kind unless numbered; NotFound when there is none."""
    found = [run for run in runs(timeline, policy) if run.kind is kind and number in (None, run.number)]
    if not found:
        raise NotFound(f"this ticket has no {kind} clock" + ("" if number is None else f" number {number}"))
    run = found[-1]
    lines = tuple(_lines(run, calendar, epoch(now) if run.stop is None else run.stop))
    return Receipt(kind, run.number, run.target.seconds, sum(line.seconds for line in lines), lines)


def _lines(run: Run, calendar: Calendar, until: int) -> Iterator[Line]:
    for span in run.spans:
        end = until if span.end is None else min(span.end, until)
        if span.start < end:
            yield from _bill(span, calendar, end)


def _bill(span: Span, calendar: Calendar, end: int) -> Iterator[Line]:
    if span.still:
        yield Line(moment(span.start), moment(end), STILL[span.still], 0)
        return
    for piece in stretches(calendar, span.start, end):
        seconds = piece.end - piece.start if piece.hours is Hours.OPEN else 0
        yield Line(moment(piece.start), moment(piece.end), piece.hours.value, seconds)
