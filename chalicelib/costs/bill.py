"""A ticket's bill: its parts at the prices of a list, line by line; sums are of whole picodollars, so they add up exactly."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from chalicelib.costs.parts import Part, Work, plus
from chalicelib.costs.prices import Price, Prices
from chalicelib.costs.tariff import LINES, quantities
from chalicelib.values import dataclass

PICO = 12


@dataclass(frozen=True, slots=True)
class Line:
    """So much of something at this price; `pico` is the amount in 10^-12 USD, rounded half to even."""

    what: str
    quantity: Fraction
    price: Price
    pico: int


@dataclass(frozen=True, slots=True)
class Section:
    """All work of one kind: how often, and what for."""

    work: Work
    times: int
    lines: tuple[Line, ...]

    @property
    def pico(self) -> int:
        return sum(line.pico for line in self.lines)


@dataclass(frozen=True, slots=True)
class Bill:
    """The sections of all kinds of work that there were, and the requests of AWS by service:Operation."""

    sections: tuple[Section, ...]
    requests: dict[str, int]

    @property
    def pico(self) -> int:
        return sum(section.pico for section in self.sections)


def bill(parts: Iterable[Part], prices: Prices) -> Bill:
    """Parts with an id are billed once, however often they arrived."""
    once = tuple(_once(parts))
    kinds = [(work, [part for part in once if part.work is work]) for work in Work]
    requests: dict[str, int] = {}
    for part in once:
        requests = plus(requests, part.requests)
    return Bill(tuple(_section(work, found, prices) for work, found in kinds if found), dict(sorted(requests.items())))


def dollars(pico: int) -> str:
    """Twelve decimals, exactly."""
    return f"{Decimal(pico).scaleb(-PICO):.{PICO}f}"


def _once(parts: Iterable[Part]) -> Iterable[Part]:
    seen: set[str] = set()
    for part in parts:
        if not part.id or part.id not in seen:
            seen.add(part.id)
            yield part


def _section(work: Work, parts: list[Part], prices: Prices) -> Section:
    lines = tuple(_line(name, quantity, prices) for name, quantity in quantities(parts).items())
    return Section(work, sum(1 for part in parts if part.share), lines)


def _line(name: str, quantity: Fraction, prices: Prices) -> Line:
    what, item = LINES[name]
    price = prices.each[item]
    return Line(what, quantity, price, round(quantity * price.each * 10**PICO))
