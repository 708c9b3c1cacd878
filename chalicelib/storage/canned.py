"""Canned responses in the Desk table: one partition, so that a folder and its count are one query and each change is one put.

CANNED / F#<id>   a folder
CANNED / R#<id>   a response with its variants
"""

from typing import Any, TypeVar

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.canned.model import Folder, Response
from chalicelib.codec import pack, unpack
from chalicelib.settings import settings
from chalicelib.storage.rows import Bytes, Part, Row, query_all

PARTITION = "CANNED"
PREFIX: dict[type[Any], str] = {Folder: "F#", Response: "R#"}
Kept = TypeVar("Kept", Folder, Response)


class CannedRow(Row):
    """A folder or a response, by the beginning of its sort key."""

    class Meta:
        table_name = settings().desk_table
        region = settings().region

    sk = UnicodeAttribute(range_key=True)
    version = NumberAttribute()
    content = Bytes()


def put_new(one: Folder | Response) -> bool:
    """Whether it was not there yet."""
    return _row(one).put(CannedRow.pk.does_not_exist()) is None


def replace(one: Folder | Response) -> bool:
    """Put the next version in the place of the one before; whether that still stood there."""
    return _row(one).put(CannedRow.version == one.version - 1) is None


def remove(one: Folder | Response) -> None:
    CannedRow.remove(PARTITION, _place(type(one), one.id))


def find(kind: type[Kept], number: int) -> Kept | None:
    row = CannedRow.find(PARTITION, _place(kind, number))
    return unpack(row.content, kind) if row else None


def everything(kind: type[Kept]) -> list[Kept]:
    """All of one kind in the order of their ids."""
    prefix = PREFIX[kind]
    found = query_all(CannedRow, Part(PARTITION, low=prefix, high=f"{prefix}~"))
    return [unpack(CannedRow.from_raw_data(item).content, kind) for item in found]


def _row(one: Folder | Response) -> CannedRow:
    return CannedRow(PARTITION, _place(type(one), one.id), version=one.version, content=pack(one))


def _place(kind: type[Any], number: int) -> str:
    return f"{PREFIX[kind]}{number:016}"
