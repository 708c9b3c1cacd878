"""The price list: whole, dated, and refused with everything that is wrong with it."""

import json
from copy import deepcopy
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from chalicelib.costs.prices import Price, prices_of
from chalicelib.costs.tariff import LINES, NEEDED
from chalicelib.errors import BadConfiguration
from chalicelib.outside.pricelist import PLACE, prices
from infra.package import architecture

ONE = {"usd": "0.40", "per": 1000000, "unit": "request", "source": "https://prices.example", "date": "2026-11-21"}
LIST = {"region": "us-east-1", "date": "2026-11-21", "prices": {"sqs": {"requests": ONE}}}
NEEDS = frozenset({"sqs.requests"})


def but(**differences: Any) -> dict[str, Any]:
    changed = deepcopy(LIST)
    changed["prices"]["sqs"]["requests"] |= differences  # type: ignore[index]  # a literal of many types
    return changed


def test_a_price_is_exact() -> None:
    read = prices_of(LIST, NEEDS)
    assert read.each == {"sqs.requests": Price(Decimal("0.40"), 1_000_000, "request", "https://prices.example", "2026-11-21")}
    assert read.each["sqs.requests"].each == Fraction(4, 10_000_000)


@pytest.mark.parametrize(
    ("document", "needed", "fault"),
    [
        (LIST, {"sqs.requests", "s3.reads"}, "s3.reads is missing"),
        (but(usd="free"), NEEDS, "sqs.requests: InvalidOperation"),
        (but(usd="-1"), NEEDS, "sqs.requests is negative"),
        (but(per=0), NEEDS, "sqs.requests is negative, or"),
        (but(source=""), NEEDS, "says not where"),
        (but(date=""), NEEDS, "says not where and when"),
    ],
)
def test_a_list_that_lacks_something_is_refused(document: dict[str, Any], needed: set[str], fault: str) -> None:
    with pytest.raises(BadConfiguration, match=fault):
        prices_of(document, frozenset(needed))


def test_every_price_names_where_and_when_it_was_read() -> None:
    listed = json.loads(PLACE.read_text("utf-8"))["prices"]
    assert all(set(entry) - {"note"} == {"usd", "per", "unit", "source", "date"} for items in listed.values() for entry in items.values())


def test_the_list_has_what_bills_need() -> None:
    assert set(prices().each) >= NEEDED


def test_compute_is_priced_for_the_machine_that_is_deployed() -> None:
    assert LINES["compute"][1] == f"lambda.gb_seconds_{architecture('prod')}"
