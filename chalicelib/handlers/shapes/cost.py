"""A ticket's bill as the API tells it."""

from fractions import Fraction

from chalicelib.costs.bill import PICO, Bill, Line, Section, dollars
from chalicelib.costs.prices import Prices
from chalicelib.handlers.shapes.plain import Json


def bill(ticket: int, told: Bill, prices: Prices) -> Json:
    return {
        "ticket_id": ticket,
        "currency": "USD",
        "total": dollars(told.pico),
        "prices": {"region": prices.region, "date": prices.date},
        "work": [_section(section) for section in told.sections],
        "requests": told.requests,
    }


def _section(section: Section) -> Json:
    lines = [_line(line) for line in section.lines]
    return {"kind": section.work.name.lower(), "times": section.times, "total": dollars(section.pico), "lines": lines}


def _line(line: Line) -> Json:
    """Prices and amounts are text with all their digits, because a binary fraction cannot keep them."""
    price = dollars(round(line.price.each * 10**PICO))
    return {"what": line.what, "quantity": _number(line.quantity), "unit": line.price.unit, "price": price, "amount": dollars(line.pico)}


def _number(quantity: Fraction) -> int | float:
    return int(quantity) if quantity.denominator == 1 else round(float(quantity), 9)
