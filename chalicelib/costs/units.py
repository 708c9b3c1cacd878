"""Capacity units by DynamoDB's documented rules: sizes of items, entries of indexes, rounding.

Developer guide, "DynamoDB item sizes and formats" and "Read and write operations": a write takes one unit for each begun
kB of the larger of the item before and after; an index takes one for an entry that appears, goes or changes, two for one
whose key changes; a read takes one for each begun 4 kB, half of that if eventually consistent.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.values import dataclass

Item = Mapping[str, Any]
WRITE_BYTES = 1024
READ_BYTES = 4096
NESTED = 3


@dataclass(frozen=True, slots=True)
class Index:
    """A global secondary index: its keys, and the columns it carries beside them (None: all)."""

    name: str
    keys: tuple[str, ...]
    carries: tuple[str, ...] | None = ()


@dataclass(frozen=True, slots=True)
class Table:
    """What of a table's declaration decides its cost."""

    keys: tuple[str, ...]
    indexes: tuple[Index, ...] = ()


def declared(properties: Mapping[str, Any]) -> Table:
    """From the properties of an AWS::DynamoDB::Table."""
    return Table(_keys(properties), tuple(_index(entry) for entry in properties.get("GlobalSecondaryIndexes", ())))


def item_size(item: Item) -> int:
    """Bytes of an item: names in UTF-8 and values."""
    return sum(len(name.encode()) + _value_size(value) for name, value in item.items())


def write_units(table: Table, before: Item | None, after: Item | None) -> float:
    """One write of an item with all its indexes; before or after is None where there is no item."""
    own = begun(max(item_size(before or {}), item_size(after or {})), WRITE_BYTES)
    return own + sum(_index_units(_entry(table, index, before), _entry(table, index, after), index) for index in table.indexes)


def refused_units(standing: Item | None) -> float:
    """A write whose condition failed: as much as the item in its way."""
    return begun(item_size(standing or {}), WRITE_BYTES)


def read_units(sizes: Iterable[int], *, consistent: bool) -> float:
    """Single reads, each rounded up on its own; size 0 is an item that does not exist."""
    return sum(begun(size, READ_BYTES) for size in sizes) * (1.0 if consistent else 0.5)


def query_units(items: Iterable[Item], *, consistent: bool) -> float:
    """One page: rounded up once."""
    return read_units([sum(item_size(item) for item in items)], consistent=consistent)


def _index_units(before: Item | None, after: Item | None, index: Index) -> float:
    if before == after:
        return 0
    sizes = [begun(item_size(entry), WRITE_BYTES) for entry in (before, after) if entry is not None]
    if before is None or after is None or any(before[key] != after[key] for key in index.keys):
        return sum(sizes)
    return max(sizes)


def _entry(table: Table, index: Index, item: Item | None) -> Item | None:
    """What the index holds of an item; None if the item lacks a key of it."""
    if item is None or not all(key in item for key in index.keys):
        return None
    if index.carries is None:
        return item
    return {name: item[name] for name in (*table.keys, *index.keys, *index.carries) if name in item}


def begun(size: int, unit: int) -> int:
    """Units begun, one at least."""
    return max(1, -(-size // unit))


def _value_size(value: Mapping[str, Any]) -> int:
    ((kind, content),) = value.items()
    match kind:
        case "S":
            return len(content.encode())
        case "N":
            return _number_size(content)
        case "B":
            return len(content)
        case "L":
            return NESTED + sum(1 + _value_size(entry) for entry in content)
        case "M":
            return NESTED + sum(1 + len(name.encode()) + _value_size(entry) for name, entry in content.items())
        case "SS" | "NS" | "BS":
            return sum(_value_size({kind[0]: entry}) for entry in content)
    return 1


def _number_size(text: str) -> int:
    """Two significant digits a byte and one byte more, another for the sign."""
    digits = text.lstrip("-").replace(".", "").strip("0")
    return (len(digits) + 1) // 2 + 1 + text.startswith("-")


def _keys(properties: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(key["AttributeName"] for key in properties["KeySchema"])


def _index(entry: Mapping[str, Any]) -> Index:
    projection = entry["Projection"]
    everything = projection["ProjectionType"] == "ALL"
    return Index(entry["IndexName"], _keys(entry), None if everything else tuple(projection.get("NonKeyAttributes", ())))
