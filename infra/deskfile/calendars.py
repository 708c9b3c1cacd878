"""What must hold of calendars: openings that do not overlap, at least one of them, days named once."""

from collections.abc import Mapping
from datetime import date, time
from itertools import pairwise
from typing import Any

from chalicelib.sla.calendar import Window
from infra.deskfile.faults import Faults
from infra.deskfile.kinds import MISSING, entries
from infra.deskfile.public_holidays import expand
from infra.deskfile.shape import DAYS, days

ANY_DAY = date(2026, 1, 1)


def check_calendars(sheet: Mapping[str, Any], faults: Faults) -> None:
    for path, row in entries(sheet, "", "calendars"):
        _check_week(path, row, faults)
        _check_holidays(path, row, faults)
        _check_single_days(path, row, faults)


def _check_week(path: str, row: Mapping[str, Any], faults: Faults) -> None:
    week, named = row.get("week", {}), dict[int, str]()
    for key, windows in week.items():
        place = f"{path}.week.{key}"
        for day in days(key):
            first = named.setdefault(day, key)
            if first != key:
                faults.add(place, f"{DAYS[day]} is given already by {first}")
        _check_windows(place, windows, faults)
    if "week" in row and not any(week.values()) and not row.get("opened") and not faults.below(f"{path}.week"):
        faults.add(f"{path}.week", "the calendar never opens")


def _check_windows(path: str, windows: list[Window], faults: Faults) -> None:
    readable = sorted((window for window in windows if window is not MISSING), key=lambda window: window.start)
    for earlier, later in pairwise(readable):
        if earlier.end == time(0) or earlier.end > later.start:
            faults.add(path, f"the openings {_clock(earlier)} and {_clock(later)} overlap")


def _check_holidays(path: str, row: Mapping[str, Any], faults: Faults) -> None:
    if "holidays" in row:
        try:
            expand(row["holidays"], ANY_DAY)
        except ValueError as fault:
            faults.add(f"{path}.holidays", str(fault))


def _check_single_days(path: str, row: Mapping[str, Any], faults: Faults) -> None:
    seen: dict[date, str] = {}
    closed = list(entries(row, path, "closed"))
    opened = [(f"{place}.date", one.get("date")) for place, one in entries(row, path, "opened")]
    for place, day in (*closed, *opened):
        first = seen.setdefault(day, place)
        if day is not None and first != place:
            faults.add(place, f"{day} is given already in line {faults.line(first)}")
    for place, one in entries(row, path, "opened"):
        _check_windows(f"{place}.windows", one.get("windows", []), faults)
        if one.get("windows") == []:
            faults.add(f"{place}.windows", "needs at least one opening (a closed day belongs in closed)")


def _clock(window: Window) -> str:
    end = "24:00" if window.end == time(0) else f"{window.end:%H:%M}"
    return f"{window.start:%H:%M}-{end}"
