"""Days on which customers answered: Y# of the Seen table, made by whoever reads from long ago and found anew when it is gone.

Answers are kept by day, so a day that is over gains none; a few days are left to clocks that differ and to what is still written.
Whoever keeps one that was posted still longer ago, as it lay in a queue, calls `forget`.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from pynamodb.attributes import NumberAttribute

from chalicelib.codec import pack, unpack
from chalicelib.settings import settings
from chalicelib.storage.rows import Bytes, Row
from chalicelib.values import dataclass

KEY = "Y#answers"
KEPT = timedelta(days=90)
UNSETTLED = timedelta(days=2)
# Fewer days than these are asked one by one.
FEW = timedelta(days=7)
Asked = Callable[[date], bool]


@dataclass(frozen=True, slots=True)
class Days:
    """From `begin` up to `end`, which is not among them, those with answers."""

    begin: str = ""
    end: str = ""
    busy: tuple[str, ...] = ()


class DaysRow(Row):
    """Y#answers."""

    class Meta:
        table_name = settings().seen_table
        region = settings().region

    body = Bytes()
    expires = NumberAttribute()


def between(since: date, until: date, now: datetime, has_answers: Asked) -> Iterator[date]:
    """Every day of the span, without those of which it is known that nobody answered."""
    if until - since <= FEW:
        yield from _each(since, until)
        return
    days = _known(since, now, has_answers)
    yield from (date.fromisoformat(day) for day in days.busy if since.isoformat() <= day <= until.isoformat())
    yield from _each(max(since, date.fromisoformat(days.end)), until)


def forget(day: date, now: datetime) -> None:
    """A day gained an answer: if somebody may have found it over, nothing is known of any day."""
    if day <= (now - UNSETTLED).date():
        DaysRow.remove(KEY)


def _known(since: date, now: datetime, has_answers: Asked) -> Days:
    row = DaysRow.find(KEY)
    days = unpack(row.body, Days) if row else Days()
    if not days.begin or days.begin > since.isoformat():
        days = Days(since.isoformat(), since.isoformat())
    end = (now - UNSETTLED).date()
    if days.end >= end.isoformat():
        return days
    fresh = (day.isoformat() for day in _each(date.fromisoformat(days.end), end - timedelta(days=1)) if has_answers(day))
    grown = Days(days.begin, end.isoformat(), (*days.busy, *fresh))
    DaysRow(KEY, body=pack(grown), expires=int((now + KEPT).timestamp())).put()
    return grown


def _each(first: date, last: date) -> Iterator[date]:
    yield from (first + timedelta(days=count) for count in range((last - first).days + 1))
