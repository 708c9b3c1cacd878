"""What the meter adds to the standard mix: its own requests, units and bytes, as shares of what there would be without it."""

from collections.abc import Iterator
from dataclasses import dataclass

from bench.measure import TABLES
from bench.mix import Life
from bench.recorder import Call, place_of
from chalicelib import meter
from chalicelib.costs.units import Item, item_size, write_units
from chalicelib.settings import settings
from chalicelib.storage.ledger import COST

COST_COLUMN = "m"


@dataclass(frozen=True, slots=True)
class Added:
    """Of the meter and of all else: requests, write units, bytes written to tables and queues, messages."""

    requests: tuple[float, float]
    units: tuple[float, float]
    written: tuple[float, float]
    messages: tuple[float, float]

    @property
    def shares(self) -> dict[str, float]:
        pairs = {"requests": self.requests, "write units": self.units, "bytes written": self.written, "messages": self.messages}
        return {name: own / rest for name, (own, rest) in pairs.items()}


def added(life: Life) -> Added:
    calls = life.asked.calls
    lines = [call for call in calls if is_line(call)]
    whole = sum(_units(call) for call in calls)
    bare = sum(_units(call, bare=True) for call in calls if not is_line(call))
    sent = [body for call in calls for body in _bodies(call)]
    rows = [call.after for call in calls if call.writes and not call.refused and call.after]
    rows += [item for call in calls for _, item in call.put_together]
    own = sum(map(_cost_bytes, rows)) + sum(len(body) - len(meter.unloaded(body)[0]) for body in sent)
    own += sum(item_size(call.after) for call in lines if call.after)
    everything = sum(map(item_size, rows)) + sum(len(body.encode()) for body in sent)
    requests, written = (len(lines), len(calls) - len(lines)), (own, everything - own)
    return Added(requests, units=(whole - bare, bare), written=written, messages=(0, len(sent)))


def _cost_bytes(row: Item) -> int:
    """Of the cost that stands on a commit."""
    is_commit = "sk" in row and row["sk"]["S"].startswith("C#")
    return len(COST_COLUMN) + len(row[COST_COLUMN]["B"]) if is_commit and COST_COLUMN in row else 0


def is_line(call: Call) -> bool:
    """A line of a bill that stands beside no commit."""
    return call.writes and call.params["TableName"] == settings().ledger_table and place_of(call)[1]["sk"]["S"].startswith(COST)


def _units(call: Call, *, bare: bool = False) -> float:
    """Of a write that stands; `bare` as if no cost stood on it."""
    if call.put_together:
        return sum(write_units(TABLES[table], None, item) for table, item in call.put_together)
    if not call.writes or call.refused:
        return 0
    before, after = (_without_cost(row) if bare and row else row for row in (call.before, call.after))
    return write_units(TABLES[call.params["TableName"]], before, after)


def _without_cost(row: Item) -> Item:
    return {name: value for name, value in row.items() if name != COST_COLUMN}


def _bodies(call: Call) -> Iterator[str]:
    if call.operation == "SendMessage":
        yield call.params["MessageBody"]
    elif call.operation == "SendMessageBatch":
        yield from (entry["MessageBody"] for entry in call.params["Entries"])
