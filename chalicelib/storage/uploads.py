"""Files that a caller of the API is about to send: Seen rows that live for a day."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.settings import settings
from chalicelib.storage.rows import Row, read_many
from chalicelib.values import dataclass

KEPT = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Upload:
    """What was announced: `key` is the object's place, `by` the caller."""

    id: int
    key: str
    name: str
    type: str
    size: int
    by: str


class UploadRow(Row):
    """U#<id>."""

    class Meta:
        table_name = settings().seen_table
        region = settings().region

    about = UnicodeAttribute(null=True)
    expires = NumberAttribute(null=True)


def announce(upload: Upload, now: datetime) -> None:
    about = json.dumps([upload.key, upload.name, upload.type, upload.size, upload.by])
    UploadRow(f"U#{upload.id}", about=about, expires=int((now + KEPT).timestamp())).put()


def announced(numbers: Iterable[int], now: datetime) -> dict[int, Upload]:
    """The uploads by id; those that nobody announced within the day are left out."""
    found = read_many([(UploadRow, f"U#{number}", None) for number in numbers])
    fresh = [row for row in found.values() if row.about and row.expires > int(now.timestamp())]
    return {upload.id: upload for upload in map(_upload, fresh)}


def _upload(row: UploadRow) -> Upload:
    return Upload(int(row.pk.partition("#")[2]), *json.loads(row.about))
