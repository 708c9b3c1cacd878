"""Answers to POSTs with an Idempotency-Key, in the Seen table: R#<digest of the key>, gone after a day."""

from datetime import datetime, timedelta

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.settings import settings
from chalicelib.storage.rows import Bytes, Row

KEPT = timedelta(hours=24)


class ReplayRow(Row):
    """One key: a digest of what was asked with it, until when (epoch seconds) somebody works on it, and what was answered."""

    class Meta:
        table_name = settings().seen_table
        region = settings().region

    asked = UnicodeAttribute(null=True)
    until = NumberAttribute(null=True)
    told = Bytes(null=True)
    expires = NumberAttribute(null=True)


def begin(key: str, asked: str, now: datetime, until: datetime) -> ReplayRow | None:
    """Take the key for this request. None: it is ours to do, now or again because whoever began is gone; else what stands there."""
    second = int(now.timestamp())
    is_left = (ReplayRow.asked == asked) & ReplayRow.told.does_not_exist() & (ReplayRow.until <= second)
    free = ReplayRow.pk.does_not_exist() | (ReplayRow.expires <= second) | is_left
    return _row(key, asked, now, until).put(free)


def keep(key: str, asked: str, now: datetime, told: bytes) -> None:
    """This is what every repetition is answered."""
    row = _row(key, asked, now, now)
    row.told = told
    row.put()


def leave(key: str, asked: str, now: datetime) -> None:
    """Nothing was answered that would be worth repeating: the next one may begin at once."""
    _row(key, asked, now, now).put()


def _row(key: str, asked: str, now: datetime, until: datetime) -> ReplayRow:
    return ReplayRow(f"R#{key}", asked=asked, until=int(until.timestamp()), expires=int((now + KEPT).timestamp()))
