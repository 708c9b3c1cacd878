"""Jobs over many tickets: Seen rows that live for thirty days, one for the job and one for each of its chunks.

J#<id> what to do and who wants it; J#<id>#<n> the tickets of chunk n with what became of them
"""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.settings import settings
from chalicelib.storage.rows import Row, read_many
from chalicelib.values import dataclass

KEPT = timedelta(days=30)
# So many tickets one message works on: half a second of work.
CHUNK = 25


@dataclass(frozen=True, slots=True)
class Item:
    """One ticket of a job: its version when the job was made, and its outcome with the reason and the commit."""

    ticket: int
    base: int
    outcome: str = "waiting"
    because: str = ""
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Job:
    """`about` is what to do, as the feature keeps it; `undoes` the job that this one takes back."""

    id: int
    kind: str
    actor: str
    agent: int
    name: str
    at: datetime
    about: dict[str, Any]
    chunks: int
    undoes: int = 0


class JobRow(Row):
    """A job or one of its chunks, as JSON."""

    class Meta:
        table_name = settings().seen_table
        region = settings().region

    about = UnicodeAttribute(null=True)
    at = UnicodeAttribute(null=True)
    expires = NumberAttribute(null=True)


def put(job: Job, items: Sequence[Item]) -> bool:
    """Chunks first, so that a job that is there is whole; False if it is there already."""
    expires = int((job.at + KEPT).timestamp())
    if find(job.id):
        return False
    for number in range(job.chunks):
        _put_chunk(job.id, number, items[number * CHUNK : (number + 1) * CHUNK], job.at, expires)
    told = [job.kind, job.actor, job.agent, job.name, job.at.isoformat(), job.about, job.chunks, job.undoes]
    row = JobRow(f"J#{job.id}", about=json.dumps(told, ensure_ascii=False), at=job.at.isoformat(), expires=expires)
    return row.put(JobRow.pk.does_not_exist()) is None


def find(number: int) -> Job | None:
    row = JobRow.find(f"J#{number}")
    return _job(number, row) if row else None


def find_with(number: int, chunk: int) -> tuple[Job, list[Item]] | None:
    """A job and one of its chunks."""
    found = read_many([(JobRow, f"J#{number}", None), (JobRow, _key(number, chunk), None)])
    head, part = found.get((f"J#{number}", None)), found.get((_key(number, chunk), None))
    return (_job(number, head), _items(part)) if head and part else None


def items(job: Job) -> tuple[list[Item], datetime]:
    """Every ticket of a job in the order asked, and when the last of them was worked on."""
    keys = [_key(job.id, number) for number in range(job.chunks)]
    found = read_many([(JobRow, key, None) for key in keys])
    rows = [found[key, None] for key in keys if (key, None) in found]
    worked = max((datetime.fromisoformat(row.at) for row in rows), default=job.at)
    return [item for row in rows for item in _items(row)], worked


def put_outcomes(job: Job, chunk: int, outcomes: Sequence[Item], now: datetime) -> None:
    _put_chunk(job.id, chunk, outcomes, now, int((job.at + KEPT).timestamp()))


def _put_chunk(number: int, chunk: int, part: Sequence[Item], now: datetime, expires: int) -> None:
    told = [[item.ticket, item.base, item.outcome, item.because, item.seq] for item in part]
    JobRow(_key(number, chunk), about=json.dumps(told, ensure_ascii=False), at=now.isoformat(), expires=expires).put()


def _key(number: int, chunk: int) -> str:
    return f"J#{number}#{chunk}"


def _job(number: int, row: JobRow) -> Job:
    kind, actor, agent, name, at, about, chunks, undoes = json.loads(row.about)
    return Job(number, kind, actor, agent, name, datetime.fromisoformat(at), about, chunks, undoes)


def _items(row: JobRow) -> list[Item]:
    return [Item(*told) for told in json.loads(row.about)]
