"""The tables of the bench page show the budgets that a run compares with, and what a decision knows to be over them."""

import re

import pytest

from bench.budgets import BUDGETS, GROWTH, IDLE_MONTH, METERING, MIX, MIX_WITHOUT_SES, QUEUE_CPU, SIZES, ZIP_MB
from bench.known import PAGE as DECISION
from bench.known import known
from bench.lines import Line
from bench.operations import OPERATIONS
from bench.page import PAGE, written
from tests.docs.tables import table

ROWS = {row["operation"]: row for row in table("bench.md", "operation")}
COLUMNS = {"requests": "requests", "wru": "WRU", "rru": "RRU", "cpu": "CPU"}
OTHERS = {(row["what"], row["measure"]): row["value"] for row in table("bench.md", "what")}


def budget_of(cell: str) -> float | None:
    return float(cell.partition("/")[2].rstrip("!")) if "/" in cell else None


def test_every_operation_is_on_the_page_in_its_order() -> None:
    assert list(ROWS) == [name for name, _ in OPERATIONS]


@pytest.mark.parametrize("name", ROWS)
def test_an_operation_has_the_budgets_of_the_code(name: str) -> None:
    row, budget = ROWS[name], BUDGETS.get(name, {})
    assert {column: budget_of(row[shown]) for column, shown in COLUMNS.items()} == {column: budget.get(column) for column in COLUMNS}
    services = {service: budget_of(cell) for service, cell in re.findall(r"(\w+) ([\d./!]+)", row["by service"])}
    assert services == {service: budget.get(service) for service in services}
    assert budget_of(row["growth"]) == GROWTH
    sizes = {kind: row[f"{'row' if kind == 'line row' else kind} B"] for kind in SIZES}
    assert {budget_of(cell) for cell in sizes.values() if cell != "–"} <= {SIZES[kind] for kind, cell in sizes.items() if cell != "–"}


def test_money_sizes_and_cold_starts_have_the_budgets_of_the_code() -> None:
    mix = "1,000 tickets of the standard mix"
    wanted = {
        ("package", "zip, MB"): ZIP_MB,
        ("idle month", "$ in all"): IDLE_MONTH,
        (mix, "$ in all"): MIX,
        (mix, "$ without SES"): MIX_WITHOUT_SES,
        ("metering adds", "share of requests"): METERING,
        ("cold start, inbound", "× boto3 and a client"): QUEUE_CPU,
    }
    assert {place: budget_of(OTHERS[place]) for place in wanted} == wanted


def test_every_known_excess_is_of_something_on_the_page_and_says_why() -> None:
    for excess in known(DECISION.read_text("utf-8")):
        assert excess.name in ROWS or (excess.name, excess.measure) in OTHERS, excess
        assert excess.why.endswith("."), excess


def test_writing_the_tables_anew_leaves_the_rest_of_the_page() -> None:
    page = PAGE.read_text("utf-8")
    fresh = written(page, [Line("package", "zip, MB", 5.5, 6)])
    assert "| package | zip, MB | 5.5/6 |" in fresh
    assert re.sub("-->.*?<!-- end", "", fresh, flags=re.DOTALL) == re.sub("-->.*?<!-- end", "", page, flags=re.DOTALL)
