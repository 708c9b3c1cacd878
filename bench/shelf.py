"""moto's tables with thousands of rows behind them that are made when somebody asks for them.

A request that names a key gets what would stand there had every row been put; one that reads a partition gets all that
could stand in it. Only a scan would see the difference, and the bench refuses scans.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import Table

# Where moto's query finds these behind the value of the partition key.
RANGE, LIMIT, FORWARD, INDEX_NAME = 1, 2, 4, 6


@dataclass(frozen=True, slots=True)
class Asked:
    """What one query asks for: a column with its value, the highest sort key, and, newest first, how many rows (0: all)."""

    column: str
    value: str
    high: str = ""
    limit: int = 0


class Stock(Protocol):
    """The rows of one table that nobody has written since."""

    def rows(self, partition: str) -> Iterable[Item]:
        """What stands in this partition, but for entries of lists that are too long to be made at once."""

    def row(self, partition: str, place: str) -> Item | None:
        """An entry of such a list."""

    def partitions(self, asked: Asked) -> Iterable[str]:
        """Where rows may be that an index finds for this."""

    def entries(self, asked: Asked) -> Iterable[Item]:
        """Entries of a long list, as many as the query takes."""


class Partition(dict[DynamoType, Item]):
    """The rows of one partition; an entry of a long list is made when it is asked for, unless it was taken away."""

    def __init__(self, rows: Iterable[Item], make: Callable[[str], Item | None]) -> None:
        super().__init__({row.range_key: row for row in rows if row.range_key is not None})
        self._make, self._gone = make, set[str]()

    def __missing__(self, place: DynamoType) -> Item:
        row = None if place.value in self._gone else self._make(place.value)
        if row is None:
            raise KeyError(place)
        self[place] = row
        return row

    def __contains__(self, place: object) -> bool:
        return super().__contains__(place) or (isinstance(place, DynamoType) and self._could(place))

    def pop(self, place: DynamoType, *default: Any) -> Any:
        self._could(place)
        self._gone.add(place.value)
        return super().pop(place, *default)

    def add(self, rows: Iterable[Item]) -> None:
        """Rows that are asked for now, unless they were written or taken away since."""
        for row in rows:
            if row.range_key is not None and row.range_key.value not in self._gone:
                self.setdefault(row.range_key, row)

    def _could(self, place: DynamoType) -> bool:
        try:
            return bool(self[place])
        except KeyError:
            return False


class Rows(dict[DynamoType, Any]):
    """All rows of a table by partition, or by key where it has no sort key."""

    def __init__(self, standing: dict[DynamoType, Any], stock: Stock, *, sorted_too: bool) -> None:
        super().__init__(standing)
        self.stock, self.sorted_too = stock, sorted_too

    def __missing__(self, key: DynamoType) -> Any:
        found = list(self.stock.rows(key.value))
        if not self.sorted_too and not found:
            raise KeyError(key)
        made = Partition(found, lambda place: self.stock.row(key.value, place)) if self.sorted_too else found[0]
        self[key] = made
        return made

    def __contains__(self, key: object) -> bool:
        if super().__contains__(key) or not isinstance(key, DynamoType):
            return super().__contains__(key)
        try:
            return bool(self[key]) or self.sorted_too
        except KeyError:
            return False


class Shelf(Table):
    """A table with a stock behind it."""

    items: Any
    asked: Asked | None = None

    @classmethod
    def over(cls, table: Any, stock: Stock) -> None:
        """Lay the stock over what was put already."""
        standing = dict(table.items)
        table.__class__ = cls
        table.items = Rows({}, stock, sorted_too=table.range_key_attr is not None)
        for key, rows in standing.items():
            if table.range_key_attr is not None:
                table.items[key].add(rows.values())
            elif key not in table.items:
                table.items[key] = rows

    def query(self, hash_key: Any, *given: Any, **more: Any) -> Any:
        high = given[RANGE][-1].value if given[RANGE] else ""
        if given[INDEX_NAME]:
            ((column, value),) = more["hash_key_conditions"]
            self.asked = Asked(column, value.value, high)
        else:
            newest_first = given[FORWARD] is False
            self.asked = Asked(self.hash_key_attr, hash_key.value, high, (given[LIMIT] or 0) if newest_first else 0)
        try:
            return super().query(hash_key, *given, **more)
        finally:
            self.asked = None

    def all_items(self) -> list[Item]:
        if self.asked is None:
            raise AssertionError("a scan would have to make every row")
        if self.asked.column == self.hash_key_attr:
            part: Partition = self.items[DynamoType({"S": self.asked.value})]
            part.add(self.items.stock.entries(self.asked))
            return list(part.values())
        for partition in self.items.stock.partitions(self.asked):
            self.items[DynamoType({"S": partition})]
        return [row for part in self.items.values() for row in part.values()]
