"""What the public function may touch of the Seen table, all of it under `W#`: visits of web pages, counters, and who confirmed an address.

W#V# the lines of a visit; W#R# a counter of one window; W#A# that an address was asked to confirm; W#F# what a claim to an address awaits
"""

import json
import zlib
from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import NumberAttribute, NumberSetAttribute
from pynamodb.expressions.update import Action

from chalicelib.errors import Busy
from chalicelib.ids import digest
from chalicelib.settings import settings
from chalicelib.storage.rows import Bytes, Row, pause
from chalicelib.values import dataclass

PREFIX = "W#"
VISIT_KEPT = timedelta(days=30)
ASKED_AGAIN = timedelta(hours=24)
CONFIRMED_FOR = timedelta(days=30)
MOST_LINES, MOST_BYTES = 60, 24_000
TRIES = 5


class VisitRow(Row):
    """One of the kinds above."""

    class Meta:
        table_name = settings().seen_table
        region = settings().region

    seq = NumberAttribute(null=True)
    ticket = NumberAttribute(null=True)
    waiting = NumberSetAttribute(null=True)
    body = Bytes(null=True)
    expires = NumberAttribute(null=True)


@dataclass(frozen=True, slots=True)
class Visit:
    """What was said in a visit, oldest first; `version` changes with every line."""

    version: int = 0
    lines: tuple[dict[str, Any], ...] = ()


def find(visitor: str, now: datetime) -> Visit:
    row = VisitRow.find(_visit_key(visitor))
    if row is None or row.expires <= int(now.timestamp()):
        return Visit()
    return Visit(int(row.seq), tuple(json.loads(zlib.decompress(row.body))))


def add(visitor: str, line: dict[str, Any], now: datetime) -> Visit:
    """Add a line with an id, once. Raises Busy when others were faster too often."""
    for attempt in range(TRIES):
        known = find(visitor, now)
        if any(one["id"] == line["id"] for one in known.lines):
            return known
        wanted = Visit(known.version + 1, _fitting((*known.lines, line)))
        body = zlib.compress(json.dumps(wanted.lines, ensure_ascii=False, separators=(",", ":")).encode())
        row = VisitRow(_visit_key(visitor), seq=wanted.version, body=body, expires=_after(now, VISIT_KEPT))
        free = VisitRow.pk.does_not_exist() | (VisitRow.expires <= int(now.timestamp()))
        if row.put(VisitRow.seq == known.version if known.version else free) is None:
            return wanted
        pause(attempt)
    raise Busy("this visit is being written to")


def _fitting(lines: tuple[dict[str, Any], ...]) -> tuple[dict[str, Any], ...]:
    """The newest lines, so that a row stays cheap to read; the ticket has them all."""
    kept: list[dict[str, Any]] = []
    left = MOST_BYTES
    for line in reversed(lines[-MOST_LINES:]):
        left -= len(json.dumps(line, ensure_ascii=False).encode())
        if left < 0 and kept:
            break
        kept.append(line)
    return tuple(reversed(kept))


def count(what: str, window: timedelta, now: datetime) -> tuple[int, int]:
    """How often this came in the present window, this time included, and the seconds until the next one begins."""
    span = int(window.total_seconds())
    start = int(now.timestamp()) // span * span
    key = f"{PREFIX}R#{digest(what)}#{start}"
    row = VisitRow.change(key, None, [VisitRow.seq.add(1), VisitRow.expires.set(start + 2 * span)])
    if row is None:
        raise AssertionError("an update without a condition cannot fail it")
    return int(row.seq), start + span - int(now.timestamp())


# -- confirmations of addresses --


@dataclass(frozen=True, slots=True)
class Turn:
    """Who asks an address for these 24 hours: the form, since when (UTC), and whether the mail is known to have gone out."""

    form: int
    since: datetime
    is_sent: bool = False


def take_asking(address: str, form: int, now: datetime, *, instead_of: Turn | None = None) -> Turn | None:
    """Let this form ask the address; it may be asked once in 24 hours. None: it is this one's turn; else whose it is."""
    free = VisitRow.pk.does_not_exist() | (VisitRow.expires <= int(now.timestamp()))
    if instead_of:
        ended = _after(instead_of.since, ASKED_AGAIN)
        free |= (VisitRow.ticket == instead_of.form) & (VisitRow.expires == ended) & VisitRow.seq.does_not_exist()
    standing = VisitRow(_asking_key(address), ticket=form, expires=_after(now, ASKED_AGAIN)).put(free)
    if standing is None:
        return None
    since = datetime.fromtimestamp(int(standing.expires), now.tzinfo) - ASKED_AGAIN
    return Turn(int(standing.ticket or 0), since, is_sent=standing.seq is not None or standing.ticket is None)


def note_asked(address: str, form: int) -> None:
    """The mail of this form's turn went out."""
    VisitRow.change(_asking_key(address), None, [VisitRow.seq.set(1)], VisitRow.ticket == form)


def give_back_asking(address: str) -> None:
    """Nothing was sent after all."""
    VisitRow(_asking_key(address), expires=0).put()


def wait_for(claim: str, number: int, now: datetime) -> None:
    """A suspended form waits until this claim to an address is confirmed."""
    actions: list[Action] = [VisitRow.waiting.add({number}), VisitRow.expires.set(_after(now, CONFIRMED_FOR))]
    VisitRow.change(_claim_key(claim), None, actions)


def confirm(claim: str, now: datetime) -> tuple[int, ...]:
    """Remember that the owner of the address stands by the claim; the forms that wait for that."""
    actions: list[Action] = [VisitRow.seq.set(1), VisitRow.expires.set(_after(now, CONFIRMED_FOR))]
    row = VisitRow.change(_claim_key(claim), None, actions)
    return tuple(sorted(int(number) for number in row.waiting or ())) if row else ()


def is_confirmed(claim: str, now: datetime) -> bool:
    row = VisitRow.find(_claim_key(claim))
    return row is not None and bool(row.seq) and row.expires > int(now.timestamp())


def _visit_key(visitor: str) -> str:
    return f"{PREFIX}V#{digest(visitor)}"


def _asking_key(address: str) -> str:
    return f"{PREFIX}A#{digest(address)}"


def _claim_key(claim: str) -> str:
    return f"{PREFIX}F#{digest(claim)}"


def _after(now: datetime, span: timedelta) -> int:
    return int((now + span).timestamp())
