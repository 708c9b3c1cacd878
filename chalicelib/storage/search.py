"""The Search table: entries of the index, what is indexed of each ticket and contact, and saved queries.

An entry stands under its term with the number of what it leads to as sort key, so that one query reads a list from any
number downward. Lists of contacts and tickets have terms of their own. Words of tickets lie on sheets in drawers: the
drawer is the partition, the highest ticket and a digest of what the sheet says are the sort key.
"""

import hashlib
import time
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.update import Action

from chalicelib import meter
from chalicelib.codec import pack, unpack
from chalicelib.search.card import Card
from chalicelib.search.leafing import Drawers, Page, Spoken
from chalicelib.search.literals import WORD
from chalicelib.search.sheets import Sheet, Told, highest, of_plain, plain
from chalicelib.search.terms import CONTACTS
from chalicelib.search.walk import Allowance, downward
from chalicelib.settings import settings
from chalicelib.storage.rows import Bytes, Part, Row, query, query_all, read_many, remove_many, stamp_of, write_many
from chalicelib.storage.tickets import VIEW, CommitRow, ViewRow, commit_key, ticket_key
from chalicelib.tickets.events import Commit
from chalicelib.tickets.state import State
from chalicelib.values import dataclass

CARD = "CARD"
VIEWS = "V#"
CHECKPOINT = "REINDEX"
LONGEST_NAME = 40
# Sheets of about so many bytes in all are put together at once: what they become has to fit into rows of 400 kB.
MOST_BYTES = 150_000
# Seconds in which readings at half the price come to know what was written.
SETTLED = 1.0
# Pages of sheets that whoever asks for a word outside a search may read.
MOST_PAGES = 10_000


class SearchRow(Row):
    """Anything in the Search table, told apart by its keys; `seq` is the commit that an entry was written for."""

    class Meta:
        table_name = settings().search_table
        region = settings().region

    sk = UnicodeAttribute(range_key=True)
    seq = NumberAttribute(null=True)
    note = NumberAttribute(null=True, attr_name="n")
    version = NumberAttribute(null=True, attr_name="v")
    card = Bytes(null=True)
    words = Bytes(null=True, attr_name="w")
    data = JSONAttribute(null=True)
    at = UnicodeAttribute(null=True)
    changed = UnicodeAttribute(null=True)


def place(number: int) -> str:
    """53 bits have up to sixteen digits."""
    return f"{number:016d}"


# -- lists --


def read_list(name: str, at_most: int, limit: int) -> list[int]:
    """Numbers under a term at or below one, highest first; at half the price, so an entry of the last moments may be missing."""
    if name.startswith(WORD):
        return list(islice(downward(Spoken(name.removeprefix(WORD), Drawers(sheets_of, Allowance(MOST_PAGES))), at_most), limit))
    page = query(SearchRow, Part(name, low=" ", high=place(at_most), forward=False, limit=limit, eventual=True))
    return [int(item["sk"]["S"]) for item in page.rows]


def put_entries(number: int, seq: int, names: Iterable[str]) -> None:
    write_many(SearchRow(name, place(number), seq=seq) for name in names)


def take_away(number: int, seq: int, names: Iterable[str]) -> None:
    """Remove entries that were not written for a later commit."""
    for name in names:
        SearchRow.remove_if(name, place(number), SearchRow.seq <= seq)


def take_all_away(number: int, names: Iterable[str]) -> None:
    """Remove entries whatever they were written for."""
    remove_many(SearchRow, [(name, place(number)) for name in names])


def standing(number: int, names: Iterable[str]) -> list[str]:
    """Under which of these terms it stands."""
    found = read_many((SearchRow, name, place(number)) for name in names)
    return sorted(pk for pk, _ in found)


# -- sheets --


@dataclass(frozen=True, slots=True)
class Lying:
    """A sheet at its place in a drawer. It is never changed, so whoever read it may take it away."""

    place: str
    sheet: Sheet
    size: int


def put_sheets(sheets: Mapping[str, Sheet], by: str = "") -> dict[str, str]:
    """A sheet into each of these drawers, and its place there; the same one `by` the same is one."""
    rows = [sheet_row(drawer, sheet, by) for drawer, sheet in sheets.items() if sheet]
    write_many(rows)
    return {row.pk: row.sk for row in rows}


def sheets_of(drawer: str, start: str, limit: int) -> Page:
    """Sheets behind a place, those with the highest tickets first; at half the price, so one of the last moments may be missing."""
    key = {"pk": {"S": drawer}, "sk": {"S": start}} if start else None
    found = query(SearchRow, Part(drawer, forward=False, limit=limit, eventual=True, start=key))
    last = found.rows[-1]["sk"]["S"] if found.rows and found.next else ""
    return Page(tuple(map(_told, found.rows)), last, int(last.partition("#")[0]) if last else 0)


def lying(drawer: str, most: float = MOST_BYTES) -> list[Lying]:
    """What lies in a drawer, as much of it as is put together at once."""
    found, size = list[Lying](), 0
    for item in query_all(SearchRow, Part(drawer)):
        found.append(Lying(item["sk"]["S"], _sheet(item), len(item["w"]["B"])))
        size += found[-1].size
        if size > most:
            break
    return found


def take_sheets(places: Iterable[tuple[str, str]]) -> None:
    """By drawer and place, whether they are there or not."""
    remove_many(SearchRow, list(places))


def take_sheet(drawer: str, at: str) -> bool:
    """Whether it was there to be taken."""
    return SearchRow.remove_if(drawer, at, SearchRow.pk.exists())


def settle(seconds: float) -> None:
    """Let readings at half the price come to know what was put, before what it stands for goes."""
    time.sleep(seconds)


def digest_of(sheet: Sheet) -> str:
    """Of what a sheet says, in hexadecimal digits."""
    return hashlib.sha256(pack(plain(sheet))).hexdigest()[:16]


def sheet_row(drawer: str, sheet: Sheet, by: str = "") -> SearchRow:
    """As it is stored."""
    return SearchRow(drawer, f"{place(highest(sheet))}#{digest_of(sheet)}{by}", words=pack(plain(sheet)))


def _sheet(item: dict[str, Any]) -> Sheet:
    return of_plain(_told(item))


def _told(item: dict[str, Any]) -> Told:
    return unpack(item["w"]["B"], Told)


# -- what is indexed of one ticket or contact --


@dataclass(frozen=True, slots=True)
class Kept:
    """A card as it stands; version 0 is none."""

    card: Card
    version: int


def find_card(owner: str) -> Kept:
    row = SearchRow.find(owner, CARD)
    return Kept(unpack(row.card, Card), int(row.version)) if row else Kept(Card(), 0)


def put_card(owner: str, card: Card, over: int) -> bool:
    """Write a card over version `over` of it; False if somebody else was faster."""
    row = SearchRow(owner, CARD, version=over + 1, card=pack(card))
    return row.put(SearchRow.version == over if over else SearchRow.pk.does_not_exist()) is None


def contact_key(number: int) -> str:
    return f"{CONTACTS}#{number}"


@dataclass(frozen=True, slots=True)
class Since:
    """VIEW and the commits behind one that is known, oldest first, as one consistent query found them."""

    view: ViewRow | None
    commits: tuple[Commit, ...]


def read_since(number: int, after: int) -> Since:
    meter.charge_to(number)
    items = list(query_all(ViewRow, Part(ticket_key(number), low=commit_key(after + 1), high=VIEW)))
    view = next((ViewRow.from_raw_data(item) for item in items if item["sk"]["S"] == VIEW), None)
    commits = (CommitRow.from_raw_data(item).commit() for item in items if item["sk"]["S"] != VIEW)
    return Since(view, tuple(commits))


def opened_at(numbers: Iterable[int]) -> dict[int, datetime]:
    """When these tickets were opened; numbers that lead nowhere are left out. At half the price: it never changes."""
    return {state.number: state.opened_at for state in find_states(numbers)}


def find_states(numbers: Iterable[int]) -> list[State]:
    """Tickets as their VIEWs say, in the order asked for, at half the price; those without one are left out."""
    wanted = list(numbers)
    found = read_many(((ViewRow, ticket_key(number), VIEW) for number in wanted), eventual=(ViewRow,))
    rows = (found.get((ticket_key(number), VIEW)) for number in wanted)
    return [row.value() for row in rows if row]


# -- names of contacts --


def names_from(begun: str, limit: int) -> Iterator[int]:
    """Contacts of whom a word of the name or address begins so, by that word."""
    part = Part(_names(begun), low=begun, high=f"{begun}\uffff", limit=limit, eventual=True)
    return (int(item["sk"]["S"].rpartition("#")[2]) for item in query(SearchRow, part).rows)


def put_names(number: int, words: Iterable[str]) -> None:
    write_many([SearchRow(_names(word), _name(word, number)) for word in words])


def remove_names(number: int, words: Iterable[str]) -> None:
    for word in words:
        SearchRow.remove(_names(word), _name(word, number))


def _names(word: str) -> str:
    return f"{CONTACTS}N#{word[:1]}"


def _name(word: str, number: int) -> str:
    return f"{word[:LONGEST_NAME]}#{number}"


# -- saved queries --


@dataclass(frozen=True, slots=True)
class Saved:
    """A stored view."""

    number: int
    data: dict[str, Any]
    created_at: datetime
    updated_at: datetime


def put_view(number: int, data: dict[str, Any], now: datetime) -> bool:
    """False if there is one of that number."""
    row = SearchRow(VIEWS, place(number), data=data, at=stamp_of(now), changed=stamp_of(now))
    return row.put(SearchRow.pk.does_not_exist()) is None


def change_view(number: int, data: dict[str, Any], now: datetime) -> Saved | None:
    """None if there is none of that number."""
    actions: list[Action] = [SearchRow.data.set(data), SearchRow.changed.set(stamp_of(now))]
    row = SearchRow.change(VIEWS, place(number), actions, SearchRow.pk.exists())
    return _saved(row) if row else None


def remove_view(number: int) -> None:
    SearchRow.remove(VIEWS, place(number))


def find_view(number: int) -> Saved | None:
    row = SearchRow.find(VIEWS, place(number))
    return _saved(row) if row else None


def all_views(limit: int) -> list[Saved]:
    page = query_all(SearchRow, Part(VIEWS, limit=limit))
    return [_saved(SearchRow.from_raw_data(item)) for item in page]


def _saved(row: SearchRow) -> Saved:
    return Saved(int(row.sk), dict(row.data or {}), datetime.fromisoformat(row.at), datetime.fromisoformat(row.changed))


# -- how far an indexing of everything got --


def checkpoint() -> int:
    """The number below which tickets are still to be indexed anew; 0 if none was begun."""
    row = SearchRow.find(CHECKPOINT, CARD)
    return int(row.seq) if row else 0


def put_checkpoint(number: int) -> None:
    SearchRow(CHECKPOINT, CARD, seq=number).put()


def forget_checkpoint() -> None:
    SearchRow.remove(CHECKPOINT, CARD)
