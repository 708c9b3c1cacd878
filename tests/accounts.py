"""Accounts for tests: a piece of work whose milliseconds stand still, and a world that counts what its handlers ask."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from bench.recorder import Recorder
from chalicelib.costs.parts import Part, Work, from_text, plus
from chalicelib.meter import Account
from tests.world import World


def account(work: Work = Work.ROUTING, **more: Any) -> Account:
    """Ten milliseconds with 512 MB, whenever one looks."""
    return Account(work, lambda: 10.0, lambda: "0a0b0c0d0e0f", 512, **more)


@dataclass
class Counted(World):
    """Every request that a handler makes is counted beside the meter; what the tests ask themselves is not."""

    recorder: Recorder = field(default_factory=Recorder)

    def invoke(self, handler: str, event: dict[str, Any]) -> Any:
        with self.recorder.by(handler):
            return super().invoke(handler, event)

    def http(self, method: str, path: str, *, body: bytes = b"", headers: dict[str, str] | None = None) -> dict[str, Any]:
        with self.recorder.by(f"{method} {path}"):
            return super().http(method, path, body=body, headers=headers)

    @property
    def counted(self) -> dict[str, int]:
        return dict(sorted(Counter(f"{call.service}:{call.operation}" for call in self.recorder.calls if call.by).items()))


def shared_rest(records: list[Any]) -> dict[str, int]:
    """Requests that log records tell of, those that were carried by messages once."""
    told = [record for record in records if hasattr(record, "shared")]
    carried: dict[str, Part] = {part.id: part for record in told for part in map(from_text, getattr(record, "carried", ()))}
    total: dict[str, int] = {}
    for amounts in (*(record.shared for record in told), *(part.amounts for part in carried.values())):
        total = plus(total, {name: amount for name, amount in amounts.items() if ":" in name})
    return total
