"""The shared rest of a local desk: what its functions asked of AWS that no ticket pays for, as their log tells it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chalicelib.costs.bill import Bill, bill
from chalicelib.costs.parts import Part, Work, from_text, plus
from chalicelib.costs.prices import Prices


@dataclass(frozen=True, slots=True)
class Rest:
    """All that was told, as parts of a bill that nobody in particular gets."""

    parts: tuple[Part, ...] = ()

    @property
    def requests(self) -> dict[str, int]:
        """By service:Operation."""
        found: dict[str, int] = {}
        for part in self.parts:
            found = plus(found, part.requests)
        return found

    def bill(self, prices: Prices) -> Bill:
        return bill(self.parts, prices)


def metered(log: Path) -> Rest:
    """Everything that the desk's log has told so far; words that a cost carried through messages count once."""
    once: dict[str, Part] = {}
    parts: list[Part] = []
    for told in _lines(log):
        parts += _parts(told)
        once |= {part.id: part for part in map(from_text, told.get("carried", ()))}
    return Rest((*parts, *once.values()))


def _lines(log: Path) -> Iterator[dict[str, Any]]:
    with log.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if line.startswith("{") and '"shared":' in line and line.endswith("\n"):
                yield json.loads(line)


def _parts(told: dict[str, Any]) -> Iterator[Part]:
    """What was asked, and for each piece of work without a bill its share of the invocation."""
    work = Work[told["work"].upper()]
    yield Part(work, 0, told["shared"])
    yield from (Part(work, told["of"]) for _ in range(told["pieces"]))
