"""Time entries by month in the Ledger table, so that a desk's whole time can be listed: a projection of tickets' histories.

TIME#<month> / <when it was spent>#<ticket>#<commit>   the entry; without one: it has moved to another place or is removed
"""

from collections.abc import Iterator
from datetime import datetime

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.codec import pack, unpack
from chalicelib.settings import settings
from chalicelib.storage.rows import Bytes, Part, Row, read_on, stamp_of
from chalicelib.tickets.timing import Entry

PAGE = 100


class TimeRow(Row):
    """One entry where its instant puts it; `version` is the last commit about it."""

    class Meta:
        table_name = settings().ledger_table
        region = settings().region

    sk = UnicodeAttribute(range_key=True)
    version = NumberAttribute()
    entry = Bytes(null=True)


def put(entry: Entry, executed: datetime, *, is_here: bool) -> None:
    """Whether the entry stands at this instant, as of its last commit; nothing if a later one was put there already."""
    row = TimeRow(month(executed), _place(entry, executed), version=entry.version, entry=pack(entry) if is_here else None)
    row.put(TimeRow.pk.does_not_exist() | (TimeRow.version < entry.version))


def put_left(entry: Entry, executed: datetime) -> None:
    """The same entry without its note; nothing if a later one was put there."""
    TimeRow.change(month(executed), _place(entry, executed), [TimeRow.entry.set(pack(entry))], TimeRow.version == entry.version)


def newest_first(after: datetime, before: datetime) -> Iterator[Entry]:
    """Entries of this span, month by month, read no further than they are taken."""
    at = before
    while month(at) >= month(after):
        span = Part(month(at), low=stamp_of(after), high=f"{stamp_of(before)}~", forward=False, limit=PAGE)
        found = (TimeRow.from_raw_data(item) for item in read_on(TimeRow, span))
        yield from (unpack(row.entry, Entry) for row in found if row.entry)
        at = _month_before(at)


def month(at: datetime) -> str:
    return f"TIME#{at:%Y-%m}"


def _month_before(at: datetime) -> datetime:
    year, number = (at.year - 1, 12) if at.month == 1 else (at.year, at.month - 1)
    return at.replace(year=year, month=number, day=1)


def _place(entry: Entry, executed: datetime) -> str:
    return f"{stamp_of(executed)}#{entry.ticket:012}#{entry.seq:06}"
