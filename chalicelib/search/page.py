"""One page of what walks through lists of numbers come by, and how many there are in all."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from heapq import merge
from itertools import islice, repeat
from typing import Generic, TypeVar

from chalicelib.search.literals import Alternative
from chalicelib.search.walk import Allowance, TooFarError
from chalicelib.values import dataclass

Kind = TypeVar("Kind")
PAGE, LAST_PAGE = 30, 10
MOST_FOUND = PAGE * LAST_PAGE
# Of a query that also asks what no index holds, so many are looked at.
MOST_LOOKED_AT = 500
AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Gate(Generic[Kind]):
    """How the things searched for are read: `load` gives those of these numbers that the caller may see, in their order."""

    load: Callable[[Sequence[int]], dict[int, Kind]]
    fits: Callable[[Alternative, Kind], bool]
    size: int = PAGE


@dataclass(frozen=True, slots=True)
class Found(Generic[Kind]):
    """One page, how many there are in all, and whether that is the exact number or only a part of it."""

    items: tuple[Kind, ...]
    total: int
    is_exact: bool


def found(wanted: Sequence[Alternative], walks: Sequence[Iterator[int]], page: int, gate: Gate[Kind], allowance: Allowance) -> Found[Kind]:
    """A page of what the walks, one for each alternative, come by."""
    together = _grouped(merge(*(zip(walk, repeat(place)) for place, walk in enumerate(walks)), reverse=True))
    look = _looked_through if any(one.rest for one in wanted) else _counted
    told = look(together, wanted, page, gate)
    return replace(told, is_exact=told.is_exact and not allowance.is_cut)


def _counted(walk: Iterator["_Met"], wanted: Sequence[Alternative], page: int, gate: Gate[Kind]) -> Found[Kind]:
    """The index alone knows how many there are; only the page itself is read."""
    met, is_whole = _taken(walk, MOST_FOUND + 1)
    numbers = [one.number for one in met[:MOST_FOUND]]
    chosen = numbers[(page - 1) * gate.size : page * gate.size]
    items = [item for item in gate.load(chosen).values() if any(gate.fits(one, item) for one in wanted)]
    return Found(tuple(items), len(numbers) - (len(chosen) - len(items)), is_whole and len(met) <= MOST_FOUND)


def _looked_through(walk: Iterator["_Met"], wanted: Sequence[Alternative], page: int, gate: Gate[Kind]) -> Found[Kind]:
    """One by one, some at once, up to a bound."""
    items: list[Kind] = []
    looked_at, goes_on, is_whole = 0, True, True
    while goes_on and looked_at < MOST_LOOKED_AT and len(items) <= MOST_FOUND:
        met, is_whole = _taken(walk, AT_ONCE)
        places = {one.number: one.places for one in met}
        loaded = gate.load(list(places))
        items += [item for number, item in loaded.items() if any(gate.fits(wanted[place], item) for place in places[number])]
        looked_at += len(met)
        goes_on = is_whole and len(met) == AT_ONCE
    is_exact = is_whole and not goes_on and len(items) <= MOST_FOUND
    items = items[:MOST_FOUND]
    return Found(tuple(items[(page - 1) * gate.size : page * gate.size]), len(items), is_exact)


@dataclass(frozen=True, slots=True)
class _Met:
    """A ticket's number and the alternatives that led to it."""

    number: int
    places: tuple[int, ...]


def _taken(walk: Iterator["_Met"], most: int) -> tuple[list[_Met], bool]:
    """So many at most, and whether the walk was not cut short."""
    taken: list[_Met] = []
    try:
        for one in islice(walk, most):
            taken.append(one)  # noqa: PERF402  # what came before the walk was cut short is kept
    except TooFarError:
        return taken, False
    return taken, True


def _grouped(walk: Iterable[tuple[int, int]]) -> Iterator[_Met]:
    number, places = 0, list[int]()
    for found, place in walk:
        if found != number and places:
            yield _Met(number, tuple(places))
            places = []
        number = found
        places.append(place)
    if places:
        yield _Met(number, tuple(places))
