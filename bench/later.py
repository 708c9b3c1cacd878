"""What follows later from what a ticket said: its share of the times that words are put together in their drawers.

The first drawer is emptied after so many sheets as are many there, into sixteen; so each time one of those is full too,
and one of the drawers below them. One sheet in some looks whether it is time, at half of what it then reads.
"""

from collections.abc import Mapping

from bench import finding
from bench.measure import Measured
from bench.mix import Life
from bench.money import THOUSAND, WAITING_MS, Tariff
from chalicelib.search.actions import LOOK_EACH
from chalicelib.search.sheets import DEPTH, MANY_ON_TOP, TOP
from chalicelib.storage.search import SETTLED

WHAT = "DynamoDB and Lambda, words put together"


def sheets(life: Life) -> int:
    """How many a ticket of the mix has put into the first drawer."""
    return sum(item["pk"]["S"] == TOP for call in life.asked.calls for _, item in call.put_together if "w" in item)


def units(played: Mapping[str, Measured]) -> tuple[float, float]:
    """Write and read units for one sheet."""
    first, further = played[finding.FIRST], played[finding.FURTHER]
    looked = first.costs[0].rru / 2 / LOOK_EACH
    wru, rru = (first.wru + (DEPTH - 1) * further.wru) / MANY_ON_TOP, (first.rru + (DEPTH - 1) * further.rru) / MANY_ON_TOP
    return wru, rru + looked


def of_thousand(life: Life, played: Mapping[str, Measured], rates: Tariff) -> float:
    """Dollars for a thousand tickets of the mix; the processor's work is small beside the second that is waited."""
    wru, rru = units(played)
    requests = len(played[finding.FIRST].calls) + (DEPTH - 1) * len(played[finding.FURTHER].calls)
    seconds = (DEPTH * SETTLED + requests * WAITING_MS["dynamodb"] / 1000) / MANY_ON_TOP
    each = rates.price("dynamodb.write_units", wru) + rates.price("dynamodb.read_units", rru) + rates.seconds(seconds)
    return THOUSAND * sheets(life) * each
