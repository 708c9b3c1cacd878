"""The price list that lies beside the code: infra/prices.json, at the same place in the working tree and in the package."""

import json
from functools import cache
from pathlib import Path

from chalicelib.costs.prices import Prices, prices_of
from chalicelib.costs.tariff import NEEDED

PLACE = Path(__file__).parents[2] / "infra" / "prices.json"


@cache
def prices() -> Prices:
    """Read once a process; the package is not built with a list that lacks a price."""
    return prices_of(json.loads(PLACE.read_text("utf-8")), NEEDED)
