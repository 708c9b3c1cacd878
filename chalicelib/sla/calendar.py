"""Business time: which seconds count, in a zone with daylight saving, holidays and one-off openings."""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple
from zoneinfo import ZoneInfo

from chalicelib.errors import VuoroError
from chalicelib.values import dataclass

DAY = 86_400
HORIZON_DAYS = 5 * 366
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
CACHED_DAYS = 4_000
SATURDAY = 5


class NeverOpens(VuoroError):
    """The calendar does not open long enough within five years."""

    code = "never_opens"


class Hours(StrEnum):
    """What a stretch of time is to a calendar: open, or closed for this reason."""

    OPEN = "counted"
    NIGHT = "night"
    BREAK = "break"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    CLOSED_DAY = "closed day"


class Stretch(NamedTuple):
    """Whole UTC epoch seconds from `start` up to, not including, `end`, all of one kind."""

    start: int
    end: int
    hours: Hours


@dataclass(frozen=True, slots=True)
class Window:
    """Opening hours of one stretch of a day in local wall time, half open; an `end` of 00:00 means midnight."""

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Calendar:
    """When a team works. `week` holds the windows of Monday to Sunday, `closed` and `opened` single local dates.

    `horizon` is the last date up to which public holidays were filled in (at activation).
    """

    name: str
    time_zone: str
    week: tuple[tuple[Window, ...], ...]
    closed: frozenset[date] = frozenset()
    opened: tuple[tuple[date, tuple[Window, ...]], ...] = ()
    horizon: date | None = None


def epoch(at: datetime) -> int:
    """Whole UTC epoch seconds of an aware datetime, rounded down."""
    return (at - EPOCH) // timedelta(seconds=1)


def moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def seconds_between(calendar: Calendar, start: datetime, end: datetime) -> int:
    """Business seconds in [start, end); none when `end` lies before `start`."""
    return counted(calendar, epoch(start), epoch(end))


def add(calendar: Calendar, start: datetime, seconds: int) -> datetime:
    """The first instant (UTC) by which `seconds` business seconds have passed since `start`; raises NeverOpens."""
    reached = after(calendar, epoch(start), seconds)
    if reached is None:
        raise NeverOpens(f"calendar {calendar.name!r} does not reach {seconds} business seconds within five years of {start.isoformat()}")
    return moment(reached)


def intervals(calendar: Calendar, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The open stretches of [start, end) in order, in UTC; neighbours are joined."""
    for stretch in stretches(calendar, epoch(start), epoch(end)):
        if stretch.hours is Hours.OPEN:
            yield moment(stretch.start), moment(stretch.end)


def stretches(calendar: Calendar, start: int, end: int) -> Iterator[Stretch]:
    """[start, end) cut, without gaps, into open stretches and closed ones with their reason."""
    almanac = _almanac(calendar)
    clipped = (
        Stretch(max(piece.start, start), min(piece.end, end), piece.hours)
        for number in range(start // DAY, -(-end // DAY))
        for piece in almanac.day(number).pieces
        if piece.start < end and piece.end > start
    )
    return _joined(clipped)


def counted(calendar: Calendar, start: int, end: int) -> int:
    """Business seconds between two epoch seconds."""
    if end <= start:
        return 0
    almanac = _almanac(calendar)
    first, last = start // DAY, end // DAY
    whole = sum(almanac.day(number).open_seconds for number in range(first, last))
    return whole - almanac.day(first).open_before(start) + almanac.day(last).open_before(end)


def after(calendar: Calendar, start: int, seconds: int) -> int | None:
    """The first epoch second by which `seconds` business seconds have passed; None when five years do not suffice."""
    if seconds <= 0:
        return start
    almanac = _almanac(calendar)
    first = start // DAY
    left = seconds + almanac.day(first).open_before(start)
    for number in range(first, first + HORIZON_DAYS):
        day = almanac.day(number)
        if left <= day.open_seconds:
            return day.instant(left)
        left -= day.open_seconds
    return None


@dataclass(frozen=True, slots=True)
class _Day:
    """One UTC day, cut without gaps."""

    pieces: tuple[Stretch, ...]
    open_seconds: int

    def open_before(self, at: int) -> int:
        return sum(min(end, at) - start for start, end, hours in self.pieces if hours is Hours.OPEN and start < at)

    def instant(self, seconds: int) -> int:
        """The first epoch second by which this many open seconds of the day have passed; the day must have them."""
        pieces = [piece for piece in self.pieces if piece.hours is Hours.OPEN]
        totals = accumulate(end - start for start, end, _ in pieces)
        return next(piece.end - (total - seconds) for piece, total in zip(pieces, totals, strict=True) if total >= seconds)


class _Almanac:
    """The days of one calendar, worked out once each.

    Days are UTC days because those never overlap, whatever daylight saving does to local ones.
    """

    def __init__(self, calendar: Calendar) -> None:
        self._zone = ZoneInfo(calendar.time_zone)
        self._calendar = calendar
        self._opened = dict(calendar.opened)
        self._days: dict[int, _Day] = {}

    def day(self, number: int) -> _Day:
        known = self._days.get(number)
        if known is None:
            if len(self._days) >= CACHED_DAYS:
                self._days.clear()
            known = self._days[number] = self._work_out(number)
        return known

    def _work_out(self, number: int) -> _Day:
        offsets = _offsets(self._zone, number * DAY, (number + 1) * DAY)
        pieces = tuple(_joined(piece for part in offsets for piece in self._local(*part)))
        return _Day(pieces, sum(end - start for start, end, hours in pieces if hours is Hours.OPEN))

    def _local(self, start: int, end: int, offset: int) -> Iterator[Stretch]:
        for number in range((start + offset) // DAY, (end + offset - 1) // DAY + 1):
            midnight = number * DAY - offset
            for piece in self._wall_day(date.fromordinal(EPOCH_ORDINAL + number)):
                low, high = max(start, midnight + piece.start), min(end, midnight + piece.end)
                if low < high:
                    yield Stretch(low, high, piece.hours)

    def _wall_day(self, day: date) -> Iterator[Stretch]:
        """The seconds 0 to 86,400 of the wall clock on a local date."""
        windows, closed = self._rule(day)
        spans = [(_second(window.start), _second(window.end) or DAY) for window in windows]
        spans = sorted(span for span in spans if span[0] < span[1])
        reached, gap = 0, Hours.NIGHT if spans else closed
        for start, end in spans:
            if start > reached:
                yield Stretch(reached, start, gap)
            if end > reached:
                yield Stretch(max(start, reached), end, Hours.OPEN)
            reached, gap = max(reached, end), Hours.BREAK
        if reached < DAY:
            yield Stretch(reached, DAY, Hours.NIGHT if spans else closed)

    def _rule(self, day: date) -> tuple[tuple[Window, ...], Hours]:
        if day in self._opened:
            return self._opened[day], Hours.CLOSED_DAY
        if day in self._calendar.closed:
            return (), Hours.HOLIDAY
        week, weekday = self._calendar.week, day.weekday()
        windows = week[weekday] if weekday < len(week) else ()
        return windows, Hours.WEEKEND if weekday >= SATURDAY else Hours.CLOSED_DAY


@lru_cache(maxsize=64)
def _almanac(calendar: Calendar) -> _Almanac:
    return _Almanac(calendar)


def _offsets(zone: ZoneInfo, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """[start, end) cut where the zone changes its distance to UTC, each part with that distance in seconds."""
    while start < end:
        offset, turn = _offset(zone, start), end
        if _offset(zone, end - 1) != offset:
            turn = _change(zone, start, end)
        yield start, turn, offset
        start = turn


def _change(zone: ZoneInfo, start: int, end: int) -> int:
    offset = _offset(zone, start)
    return start + bisect_left(range(start, end), True, key=lambda at: _offset(zone, at) != offset)


def _offset(zone: ZoneInfo, at: int) -> int:
    return int((datetime.fromtimestamp(at, zone).utcoffset() or timedelta(0)).total_seconds())


def _second(wall: time) -> int:
    return wall.hour * 3600 + wall.minute * 60 + wall.second


def _joined(pieces: Iterator[Stretch]) -> Iterator[Stretch]:
    held: Stretch | None = None
    for piece in pieces:
        if held and held.end == piece.start and held.hours is piece.hours:
            held = Stretch(held.start, piece.end, held.hours)
            continue
        if held:
            yield held
        held = piece
    if held:
        yield held
