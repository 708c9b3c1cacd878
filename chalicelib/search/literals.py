"""What a query comes down to: alternatives, each a list of conditions that the index answers or that are looked up in the ticket."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice, product

from chalicelib.errors import FieldFault, InvalidInput
from chalicelib.search.grammar import All, Expression, Has, Some
from chalicelib.values import dataclass

MOST_ALTERNATIVES = 64
WORD = "w="


@dataclass(frozen=True, slots=True)
class Terms:
    """In the index under at least one of these terms."""

    terms: frozenset[str]


@dataclass(frozen=True, slots=True)
class Between:
    """A moment of the ticket within these bounds, both included; None is no bound, and without either bound: no such moment."""

    field: str
    low: datetime | None = None
    high: datetime | None = None


@dataclass(frozen=True, slots=True)
class Equals:
    """A field that no index holds; None is no value."""

    field: str
    value: str | int | bool | None


Literal = Terms | Between | Equals
Reading = Callable[[Has], tuple[Literal, ...]]


@dataclass(frozen=True, slots=True)
class Alternative:
    """All of these at once: lists of the index that are intersected, and what is then asked of each ticket.

    One `by_time` has no list of its own and walks tickets by when they were opened or changed.
    """

    lists: tuple[frozenset[str], ...]
    rest: tuple[Between | Equals, ...] = ()
    by_time: bool = False

    def between(self, field: str) -> Between | None:
        """The narrowest bounds of this moment; None if the query does not ask for it, or asks that there is none."""
        found = [one for one in self.rest if isinstance(one, Between) and one.field == field and (one.low or one.high)]
        if not found:
            return None
        lows, highs = [one.low for one in found if one.low], [one.high for one in found if one.high]
        return Between(field, max(lows, default=None), min(highs, default=None))


def alternatives(expression: Expression, read: Reading) -> tuple[Alternative, ...]:
    """The query with brackets resolved, each alternative once. Raises InvalidInput on the field query where there are too many."""
    found = list(islice(_alternatives(expression, read), MOST_ALTERNATIVES + 1))
    if len(found) > MOST_ALTERNATIVES:
        raise InvalidInput(FieldFault("query", f"Its brackets come down to more than {MOST_ALTERNATIVES} alternatives"))
    return tuple(dict.fromkeys(map(_alternative, found)))


def _alternatives(expression: Expression, read: Reading) -> Iterator[tuple[Literal, ...]]:
    match expression:
        case Has():
            yield read(expression)
        case All():
            for chosen in product(*(_few(part, read) for part in expression.parts)):
                yield tuple(literal for part in chosen for literal in part)
        case Some():
            yield from _together([literals for part in expression.parts for literals in _few(part, read)])


def _together(found: list[tuple[Literal, ...]]) -> Iterator[tuple[Literal, ...]]:
    """Alternatives that are one list each are one: what stands in any of them."""
    single = [literals[0].terms for literals in found if len(literals) == 1 and isinstance(literals[0], Terms)]
    yield from (literals for literals in found if len(literals) != 1 or not isinstance(literals[0], Terms))
    if single:
        yield (Terms(frozenset().union(*single)),)


def _few(part: Expression, read: Reading) -> list[tuple[Literal, ...]]:
    return list(islice(_alternatives(part, read), MOST_ALTERNATIVES + 1))


def _alternative(literals: Iterable[Literal]) -> Alternative:
    lists: dict[frozenset[str], None] = {}
    rest: dict[Between | Equals, None] = {}
    for literal in literals:
        if isinstance(literal, Terms):
            lists[literal.terms] = None
        else:
            rest[literal] = None
    return Alternative(tuple(lists), tuple(rest))


def with_scope(alternative: Alternative, scope: frozenset[str]) -> Alternative:
    """Only what the caller sees: one list more, if the caller does not see everything."""
    return replace(alternative, lists=(*alternative.lists, scope)) if scope else alternative
