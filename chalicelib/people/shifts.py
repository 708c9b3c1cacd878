"""Whether an agent works now, and if not, when again: the agent's own switch, shifts and absences."""

from datetime import datetime
from zoneinfo import ZoneInfo

from chalicelib.sla.calendar import Calendar, after, counted, epoch, moment
from chalicelib.values import dataclass


@dataclass(frozen=True, slots=True)
class Absence:
    """A stretch of time away, half open, in UTC; `why` is shown to colleagues."""

    start: datetime
    end: datetime
    why: str = ""


@dataclass(frozen=True, slots=True)
class Presence:
    """What an agent said of themself: the switch in the frontend, and absences known ahead."""

    available: bool = True
    absences: tuple[Absence, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether the agent works at one instant; `until` is when that may change for the better, in the shift's zone."""

    available: bool
    on_shift: bool
    until: datetime | None = None


def standing(presence: Presence, calendar: Calendar | None, now: datetime) -> Standing:
    """How the agent stands at `now`; without a calendar every second is a working one."""
    present = _back(presence, now) == now
    on_shift = calendar is None or is_open(calendar, now)
    if not presence.available or (present and on_shift):
        return Standing(presence.available, on_shift)
    return Standing(present, on_shift, _works_again(presence, calendar, now))


def is_open(calendar: Calendar, at: datetime) -> bool:
    """Whether the second that `at` lies in is a working one."""
    return counted(calendar, epoch(at), epoch(at) + 1) == 1


def _back(presence: Presence, now: datetime) -> datetime:
    """The first instant from `now` on that lies in no absence; absences may overlap or follow each other."""
    back = now
    for absence in sorted(presence.absences, key=lambda absence: absence.start):
        if absence.start <= back < absence.end:
            back = absence.end
    return back


def _works_again(presence: Presence, calendar: Calendar | None, now: datetime) -> datetime | None:
    """The first working instant that no absence covers; None if the shift does not open within five years."""
    at: datetime | None = _back(presence, now)
    # Each turn leaves at least one absence behind, so there are no more turns than absences.
    for _ in presence.absences or (None,):
        at = _next_open(calendar, at) if calendar and at else at
        at = _back(presence, at) if at else None
    return _next_open(calendar, at) if calendar and at else at


def _next_open(calendar: Calendar, at: datetime) -> datetime | None:
    reached = after(calendar, epoch(at), 1)
    return None if reached is None else moment(reached - 1).astimezone(ZoneInfo(calendar.time_zone))
