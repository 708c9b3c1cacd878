"""One measured number beside what it may be: the line of the report and of build/bench.json."""

from collections.abc import Iterator
from dataclasses import dataclass

from bench.budgets import BUDGETS, SIZES
from bench.measure import Measured


@dataclass(frozen=True, slots=True)
class Line:
    """One measure of one operation; without a budget it is ok."""

    name: str
    measure: str
    value: float
    budget: float | None = None

    @property
    def ok(self) -> bool:
        return self.budget is None or self.value <= self.budget

    def plain(self) -> dict[str, object]:
        return {"name": self.name, "measure": self.measure, "value": self.value, "budget": self.budget, "ok": self.ok}

    def __str__(self) -> str:
        """7, 7/9 for a value within its budget, 10/9! for one over it."""
        if self.budget is None:
            return f"{self.value:g}"
        return f"{self.value:g}/{self.budget:g}{'' if self.ok else '!'}"


def lines_of(found: Measured) -> Iterator[Line]:
    budget = BUDGETS.get(found.name, {})
    values: dict[str, float] = {"requests": found.requests.total(), **found.requests, "wru": found.wru, "rru": found.rru}
    values |= {service: 0 for service in budget if service not in values}
    yield from (Line(found.name, measure, value, budget.get(measure)) for measure, value in values.items())
    yield from (Line(found.name, f"{kind} bytes", size, SIZES[kind]) for kind, size in found.sizes.items())
