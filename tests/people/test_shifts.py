"""Whether an agent works now, and when again."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from chalicelib.people.shifts import Absence, Presence, Standing, is_open, standing
from chalicelib.sla.calendar import Calendar, Window

HELSINKI = ZoneInfo("Europe/Helsinki")
DAY = (Window(time(8), time(12)), Window(time(13), time(16)))
SHIFT = Calendar("day", "Europe/Helsinki", (DAY, DAY, DAY, DAY, DAY, (), ()))
NEVER = Calendar("never", "Europe/Helsinki", ())


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of December 2026 by the clock in Helsinki; the 1st is a Tuesday."""
    return datetime(2026, 12, day, hour, minute, tzinfo=HELSINKI)


def away(*stretches: tuple[datetime, datetime]) -> Presence:
    return Presence(absences=tuple(Absence(start.astimezone(UTC), end.astimezone(UTC)) for start, end in stretches))


@pytest.mark.parametrize(
    ("presence", "now", "expected"),
    [
        (Presence(), at(1, 8), Standing(True, True)),
        (Presence(), at(1, 7, 59), Standing(True, False, at(1, 8))),
        (Presence(), at(1, 12), Standing(True, False, at(1, 13))),
        (Presence(), at(4, 16), Standing(True, False, at(7, 8))),
        (Presence(available=False), at(1, 9), Standing(False, True)),
        (Presence(available=False), at(5, 9), Standing(False, False)),
        (away((at(1, 9), at(1, 10))), at(1, 9), Standing(False, True, at(1, 10))),
        (away((at(1, 9), at(1, 10))), at(1, 10), Standing(True, True)),
        (away((at(1, 9), at(1, 12))), at(1, 9), Standing(False, True, at(1, 13))),
        (away((at(2, 7), at(3, 9)), (at(1, 9), at(2, 8))), at(1, 11), Standing(False, True, at(3, 9))),
        (away((at(2, 0), at(3, 9))), at(1, 20), Standing(True, False, at(3, 9))),
    ],
)
def test_switch_absences_and_shift_together(presence: Presence, now: datetime, expected: Standing) -> None:
    assert standing(presence, SHIFT, now.astimezone(UTC)) == expected


def test_without_a_shift_every_second_counts_and_only_absences_end() -> None:
    assert standing(Presence(), None, at(5, 3)) == Standing(True, True)
    assert standing(away((at(5, 1), at(5, 4)), (at(5, 4), at(5, 6))), None, at(5, 3)) == Standing(False, True, at(5, 6))


def test_a_shift_that_never_opens_has_no_next_start() -> None:
    assert standing(Presence(), NEVER, at(1, 9)) == Standing(True, False)
    assert standing(away((at(1, 0), at(2, 0))), NEVER, at(1, 9)) == Standing(False, False)


def test_the_next_start_is_said_in_the_shifts_own_zone() -> None:
    until = standing(Presence(), SHIFT, datetime(2026, 12, 1, 1, 0, tzinfo=UTC)).until
    assert f"{until:%H:%M}" == "08:00"


@pytest.mark.parametrize(
    ("now", "yes"),
    [(at(1, 8), True), (datetime(2026, 12, 1, 11, 59, 59, 999_999, HELSINKI), True), (at(1, 12), False), (at(5, 9), False)],
)
def test_a_shift_is_half_open(now: datetime, yes: bool) -> None:
    assert is_open(SHIFT, now) is yes
    assert not is_open(NEVER, now)
