"""One measured number beside what it may be: the line of the report and of build/bench.json."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bench import budgets
from bench.cold import Start, is_queue_handler
from bench.cpu import Cost
from bench.measure import Measured
from bench.metered import Added
from bench.mix import Life
from bench.money import Bill, Idle, without_mail
from bench.package import Package

# CPU is measured and not counted: on a machine that others share as much of it may be chance, and of the money that is partly made of it.
NOISE, NOISE_OF_MONEY = 0.5, 0.1
CPU, GROWTH, CPU_GROWTH = "cpu", "growth", "cpu growth"
BOTH = (budgets.FEW, budgets.MANY)
MIX, IDLE_DAY, IDLE_MONTH = "1,000 tickets of the standard mix", "idle day", "idle month"
METERING, OWN_BILL = "metering adds", "the ticket's own bill"


@dataclass(frozen=True, slots=True)
class Line:
    """One measure of one thing; without a budget it is ok."""

    name: str
    measure: str
    value: float
    budget: float | None = None

    @property
    def ok(self) -> bool:
        return self.budget is None or self.value <= self.budget

    @property
    def noise(self) -> float:
        if self.measure.startswith("$"):
            return NOISE_OF_MONEY
        return NOISE if self.measure.startswith((CPU, "×")) else 0.0

    def plain(self) -> dict[str, object]:
        return {"name": self.name, "measure": self.measure, "value": self.value, "budget": self.budget, "ok": self.ok}

    def __str__(self) -> str:
        """7, 7/9 for a value within its budget, 10/9! for one over it."""
        if self.budget is None:
            return f"{self.value:g}"
        return f"{self.value:g}/{self.budget:g}{'' if self.ok else '!'}"


def at(measure: str, tickets: int) -> str:
    return f"{measure} at {tickets:,}"


def of_operation(found: Mapping[int, Measured], costs: Mapping[int, Cost]) -> Iterator[Line]:
    """One operation played with few and with many stored tickets."""
    name = found[budgets.FEW].name
    budget = budgets.BUDGETS.get(name, {})
    counted = {tickets: _counted(found[tickets], budget) for tickets in BOTH}
    for tickets in BOTH:
        yield from (Line(name, at(measure, tickets), value, budget.get(measure)) for measure, value in counted[tickets].items())
        yield Line(name, at(CPU, tickets), round(costs[tickets].times, 2), budget.get(CPU))
        yield from (Line(name, at(f"{kind} bytes", tickets), size, budgets.SIZES[kind]) for kind, size in found[tickets].sizes.items())
    few, many = (Counter(counted[tickets]) for tickets in BOTH)
    yield Line(name, GROWTH, round(max(_ratio(few[measure], many[measure]) for measure in few | many), 3), budgets.GROWTH)
    yield Line(name, CPU_GROWTH, round(costs[budgets.MANY].times / costs[budgets.FEW].times, 3), budgets.GROWTH)


def _counted(found: Measured, budget: Mapping[str, float]) -> dict[str, float]:
    values: dict[str, float] = {"requests": found.requests.total(), **found.requests, "wru": found.wru, "rru": found.rru}
    return values | {service: 0 for service in budget if service not in (*values, CPU)}


def _ratio(few: float, many: float) -> float:
    return 1.0 if few == many else many / few if few else float(many)


def of_starts(found: list[Start]) -> Iterator[Line]:
    for start in found[1:]:
        queue = is_queue_handler(start.name)
        yield Line(_start(start), "× boto3 and a client", round(start.times, 2), budgets.QUEUE_CPU if queue else budgets.API_CPU)
        yield Line(_start(start), "modules", len(start.modules))
        if queue:
            yield Line(_start(start), "forbidden modules", len(start.heavy), 0)


def _start(start: Start) -> str:
    return f"cold start, {start.name.rpartition('.')[2]}"


def of_package(found: Package) -> Iterator[Line]:
    yield Line("package", "zip, MB", round(found.zipped / 1e6, 2), budgets.ZIP_MB)
    yield Line("package", "unzipped, MB", round(found.unpacked / 1e6, 2))
    yield Line("package", "of it ours, MB", round(found.ours / 1e6, 2))


def of_idle(found: Idle) -> Iterator[Line]:
    yield from (Line(IDLE_DAY, kind, round(number)) for kind, number in found.requests.items())
    yield from _dollars(IDLE_MONTH, found.bill)
    yield Line(IDLE_MONTH, "$ in all", round(sum(found.bill.values()), 3), budgets.IDLE_MONTH)
    yield Line(IDLE_MONTH, "$ in all, if five pollers stay at each queue", round(sum(found.bill_if_pollers_stay.values()), 3))


def of_mix(bill: Bill, later: float) -> Iterator[Line]:
    yield from _dollars(MIX, bill)
    yield Line(MIX, "$ without SES", round(without_mail(bill), 4), budgets.MIX_WITHOUT_SES)
    yield Line(MIX, "$ in all", round(sum(bill.values()), 4), budgets.MIX)
    yield Line(MIX, "$ a month later, for storage", round(later, 4))


def of_meter(found: Added, life: Life) -> Iterator[Line]:
    """And how many of the write units that were counted stand on the ticket's own bill."""
    yield from (Line(METERING, f"share of {what}", round(share, 4), budgets.METERING) for what, share in found.shares.items())
    yield Line(OWN_BILL, "share of the write units that were counted", round(life.billed_units / life.asked.wru, 3))


def _dollars(name: str, bill: Bill) -> Iterator[Line]:
    return (Line(name, f"$ {part}", round(usd, 4)) for part, usd in bill.items())
