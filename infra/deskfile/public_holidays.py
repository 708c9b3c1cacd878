"""Public holidays as dates, from the `holidays` library: an operator's tool, never part of a deployed function."""

from datetime import date

import holidays

YEARS_BACK = 1
YEARS_AHEAD = 10


def expand(place: str, today: date) -> frozenset[date]:
    """The holidays of a country or subdivision (FI, DE-BY) from last year to ten years ahead; raises ValueError."""
    country, _, part = place.partition("-")
    years = range(today.year - YEARS_BACK, horizon(today).year + 1)
    try:
        return frozenset(holidays.country_holidays(country, subdiv=part or None, years=years))
    except NotImplementedError as fault:
        raise ValueError(f'no public holidays are known for "{place}" (a country like FI, or a part of one like DE-BY)') from fault


def horizon(today: date) -> date:
    """The last date up to which holidays are filled in."""
    return date(today.year + YEARS_AHEAD, 12, 31)
