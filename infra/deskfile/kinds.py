"""What a field may hold: readers of single values and of records, lists and tables made of them."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from chalicelib.phone_plans import PLANS
from chalicelib.sla.calendar import Window
from infra.deskfile.faults import Faults, closest
from infra.deskfile.tree import Tree, below

MISSING: Any = object()
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}


class Kind(Protocol):
    """Reads a value, or reports why not and answers MISSING."""

    def read(self, tree: Tree, path: str, faults: Faults) -> Any: ...

    def fields(self, path: str) -> Iterator[str]:
        """The paths of every field that may stand below."""


@dataclass(frozen=True, slots=True)
class One:
    """A single value; `parse` raises ValueError with what is wrong with it."""

    parse: Callable[[str], Any]

    def read(self, tree: Tree, path: str, faults: Faults) -> Any:
        if not isinstance(tree, str):
            faults.add(path, f"expected a single value, found {named(tree)}")
            return MISSING
        try:
            return self.parse(tree)
        except ValueError as fault:
            faults.add(path, str(fault))
            return MISSING

    def fields(self, path: str) -> Iterator[str]:
        yield from ()


@dataclass(frozen=True, slots=True)
class Many:
    """A list of one kind; an item that cannot be read leaves MISSING in its place, so that indexes stay true."""

    item: Kind

    def read(self, tree: Tree, path: str, faults: Faults) -> Any:
        if not isinstance(tree, list):
            faults.add(path, f"expected a list, found {named(tree)}")
            return MISSING
        return [self.item.read(item, f"{path}[{index}]", faults) for index, item in enumerate(tree)]

    def fields(self, path: str) -> Iterator[str]:
        yield from self.item.fields(f"{path}[]")


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping whose keys the operator chooses; `key` reads each of them, `called` names them in the reference."""

    called: str
    key: Callable[[str], Any]
    item: Kind

    def read(self, tree: Tree, path: str, faults: Faults) -> Any:
        if not isinstance(tree, dict):
            faults.add(path, f"expected {self.called}: value, found {named(tree)}")
            return MISSING
        good = {name: item for name, item in tree.items() if self._good(name, path, faults)}
        return _readable({name: self.item.read(item, below(path, name), faults) for name, item in good.items()})

    def _good(self, name: str, path: str, faults: Faults) -> bool:
        try:
            self.key(name)
        except ValueError as fault:
            faults.add(below(path, name), str(fault))
            return False
        return True

    def fields(self, path: str) -> Iterator[str]:
        yield from self.item.fields(below(path, f"<{self.called}>"))


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with fixed fields; those in `needed` must be there."""

    shape: Mapping[str, Kind]
    needed: frozenset[str] = field(default_factory=frozenset)

    def read(self, tree: Tree, path: str, faults: Faults) -> Any:
        if not isinstance(tree, dict):
            faults.add(path, f"expected fields, found {named(tree)}")
            return MISSING
        for name in tree.keys() - self.shape.keys():
            faults.add(below(path, name), f"unknown field{closest(name, self.shape.keys())}")
        for name in sorted(self.needed - tree.keys()):
            faults.add(path, f"needs the field {name}")
        return _readable({name: kind.read(tree[name], below(path, name), faults) for name, kind in self.shape.items() if name in tree})

    def fields(self, path: str) -> Iterator[str]:
        for name, kind in self.shape.items():
            yield below(path, name)
            yield from kind.fields(below(path, name))


def entries(holder: Mapping[str, Any], path: str, name: str) -> Iterator[tuple[str, Any]]:
    """Each readable item of the list `name`, with its path."""
    for index, item in enumerate(holder.get(name, ())):
        if item is not MISSING:
            yield f"{below(path, name)}[{index}]", item


def _readable(found: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in found.items() if value is not MISSING}


def named(tree: Tree) -> str:
    if tree is None:
        return "nothing"
    return {dict: "fields", list: "a list", str: f'the text "{tree}"'}[type(tree)]


def text(word: str) -> str:
    if not word.strip():
        raise ValueError("must not be empty")
    return word.strip() if "\n" not in word.strip() else word.rstrip()


def mail(word: str) -> str:
    """In lower case: mail addresses are compared without regard to it."""
    if not re.fullmatch(r"[^@\s<>]+@[^@\s<>.]+(\.[^@\s<>.]+)+", word):
        raise ValueError(f'"{word}" is not a mail address')
    return word.lower()


def domain(word: str) -> str:
    if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", word.lower()):
        raise ValueError(f'"{word}" is not a domain (like tukku.example)')
    return word.lower()


def country(word: str) -> str:
    if word not in PLANS:
        raise ValueError(f'"{word}" is not a country by its two capital letters (FI, SE, DE)')
    return word


def language(word: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}", word):
        raise ValueError(f'"{word}" is not a language code (two or three small letters: fi, sv, en)')
    return word


def number(low: int, high: int | None = None) -> Callable[[str], int]:
    """Whole numbers from `low` to `high`."""
    span = f"from {low} to {high}" if high is not None else f"{low} or more"

    def parse(word: str) -> int:
        if not re.fullmatch(r"-?\d+", word) or not low <= int(word) or (high is not None and int(word) > high):
            raise ValueError(f'expected a whole number, {span}, found "{word}"')
        return int(word)

    return parse


def percent(word: str) -> int:
    match = re.fullmatch(r"(\d{1,4})\s*%?", word)
    if not match or not 1 <= int(match[1]) <= 100:
        raise ValueError(f'expected a percentage from 1% to 100%, found "{word}"')
    return int(match[1])


def switch(word: str) -> bool:
    if word not in ("true", "false"):
        raise ValueError(f'expected true or false, found "{word}"')
    return word == "true"


def one_of(*words: str) -> Callable[[str], str]:
    def parse(word: str) -> str:
        if word not in words:
            raise ValueError(f'expected one of {", ".join(words)}, found "{word}"{closest(word, words)}')
        return word

    return parse


def duration(units: str, least: int = 1) -> Callable[[str], int]:
    """Seconds of a duration like 90s, 15m or 4h; `units` are the letters allowed."""
    example = ", ".join(sample for sample in ("30s", "15m", "4h", "2d", "1w") if sample[-1] in units)

    def parse(word: str) -> int:
        match = re.fullmatch(rf"(-?\d+)([{units}])", word)
        if match:
            seconds = int(match[1]) * UNITS[match[2]]
            if seconds < least:
                raise ValueError(f'must be {"0 or more" if least == 0 else "more than 0"}, found "{word}"')
            return seconds
        if re.fullmatch(r"-?\d+[dw]", word):
            raise ValueError(f'"{word}" is unclear in working time: write hours, minutes or seconds ({example})')
        raise ValueError(f'expected a duration like {example}, found "{word}"')

    return parse


def window(word: str) -> Window:
    match = re.fullmatch(r"(\d\d):(\d\d)\s*[-–]\s*(\d\d):(\d\d)", word)
    if not match:
        raise ValueError(f'expected opening hours like 08:00-12:00, found "{word}"')
    start, end = (int(match[1]), int(match[2])), (int(match[3]), int(match[4]))
    if max(start[1], end[1]) > 59 or max(start, end) > (24, 0) or start == (24, 0):
        raise ValueError(f'"{word}" is not a time of day')
    if end <= start:
        raise ValueError(f'"{word}" ends before it starts (give hours past midnight to the next day)')
    return Window(time(*start), time(end[0] % 24, end[1]))


def day(word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError as fault:
        raise ValueError(f'expected a date like 2026-12-24, found "{word}"') from fault


def time_zone(word: str) -> str:
    try:
        ZoneInfo(word)
    except (ZoneInfoNotFoundError, ValueError, OSError) as fault:
        raise ValueError(f'there is no time zone "{word}" (like Europe/Helsinki)') from fault
    return word
