"""The language of a search: field:value, field:>value, field:<value, AND, OR, brackets; AND binds closer than OR.

Text and dates stand in single quotes, where a quote is written twice; numbers, true, false, null, me and now stand bare.
"""

import re
from collections.abc import Callable, Iterator

from chalicelib.errors import FieldFault, InvalidInput
from chalicelib.values import dataclass

LONGEST = 512
DEEPEST = 20
EQUAL, LEAST, MOST = "", ">", "<"


@dataclass(frozen=True, slots=True)
class Word:
    """A value that is written bare: me, now."""

    name: str


Value = str | int | bool | None | Word


@dataclass(frozen=True, slots=True)
class Has:
    """One field and what it is compared with; > and < both mean "or equal". `at` is where it stands, from 1."""

    field: str
    value: Value
    sign: str = EQUAL
    at: int = 1

    @property
    def told(self) -> str:
        return text_of(self)


@dataclass(frozen=True, slots=True)
class All:
    """Every one of these."""

    parts: "tuple[Expression, ...]"


@dataclass(frozen=True, slots=True)
class Some:
    """At least one of these."""

    parts: "tuple[Expression, ...]"


Expression = Has | All | Some

_TOKEN = re.compile(
    r"\s*(?:(?P<bracket>[()])|(?P<text>'(?:[^']|'')*')|(?P<number>-?\d{1,18}(?![\w.-]))"
    r"|(?P<field>[A-Za-z_][A-Za-z0-9_]*)\s*:\s*(?P<sign>[<>]?)|(?P<word>[A-Za-z_]+))"
)
_BARE: dict[str, Value] = {"true": True, "false": False, "null": None, "me": Word("me"), "now": Word("now")}
_END = "end"


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int
    sign: str = ""


def parse(text: str) -> Expression:
    """Raises InvalidInput on the field query, saying what is wrong and at which character."""
    if len(text) > LONGEST:
        raise InvalidInput(_fault(f"A query should be at most {LONGEST} characters long, this one has {len(text)}"))
    return _Reader(list(_tokens(text))).whole()


def text_of(expression: Expression) -> str:
    """The query as it would be written; parsing it gives the same expression but for positions."""
    match expression:
        case Has():
            return f"{expression.field}:{expression.sign}{_written(expression.value)}"
        case All():
            return " AND ".join(f"({text_of(part)})" if isinstance(part, Some) else text_of(part) for part in expression.parts)
        case Some():
            return " OR ".join(text_of(part) for part in expression.parts)


def _written(value: Value) -> str:
    match value:
        case bool():
            return str(value).lower()
        case None:
            return "null"
        case Word():
            return value.name
        case int():
            return str(value)
    return "'" + value.replace("'", "''") + "'"


def _tokens(text: str) -> Iterator[_Token]:
    place = 0
    end = len(text.rstrip())
    while place < end:
        found = _TOKEN.match(text, place)
        if found is None:
            at = place + len(text[place:]) - len(text[place:].lstrip())
            raise InvalidInput(_fault(_puzzle(text[at:]), at + 1))
        kind = found.lastgroup if found.lastgroup != "sign" else "field"
        kind = kind or _END
        yield _Token(kind, found[kind], found.start(kind) + 1, found["sign"] or "")
        place = found.end()
    yield _Token(_END, "", end + 1)


def _puzzle(rest: str) -> str:
    if rest.startswith("'"):
        return "A text that begins with ' has no ' at its end"
    if rest[:1].isdigit() or rest[:1] == "-":
        return "A date or a text stands in single quotes, a number has digits only"
    return f"{rest[:1]} is not understood here"


def _fault(message: str, at: int = 0) -> FieldFault:
    return FieldFault("query", f"{message} (at character {at})" if at else message)


class _Reader:
    """One pass over the tokens, one method for each rule."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens, self._place, self._deep = tokens, 0, 0

    def whole(self) -> Expression:
        found = self._any()
        if self._next.kind != _END:
            raise self._wrong("AND, OR or the end")
        return found

    @property
    def _next(self) -> _Token:
        return self._tokens[self._place]

    def _take(self) -> _Token:
        token = self._next
        self._place += 1
        return token

    def _any(self) -> Expression:
        return self._joined("OR", self._all, Some)

    def _all(self) -> Expression:
        return self._joined("AND", self._one, All)

    def _joined(self, word: str, part: Callable[[], Expression], kind: type[All] | type[Some]) -> Expression:
        parts = [part()]
        while self._next.kind == "word" and self._next.text == word:
            self._take()
            parts.append(part())
        flat = [inner for one in parts for inner in (one.parts if isinstance(one, kind) else (one,))]
        return flat[0] if len(flat) == 1 else kind(tuple(flat))

    def _one(self) -> Expression:
        if self._next.text == "(" and self._next.kind == "bracket":
            return self._bracket()
        if self._next.kind != "field":
            raise self._wrong("a field and a colon, such as status:2")
        field = self._take()
        return Has(field.text, self._value(), field.sign, field.at)

    def _bracket(self) -> Expression:
        opened = self._take()
        self._deep += 1
        if self._deep > DEEPEST:
            raise InvalidInput(_fault(f"Brackets stand {DEEPEST} deep at most", opened.at))
        found = self._any()
        if self._next.text != ")" or self._next.kind != "bracket":
            raise self._wrong(f"a bracket that closes the one at {opened.at}")
        self._take()
        self._deep -= 1
        return found

    def _value(self) -> Value:
        token = self._next
        if token.kind == "text":
            return self._take().text[1:-1].replace("''", "'")
        if token.kind == "number":
            return int(self._take().text)
        if token.kind == "word" and token.text in _BARE:
            return _BARE[self._take().text]
        raise self._wrong("a value: a number, true, false, null, me, now, or a text or date in single quotes")

    def _wrong(self, expected: str) -> InvalidInput:
        found = f"{self._next.text} stands there" if self._next.kind != _END else "the query ends"
        return InvalidInput(_fault(f"Expected {expected}, but {found}", self._next.at))
