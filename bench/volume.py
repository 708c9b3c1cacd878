"""Thousands of stored tickets: rows made by the real fold, each when an operation first asks for it, and then kept for the next.

Everything that a ticket stands under follows from its number, so nothing has to be laid down to be found: a key says
which rows there are, a value of an index in which partitions they may be.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from moto.core import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.dynamo_type import DynamoType, Item

from bench.shelf import Asked, Shelf, Stock
from bench.vocabulary import Vocabulary
from chalicelib.channels.message import Handle
from chalicelib.contacts.evidence import Evidence
from chalicelib.ids import contact_id
from chalicelib.search.sheets import TOP
from chalicelib.search.stems import key_of
from chalicelib.settings import settings
from chalicelib.storage.people import PROFILE, SHARDS, PersonRow, contact_key, handle_key
from chalicelib.storage.rows import Row, stamp_of
from chalicelib.storage.search import SearchRow, place, sheet_row
from chalicelib.storage.seen import NUMBERS, SeenRow, digest_key, message_key
from chalicelib.storage.tickets import CommitRow, ViewRow, ticket_key
from chalicelib.tickets.events import Commit, Event, MessageReceived, StatusChanged, TicketOpened
from chalicelib.tickets.fold import fold
from chalicelib.tickets.state import RESOLVED
from tests.tables import table_name

# One in twenty stored tickets is open, and one in a hundred came from the customer who writes in every operation.
OPEN_EACH, FAMILIAR_EACH, TICKETS_A_CUSTOMER = 20, 100, 10
YEAR, DAY = timedelta(days=365), timedelta(days=1)
EVERYWHERE = key_of("kahvinkeitin", "fi")
# More than a query asks for, so that some of them may have been taken away.
SPARE = 200


@dataclass(frozen=True)
class Volume:
    """So many tickets like the first three commits of `pattern` (opened, routed, assigned), spread over the year before `newest`."""

    tickets: int
    pattern: tuple[Commit, ...]
    newest: datetime
    made: dict[str, tuple[Item, ...]] = field(default_factory=dict)

    def put(self) -> None:
        """Behind the present tables, which are empty but for the configuration."""
        stocks: dict[str, Stock] = {"Tickets": Tickets(self), "Seen": Seen(self), "People": People(self), "Search": Lists(self)}
        for name, stock in stocks.items():
            Shelf.over(table_of(name), stock)
        SeenRow(NUMBERS, ticket=self.tickets).put()

    def at(self, number: int) -> datetime:
        """When this ticket was opened."""
        return self.newest - YEAR + YEAR * number / (self.tickets + 1)

    def knows(self, number: int) -> bool:
        return 0 < number <= self.tickets

    def kept(self, name: str, rows: Iterable[Row]) -> tuple[Item, ...]:
        """These rows as they were made first; worlds share them, because nobody changes a row in place."""
        found = self.made.get(name)
        if found is None:
            found = self.made[name] = tuple(item_of(row) for row in rows)
        return found

    @cached_property
    def customers(self) -> dict[int, Handle]:
        """Who wrote, but for the familiar customer, by contact."""
        handles = {customer for number in range(1, self.tickets + 1) if (customer := _customer(number))}
        return {contact_id(handle): handle for handle in handles}

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary(self.tickets, EVERYWHERE)

    @cached_property
    def first_due(self) -> datetime:
        """No stored ticket is looked at before: promises are data of events, and those are the pattern's."""
        states = (fold(None, commits_of(self, number)) for number in (1, min(OPEN_EACH, self.tickets)))
        return min(state.look_at for state in states if state.look_at)

    @cached_property
    def familiar(self) -> int:
        """The contact of the customer who writes in every operation."""
        return next(event.contact for event in self.pattern[0].events if isinstance(event, TicketOpened))


class Tickets:
    """VIEW and commits of each ticket."""

    def __init__(self, volume: Volume) -> None:
        self._volume = volume

    def rows(self, partition: str) -> Iterable[Item]:
        kind, _, number = partition.partition("#")
        if kind != "T" or not self._volume.knows(int(number)):
            return ()
        return self._volume.kept(partition, _ticket(self._volume, int(number)))

    def row(self, partition: str, place: str) -> Item | None:
        return None

    def entries(self, asked: Asked) -> Iterable[Item]:
        return ()

    def partitions(self, asked: Asked) -> Iterable[str]:
        return map(ticket_key, self.numbers(asked))

    def numbers(self, asked: Asked) -> Iterable[int]:
        """Tickets of which a row may have this value in an index."""
        volume = self._volume
        match asked.column:
            case "contact_pk":
                contact = int(asked.value.removeprefix("CT#"))
                if contact == volume.familiar:
                    return range(FAMILIAR_EACH, volume.tickets + 1, FAMILIAR_EACH)
                return _of_customer(volume.customers[contact], volume.tickets) if contact in volume.customers else ()
            case "feed_pk":
                return self._of_day(datetime.fromisoformat(asked.value.split("#")[1]).replace(tzinfo=UTC))
            case "agenda_pk":
                return range(1, volume.tickets + 1) if not asked.high or asked.high >= stamp_of(volume.first_due) else ()
        # A line holds open tickets only, and no stored ticket has a company.
        return range(OPEN_EACH, volume.tickets + 1, OPEN_EACH)

    def _of_day(self, day: datetime) -> Iterable[int]:
        """A row more on either side, because commits follow each other by minutes."""
        first = self._volume.newest - YEAR
        low, high = ((at - first) * (self._volume.tickets + 1) // YEAR for at in (day - timedelta(hours=1), day + DAY))
        return range(max(low, 1), min(high + 2, self._volume.tickets + 1))


class Seen:
    """What remembers each ticket's mail."""

    def __init__(self, volume: Volume) -> None:
        self._volume = volume

    def rows(self, partition: str) -> Iterable[Item]:
        number = self._number(partition)
        return self._volume.kept(partition, (row for row in _memory(self._volume, number) if row.pk == partition)) if number else ()

    def row(self, partition: str, place: str) -> Item | None:
        return None

    def entries(self, asked: Asked) -> Iterable[Item]:
        return ()

    def partitions(self, asked: Asked) -> Iterable[str]:
        return ()

    def _number(self, key: str) -> int:
        """Of the ticket that it remembers; 0 for none."""
        kind, _, rest = key.partition("#")
        told = rest.removeprefix("email#") if kind == "D" else rest.removeprefix("<stored").partition("@")[0]
        digits = told if told.isascii() else ""
        try:
            number = int(digits, 16 if kind == "D" else 10) if digits and kind in "DM" else 0
        except ValueError:
            return 0
        return number if self._volume.knows(number) else 0


class People:
    """Customers and their addresses."""

    def __init__(self, volume: Volume) -> None:
        self._volume = volume
        customers = volume.customers
        self._whose = {key: one for one, handle in customers.items() for key in (contact_key(one), handle_key(handle))}

    def rows(self, partition: str) -> Iterable[Item]:
        contact = self._whose.get(partition)
        if contact is None:
            return ()
        rows = _person(self._volume.customers[contact], self._volume.newest)
        return self._volume.kept(partition, (row for row in rows if row.pk == partition))

    def row(self, partition: str, place: str) -> Item | None:
        return None

    def entries(self, asked: Asked) -> Iterable[Item]:
        return ()

    def partitions(self, asked: Asked) -> Iterable[str]:
        kind, _, shard = asked.value.partition("#")
        return (contact_key(one) for one in self._volume.customers if one % SHARDS == int(shard)) if kind == "CT" else ()


class Lists:
    """Of what the index holds, the lists that are long on every desk, by status, and the sheets with what was said."""

    def __init__(self, volume: Volume) -> None:
        self._volume = volume

    def rows(self, partition: str) -> Iterable[Item]:
        if partition != TOP and not partition.startswith(f"{TOP}#"):
            return ()
        return self._volume.kept(partition, (sheet_row(partition, sheet) for sheet in self._volume.vocabulary.sheets(partition)))

    def row(self, partition: str, place: str) -> Item | None:
        return self._entry(partition, int(place)) if place.isdigit() and self._stands(partition, int(place)) else None

    def entries(self, asked: Asked) -> Iterable[Item]:
        highest = min(int(asked.high), self._volume.tickets) if asked.high.isdigit() else self._volume.tickets
        standing = (number for number in range(highest, 0, -1) if self._stands(asked.value, number))
        for made, number in enumerate(standing):
            if asked.limit and made == asked.limit + SPARE:
                return
            yield self._entry(asked.value, number)

    def partitions(self, asked: Asked) -> Iterable[str]:
        return ()

    def _stands(self, partition: str, number: int) -> bool:
        if not self._volume.knows(number):
            return False
        return partition in (OPEN, OVER) and (partition == OPEN) == (number % OPEN_EACH == 0)

    def _entry(self, partition: str, number: int) -> Item:
        return item_of(SearchRow(partition, place(number), seq=3))


OPEN, OVER = "status=2", f"status={RESOLVED}"


def stored(pattern: tuple[Commit, ...], count: int, newest: datetime) -> Volume:
    """`count` tickets."""
    return Volume(count, pattern, newest)


def _ticket(volume: Volume, number: int) -> Iterator[Row]:
    """VIEW and commits."""
    commits = commits_of(volume, number)
    yield from map(CommitRow.of, commits)
    yield ViewRow.of(fold(None, commits))


def commits_of(volume: Volume, number: int) -> list[Commit]:
    """A ticket's history: opened, routed, and assigned or resolved."""
    customer, at = _customer(number), volume.at(number)
    opened, routed, assigned = volume.pattern
    third = assigned if number % OPEN_EACH == 0 else replace(assigned, events=(StatusChanged(RESOLVED, "resolved"),))
    return [
        replace(
            commit, ticket=number, seq=seq, id=f"{commit.id}:{number}", at=at + timedelta(minutes=seq),
            events=tuple(_of(event, customer, number, at) for event in commit.events),
        )
        for seq, commit in enumerate((opened, routed, third), 1)
    ]  # fmt: skip


def _memory(volume: Volume, number: int) -> Iterator[Row]:
    expires = int((volume.at(number) + 3 * YEAR).timestamp())
    yield SeenRow(digest_key("email", f"{number:032x}"), ticket=number, base=0, expires=expires)
    yield SeenRow(message_key(f"<stored{number}@customer.example>"), ticket=number, expires=expires)


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


def _of_customer(handle: Handle, count: int) -> Iterator[int]:
    first = int(handle.name.rpartition(" ")[2]) * TICKETS_A_CUSTOMER
    return (number for number in range(max(first, 1), min(first + TICKETS_A_CUSTOMER, count + 1)) if _customer(number) == handle)


def _person(handle: Handle, now: datetime) -> Iterator[Row]:
    contact, stamp = contact_id(handle), stamp_of(now - YEAR)
    edge = {"name": handle.name, "company": ""}
    yield PersonRow(handle_key(handle), PROFILE, id=contact, data=edge, at=stamp, evidence=Evidence.VERIFIED, proven_by="channel:email")
    data = {"name": handle.name, "email": handle.value, "language": "fi"}
    yield PersonRow(
        contact_key(contact), PROFILE, id=contact, data=data, at=stamp, changed=stamp,
        kind_pk=f"CT#{contact % SHARDS}", kind_sk=f"{stamp}#{contact}",
    )  # fmt: skip


def item_of(row: Row) -> Item:
    """As moto would make it of what is put, without adding up its size after each attribute."""
    typed = {name: DynamoType(value) for name, value in row.serialize().items()}
    item = Item(typed["pk"], typed.get("sk"), {})
    dict.update(item.attrs, typed)
    return item


def table_of(declared: str) -> Any:
    """moto's table behind one of the template."""
    return dynamodb_backends[DEFAULT_ACCOUNT_ID][settings().region].tables[table_name(declared)]
