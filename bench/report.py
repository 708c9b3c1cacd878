"""The report as text."""

from collections.abc import Iterable, Iterator, Sequence

from bench.cold import YARDSTICK, Start
from bench.lines import Line, lines_of
from bench.measure import Measured

HEAD = ("operation", "requests", "by service", "WRU", "RRU", "VIEW B", "commit B", "row B")
ASIDE = ("requests", "wru", "rru", "VIEW bytes", "commit bytes", "line row bytes")


def operations(found: Sequence[Measured]) -> Iterator[str]:
    """The table, then each operation's calls in their order."""
    yield from table([HEAD, *(_row(one) for one in found)])
    for one in found:
        yield ""
        yield f"{one.name}  ({one.way})"
        yield from (_call(number, one) for number in range(len(one.costs)))


def cold_starts(starts: Sequence[Start], lines: Iterable[Line]) -> Iterator[str]:
    budgets = {line.name: line for line in lines if line.measure.startswith("cpu")}
    rows = [("cold start", "modules", "CPU ms", f"× {YARDSTICK}", "forbidden")]
    for start in starts:
        line = budgets.get(f"cold start, {start.name}")
        rows.append((start.name, str(len(start.modules)), f"{start.cpu:.0f}", str(line or 1), _forbidden(start)))
    yield from table(rows)


def table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _row(one: Measured) -> tuple[str, ...]:
    lines = {line.measure: line for line in lines_of(one)}
    services = [line for measure, line in lines.items() if measure in one.requests]
    requests, *others = (str(lines.get(measure, "–")) for measure in ASIDE)
    return one.name, requests, ", ".join(f"{line.measure} {line}" for line in services), *others


def _call(number: int, one: Measured) -> str:
    cost = one.costs[number]
    units = [f"{value:g} {name}" for value, name in ((cost.wru, "WRU"), (cost.rru, "RRU")) if value]
    return f"  {number + 1:2d}  {cost.service:9}{cost.what:60}{', '.join(units)}".rstrip()


def _forbidden(start: Start) -> str:
    return ", ".join(start.heavy) if start.name not in ("app", YARDSTICK) else ""
