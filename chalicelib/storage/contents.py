"""The contents of long histories: S# rows of the Seen table, made by whoever reads and found again from the commits when they are gone."""

from datetime import datetime, timedelta

from pynamodb.attributes import NumberAttribute

from chalicelib.codec import pack, unpack
from chalicelib.settings import settings
from chalicelib.storage.rows import Bytes, Row, read_many
from chalicelib.tickets.contents import Contents

KEPT = timedelta(days=7)
# Bytes: a row holds 400 kB; a history that is longer still is read whole.
LARGEST = 300_000


class ContentsRow(Row):
    """S#<ticket>."""

    class Meta:
        table_name = settings().seen_table
        region = settings().region

    version = NumberAttribute()
    body = Bytes()
    expires = NumberAttribute()


def find(ticket: int) -> Contents:
    """Up to some version, which may be an old one; empty if there is nothing."""
    key = f"S#{ticket}"
    row: ContentsRow | None = read_many([(ContentsRow, key, None)], eventual=(ContentsRow,)).get((key, None))
    return unpack(row.body, Contents) if row else Contents()


def keep(ticket: int, contents: Contents, now: datetime) -> None:
    """In place of an older one."""
    body = pack(contents)
    if len(body) > LARGEST:
        return
    stale = ContentsRow.pk.does_not_exist() | (ContentsRow.version < contents.version)
    ContentsRow(f"S#{ticket}", version=contents.version, body=body, expires=int((now + KEPT).timestamp())).put(stale)
