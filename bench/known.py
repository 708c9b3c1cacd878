"""Numbers over their budget that a decision names, with how far they may be over; everything else over its budget is a fault.

The list is kept tight: a number that went further over, one that is within its budget again, and a name that no longer
exists are faults too. What is measured and not counted has a half of leeway each way, money a tenth.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.lines import Line

PAGE = Path(__file__).parents[1] / "docs" / "decisions" / "0018-budgets-exceeded-knowingly.md"
ROW = re.compile(r"^\| (?P<name>[^|]+) \| (?P<measure>[^|]+) \| (?P<most>[\d.]+) \| (?P<why>[^|]+) \|$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Excess:
    """This measure of this thing, or of each stored volume, may be as much as `most`."""

    name: str
    measure: str
    most: float
    why: str

    def covers(self, line: Line) -> bool:
        return line.name == self.name and line.measure.partition(" at ")[0] == self.measure


def known(page: str) -> tuple[Excess, ...]:
    """The rows of the decision's table."""
    return tuple(Excess(row["name"], row["measure"], float(row["most"]), row["why"]) for row in ROW.finditer(page))


def faults(lines: Sequence[Line], excesses: Iterable[Excess]) -> Iterator[str]:
    """What a run fails for, in words."""
    named = tuple(excesses)
    for line in lines:
        excess = next((one for one in named if one.covers(line)), None)
        limit = line.budget if excess is None else excess.most
        if not line.ok and limit is not None and line.value > limit * (1 + line.noise):
            yield f"{line.name}: {line.measure} {line}: " + (f"known up to {excess.most:g} only" if excess else "not a known excess")
    for excess in named:
        covered = [line for line in lines if excess.covers(line)]
        if not covered:
            yield f"{excess.name}: {excess.measure} is a known excess of something that is not measured"
        elif all(line.value <= (line.budget or 0) * (1 - line.noise) for line in covered):
            yield f"{excess.name}: {excess.measure} is within its budget again: take it off the list of known excesses"
