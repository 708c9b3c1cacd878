"""Thousands of stored tickets: rows made by the real fold, put straight behind moto's tables, and found there by partition.

moto looks through a whole table for every query, which at 60,000 rows takes longer than all else. A shelf finds the rows
of the asked partition by a map and leaves everything else of a query to moto.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from moto.core import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import Table

from chalicelib.channels.message import Handle
from chalicelib.contacts.evidence import Evidence
from chalicelib.ids import contact_id
from chalicelib.search.stems import key_of
from chalicelib.search.terms import word_term
from chalicelib.settings import settings
from chalicelib.storage.people import PROFILE, SHARDS, PersonRow, contact_key, handle_key
from chalicelib.storage.rows import Row, stamp_of
from chalicelib.storage.search import SearchRow, place
from chalicelib.storage.seen import NUMBERS, SeenRow, digest_key, message_key
from chalicelib.storage.tickets import CommitRow, ViewRow
from chalicelib.tickets.events import Commit, Event, MessageReceived, StatusChanged, TicketOpened
from chalicelib.tickets.fold import fold
from chalicelib.tickets.state import RESOLVED
from infra.tables import tables
from tests.tables import table_name

# One in twenty stored tickets is open, and one in a hundred came from the customer who writes in every operation.
OPEN_EACH, FAMILIAR_EACH, TICKETS_A_CUSTOMER = 20, 100, 10
YEAR = timedelta(days=365)
EVERYWHERE = word_term(key_of("kahvinkeitin", "fi"))
Rows = dict[Any, Any]
# Where moto's query finds it behind the value of the partition key.
INDEX_NAME = 6


@dataclass(frozen=True, slots=True)
class Volume:
    """Stored rows by table, and how many tickets they are."""

    tickets: int
    rows: dict[str, Rows]
    by_partition: dict[tuple[str, str], list[Item]]

    def put(self) -> None:
        """Behind the present tables, which are empty but for the configuration."""
        for name, rows in self.rows.items():
            table = _tables()[name]
            for key, row in rows.items():
                table.items[key] = dict(row) if isinstance(row, dict) else row
        # Rows of a volume are shared and must not change, and this one does.
        SeenRow(NUMBERS, ticket=self.tickets).put()
        for name in ("Tickets", "Search"):
            shelf = table_of(name)
            shelf.__class__ = Shelf
            shelf.shelved = self.by_partition


class Shelf(Table):
    """A table most of whose rows never change; those written since are kept apart."""

    shelved: dict[tuple[str, str], list[Item]]
    asked: tuple[str, str] | None = None

    def query(self, hash_key: Any, *given: Any, **more: Any) -> Any:
        if given[INDEX_NAME]:
            ((column, value),) = more["hash_key_conditions"]
            self.asked = column, value.value
        else:
            self.asked = self.hash_key_attr, hash_key.value
        try:
            return super().query(hash_key, *given, **more)
        finally:
            self.asked = None

    def put_item(self, *given: Any, **more: Any) -> Item:
        item = super().put_item(*given, **more)
        self.fresh[item.hash_key, item.range_key] = item
        return item

    def all_items(self) -> list[Item]:
        if self.asked is None:
            return super().all_items()
        standing = [item for item in self.shelved.get(self.asked, ()) if (item.hash_key, item.range_key) not in self.fresh]
        return [*standing, *self.fresh.values()]

    @property
    def fresh(self) -> dict[Any, Item]:
        found: dict[Any, Item] = self.__dict__.setdefault("written", {})
        return found


def stored(pattern: tuple[Commit, ...], count: int, newest: datetime) -> Volume:
    """`count` tickets like the first three commits of `pattern` (opened, routed, assigned), spread over the year before `newest`."""
    rows: dict[str, Rows] = defaultdict(dict)
    by_partition: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for number in range(1, count + 1):
        at = newest - YEAR + YEAR * number / (count + 1)
        for row in _ticket(pattern, number, at):
            _shelve(rows, by_partition, row)
    for row in _people(count, newest):
        _shelve(rows, by_partition, row)
    return Volume(count, dict(rows), dict(by_partition))


def _ticket(pattern: tuple[Commit, ...], number: int, at: datetime) -> Iterator[Row]:
    """VIEW, commits, and what remembers its message."""
    customer = _customer(number)
    opened, routed, assigned = pattern
    second = assigned if number % OPEN_EACH == 0 else replace(assigned, events=(StatusChanged(RESOLVED, "resolved"),))
    commits = [
        replace(
            commit, ticket=number, seq=seq, id=f"{commit.id}:{number}", at=at + timedelta(minutes=seq),
            events=tuple(_of(event, customer, number, at) for event in commit.events),
        )
        for seq, commit in enumerate((opened, routed, second), 1)
    ]  # fmt: skip
    yield from map(CommitRow.of, commits)
    yield ViewRow.of(fold(None, commits))
    expires = int((at + 3 * YEAR).timestamp())
    yield SeenRow(digest_key("email", f"{number:032x}"), ticket=number, base=0, expires=expires)
    yield from _found_by(number, commits)
    yield SeenRow(message_key(f"<stored{number}@customer.example>"), ticket=number, expires=expires)


def _found_by(number: int, commits: list[Commit]) -> Iterator[Row]:
    """Of what the index holds of a ticket, the two lists that are long on every desk: a status, and a word that everybody writes."""
    state = fold(None, commits)
    for term in (f"status={state.status}", EVERYWHERE):
        yield SearchRow(term, place(number), seq=state.version)


def _of(event: Event, customer: Handle | None, number: int, at: datetime) -> Event:
    """The same event of another ticket, by another customer unless it is one of the familiar customer's."""
    match event:
        case TicketOpened():
            own = replace(event, arrived=at)
            return replace(own, contact=contact_id(customer), requester=customer) if customer else own
        case MessageReceived():
            came = replace(event, external_id=f"<stored{number}@customer.example>", digest=f"{number:032x}", arrived=at)
            return replace(came, contact=contact_id(customer), sender=customer) if customer else came
    return event


def _customer(number: int) -> Handle | None:
    if number % FAMILIAR_EACH == 0:
        return None
    place = number // TICKETS_A_CUSTOMER
    return Handle("email", f"asiakas{place}@asiakas.example", f"Asiakas {place}")


def _people(count: int, now: datetime) -> Iterator[Row]:
    for handle in sorted({customer for number in range(1, count + 1) if (customer := _customer(number))}, key=lambda one: one.value):
        contact, stamp = contact_id(handle), stamp_of(now - YEAR)
        edge = {"name": handle.name, "company": ""}
        yield PersonRow(handle_key(handle), PROFILE, id=contact, data=edge, at=stamp, evidence=Evidence.VERIFIED, proven_by="channel:email")
        data = {"name": handle.name, "email": handle.value, "language": "fi"}
        yield PersonRow(
            contact_key(contact), PROFILE, id=contact, data=data, at=stamp, changed=stamp,
            kind_pk=f"CT#{contact % SHARDS}", kind_sk=f"{stamp}#{contact}",
        )  # fmt: skip


def _shelve(rows: dict[str, Rows], by_partition: dict[tuple[str, str], list[Item]], row: Row) -> None:
    attributes, table = row.serialize(), row.Meta.table_name
    item = _item(attributes)
    if item.range_key is None:
        rows[table][item.hash_key] = item
        return
    rows[table].setdefault(item.hash_key, {})[item.range_key] = item
    if table in (settings().tickets_table, settings().search_table):
        for column in _PARTITIONS:
            if column in attributes:
                by_partition[column, attributes[column]["S"]].append(item)


def _item(attributes: dict[str, Any]) -> Item:
    """As moto would make it of what is put, without adding up its size after each attribute."""
    typed = {name: DynamoType(value) for name, value in attributes.items()}
    item = Item(typed["pk"], typed.get("sk"), {})
    dict.update(item.attrs, typed)
    return item


def table_of(declared: str) -> Any:
    """moto's table behind one of the template."""
    return _tables()[table_name(declared)]


def _tables() -> Any:
    return dynamodb_backends[DEFAULT_ACCOUNT_ID][settings().region].tables


_PARTITIONS = ("pk", *(index["KeySchema"][0]["AttributeName"] for index in tables()["Tickets"]["Properties"]["GlobalSecondaryIndexes"]))
