"""The bill of the day: what each ticket cost, and whether all bills and the shared rest are what was counted on the wire."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from infra.demo.reconcile import Account, Books
from infra.demo.stage import Run, Scenery

Finding = tuple[str, bool, str]


def settle(scene: Scenery, books: Books, runs: Sequence[Run]) -> dict[int, str]:
    """Check the bill and answer the price of each ticket in USD, as the API tells it."""
    account = books.close()
    present = [run for run in runs if run.ticket]
    scene.check_all("every ticket has a price, and its bill's lines sum to it", (_price(run, account.bills) for run in present))
    scene.check_all("every kind of request is on the accounts as often as it was counted", _kinds(account))
    scene.check("all bills and the shared rest are the counted requests of the day", not account.difference, f"{account.difference}")
    scene.check("the day's requests were counted at all", sum(account.counted.values()) > len(present), f"{account.counted}")
    strays = set(account.bills) ^ {run.ticket for run in present}
    scene.check("there is a bill for each ticket and for nothing else", not strays, f"{strays}")
    prices = {number: str(told["total"]) for number, told in account.bills.items()}
    scene.teller.tell("the bill", "price", summary(account, prices))
    return prices


def summary(account: Account, prices: dict[int, str]) -> str:
    """The day in one sentence."""
    total, billed, counted = sum(map(Decimal, prices.values())), sum(account.billed.values()), sum(account.counted.values())
    return f"{len(prices)} tickets for {total:.6f} USD; {billed} of {counted} requests of AWS are on their bills, the rest is shared"


def _price(run: Run, bills: dict[int, dict[str, Any]]) -> Finding:
    told = bills.get(run.ticket, {})
    total, lines = Decimal(told.get("total", 0)), list(_amounts(told))
    name = f"the bill of {run.name}'s ticket has a price, and its lines sum to it"
    return name, total > 0 and sum(lines) == total, f"{total} USD, lines {[str(one) for one in lines]}"


def _amounts(told: dict[str, Any]) -> Iterator[Decimal]:
    for section in told.get("work", ()):
        for line in section["lines"]:
            yield Decimal(line["amount"])


def _kinds(account: Account) -> Iterator[Finding]:
    """By service and operation."""
    for kind in sorted({*account.counted, *account.billed, *account.rest.requests}):
        billed, rest, counted = (found.get(kind, 0) for found in (account.billed, account.rest.requests, account.counted))
        yield f"the accounts hold every {kind} of the day", billed + rest == counted, f"{billed} billed, {rest} shared, {counted} counted"
