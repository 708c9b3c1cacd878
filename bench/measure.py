"""From recorded calls to what they cost."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bench.recorder import Call, place_of
from chalicelib.costs.units import Item, Table, declared, item_size, query_units, read_units, refused_units, write_units
from infra.tables import tables
from tests.tables import table_name

TABLES: Mapping[str, Table] = {table_name(name): declared(resource["Properties"]) for name, resource in tables().items()}
LOGICAL: Mapping[str, str] = {table_name(name): name for name in tables()}
Finder = Callable[[str, dict[str, Any]], Item | None]


class NoPlaceError(Exception):
    """A scan, a transaction, or anything else whose cost grows with what is stored."""


@dataclass(frozen=True, slots=True)
class Cost:
    """One request: what it was about, in words, and its units."""

    service: str
    what: str
    wru: float = 0
    rru: float = 0


@dataclass(frozen=True, slots=True)
class Measured:
    """One operation: its requests in order, and the sizes in bytes of the largest VIEW, commit and line row it wrote."""

    name: str
    way: str
    calls: tuple[Call, ...]
    costs: tuple[Cost, ...]
    sizes: Mapping[str, int]

    @property
    def wru(self) -> float:
        return sum(cost.wru for cost in self.costs)

    @property
    def rru(self) -> float:
        return sum(cost.rru for cost in self.costs)

    @property
    def requests(self) -> Counter[str]:
        return Counter(cost.service for cost in self.costs)


def measured(name: str, way: str, calls: Iterable[Call], find: Finder) -> Measured:
    kept = tuple(calls)
    return Measured(name, way, kept, tuple(cost_of(call, find) for call in kept), _sizes(kept))


def cost_of(call: Call, find: Finder) -> Cost:
    """`find` reads an item as it is now; batch gets need it, because an answer does not tell which keys were absent."""
    if call.service != "dynamodb":
        return Cost(call.service, f"{call.operation} {_target(call)}")
    match call.operation:
        case "PutItem" | "UpdateItem" | "DeleteItem":
            return _write(call)
        case "GetItem":
            return _get(call)
        case "BatchGetItem":
            return _batch(call, find)
        case "BatchWriteItem":
            return _batch_write(call)
        case "Query":
            return _query(call)
    raise NoPlaceError(f"{call.operation} has no place on the hot path")


def _write(call: Call) -> Cost:
    table, key = place_of(call)
    what = f"{call.operation} {LOGICAL[table]} {_kind(key)}"
    if call.refused:
        return Cost("dynamodb", f"{what} refused by its condition", wru=refused_units(call.before))
    return Cost("dynamodb", what, wru=write_units(TABLES[table], call.before, call.after))


def _get(call: Call) -> Cost:
    item = call.answer.get("Item")
    units = read_units([item_size(item) if item else 0], consistent=call.params.get("ConsistentRead", False))
    return Cost("dynamodb", f"GetItem {LOGICAL[call.params['TableName']]} {_kind(call.params['Key'])}", rru=units)


def _batch(call: Call, find: Finder) -> Cost:
    units, named = 0.0, []
    for table, part in call.params["RequestItems"].items():
        items = [find(table, key) for key in part["Keys"]]
        units += read_units([item_size(item) if item else 0 for item in items], consistent=part.get("ConsistentRead", False))
        named.append(f"{LOGICAL[table]} {', '.join(_kind(key) for key in part['Keys'])}")
    return Cost("dynamodb", f"BatchGetItem {'; '.join(named)}", rru=units)


def _batch_write(call: Call) -> Cost:
    """Rows of a table without indexes, put over nothing or over the like, or removed."""
    puts = [(table, None, item) for table, item in call.put_together]
    rows = [*puts, *((table, item, None) for table, item in call.removed)]
    what = f"BatchWriteItem {', '.join(sorted({LOGICAL[table] for table, _, _ in rows}))} × {len(rows)}"
    units = sum(write_units(TABLES[table], before, after) for table, before, after in rows)
    return Cost("dynamodb", f"{what}{'' if len(puts) == len(rows) else f', {len(call.removed)} removed'}", wru=units)


def _query(call: Call) -> Cost:
    table, index = LOGICAL[call.params["TableName"]], call.params.get("IndexName", "")
    items = call.answer.get("Items", [])
    units = query_units(items, consistent=call.params.get("ConsistentRead", False))
    return Cost("dynamodb", f"Query {table}{'/' + index if index else ''} → {len(items)}", rru=units)


def _kind(key: Mapping[str, Any]) -> str:
    """The kind of row that a key names, without its number."""
    pk, sk = key["pk"]["S"], key.get("sk", {}).get("S", "")
    return {"C": "commit", "VIEW": "VIEW"}.get(sk.partition("#")[0], f"{pk.partition('#')[0]}#")


def _target(call: Call) -> str:
    given = call.params
    if "QueueUrl" in given:
        return str(given["QueueUrl"]).rpartition("vuoro-")[2]
    return str(given.get("Key", given.get("Name", ""))).split("/")[0] or str(given.get("Bucket", ""))


def _sizes(calls: Iterable[Call]) -> dict[str, int]:
    found: dict[str, int] = {}
    for call in calls:
        if call.operation != "PutItem" or call.refused:
            continue
        item = call.params["Item"]
        kind = _kind({name: item[name] for name in ("pk", "sk") if name in item})
        if kind in ("commit", "VIEW"):
            found[kind] = max(found.get(kind, 0), item_size(item))
        if "row" in item:
            found["line row"] = max(found.get("line row", 0), len(item["row"]["B"]))
    return found
