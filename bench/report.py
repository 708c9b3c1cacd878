"""The report as text."""

from collections.abc import Iterator, Mapping, Sequence

from bench.budgets import MANY
from bench.lines import CPU, GROWTH, Line, at
from bench.measure import Measured

HEAD = ("operation", "requests", "by service", "WRU", "RRU", "CPU", "growth", "VIEW B", "commit B", "row B")
SERVICES = ("dynamodb", "s3", "sqs", "ses", "ssm")
ASIDE = (at("wru", MANY), at("rru", MANY), at(CPU, MANY), GROWTH, *(at(f"{kind} bytes", MANY) for kind in ("VIEW", "commit", "line row")))
Rows = Sequence[tuple[str, ...]]


def operations(lines: Sequence[Line]) -> Rows:
    """One row an operation, with many stored tickets."""
    by_name: dict[str, dict[str, Line]] = {}
    for line in lines:
        by_name.setdefault(line.name, {})[line.measure] = line
    return [HEAD, *(_row(name, found) for name, found in by_name.items() if GROWTH in found)]


def others(lines: Sequence[Line]) -> Rows:
    """One row a number that belongs to no operation."""
    played = {line.name for line in lines if line.measure == GROWTH}
    return [("what", "measure", "value"), *((line.name, line.measure, str(line)) for line in lines if line.name not in played)]


def table(rows: Rows) -> Iterator[str]:
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def calls(one: Measured) -> Iterator[str]:
    """An operation's requests in their order."""
    yield ""
    yield f"{one.name}  ({one.way})"
    for number, cost in enumerate(one.costs, 1):
        units = [f"{value:g} {name}" for value, name in ((cost.wru, "WRU"), (cost.rru, "RRU")) if value]
        yield f"  {number:2d}  {cost.service:9}{cost.what:60}{', '.join(units)}".rstrip()


def _row(name: str, found: Mapping[str, Line]) -> tuple[str, ...]:
    services = [f"{service} {line}" for service in SERVICES if (line := found.get(at(service, MANY))) and line.value]
    return name, str(found[at("requests", MANY)]), ", ".join(services), *(str(found.get(measure, "–")) for measure in ASIDE)
