"""Prices as a file lists them, and whether it has all that a bill needs."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from chalicelib.errors import BadConfiguration
from chalicelib.values import dataclass


@dataclass(frozen=True, slots=True)
class Price:
    """`usd` for `per` of `unit`, and where and when that was read."""

    usd: Decimal
    per: int
    unit: str
    source: str
    date: str

    @property
    def each(self) -> Fraction:
        return Fraction(self.usd) / self.per


@dataclass(frozen=True, slots=True)
class Prices:
    """The price list of a region: prices by "service.item"."""

    region: str
    date: str
    each: Mapping[str, Price]


def prices_of(document: Mapping[str, Any], needed: frozenset[str]) -> Prices:
    """The list in a prices.json; raises BadConfiguration naming all that is wrong with it and all that is missing."""
    faults: list[str] = []
    found: dict[str, Price] = {}
    for service, items in document["prices"].items():
        for item, entry in items.items():
            try:
                price = Price(Decimal(entry["usd"]), int(entry["per"]), entry["unit"], entry["source"], entry["date"])
            except (KeyError, TypeError, ValueError, InvalidOperation) as fault:
                faults.append(f"prices.json: {service}.{item}: {type(fault).__name__} {fault}")
                continue
            found[f"{service}.{item}"] = price
            if price.usd < 0 or price.per < 1 or not price.source or not price.date:
                faults.append(f"prices.json: {service}.{item} is negative, or says not where and when it was read")
    faults += [f"prices.json: {name} is missing" for name in sorted(needed - set(found))]
    if faults:
        raise BadConfiguration(*faults)
    return Prices(document["region"], document["date"], found)
