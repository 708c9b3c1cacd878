"""Sheets: which tickets say which words, as far as one row of the table tells, and the drawers they lie in.

A new sheet lies in the first drawer. When there are many in a drawer they are put together and parted among the sixteen
drawers below it, each word by its beginning, so that a word is looked for in four drawers however many tickets there are.
Of two sheets that tell of the same word of the same ticket the greater mark is right, so it does not matter in which
order, how often or in which drawer they are put together.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping

Sheet = dict[str, dict[int, int]]
"""By word the tickets that a mark is known of."""
Told = dict[str, list[int]]
"""A sheet as it is stored."""

# What a mark says besides the version of the card that it was written for; the greater is right among those of one version.
NOTED, OPENLY, GONE = 0, 1, 2
KINDS = 4
TOP = "W"
DEPTH = 3
# Forms of one word begin alike, so they are mostly found in the same drawers.
BEGINNING = 4
DIGITS = "0123456789abcdef"
# So many sheets in a drawer are put together; the first drawer's are small, one for each message.
MANY_ON_TOP, MANY = 64, 16


def mark(version: int, kind: int) -> int:
    return version * KINDS + kind


def stands(found: int) -> bool:
    return found % KINDS != GONE


def sheet_of(number: int, version: int, kinds: Mapping[int, Iterable[str]]) -> Sheet:
    """What one change of a ticket's card says, its words by kind; a word of two kinds has the greater."""
    marked = {word: mark(version, kind) for kind in sorted(kinds) for word in kinds[kind]}
    return {word: {number: found} for word, found in marked.items()}


def together(sheets: Iterable[Sheet]) -> Sheet:
    """What they say as one."""
    whole: Sheet = {}
    for sheet in sheets:
        for word, tickets in sheet.items():
            known = whole.setdefault(word, {})
            for number, found in tickets.items():
                known[number] = max(found, known.get(number, -1))
    return whole


def without(sheet: Sheet, number: int, words: Iterable[str]) -> Sheet:
    """The sheet as if it had never been told these words of that ticket."""
    left = {word: dict(tickets) for word, tickets in sheet.items()}
    for word in words:
        left.get(word, {}).pop(number, None)
    return {word: tickets for word, tickets in left.items() if tickets}


def highest(sheet: Sheet) -> int:
    return max((number for tickets in sheet.values() for number in tickets), default=0)


def drawers(word: str) -> tuple[str, ...]:
    """Where a word can lie, from the first drawer down."""
    digits = hashlib.sha256(word[:BEGINNING].encode()).hexdigest()[:DEPTH]
    return (TOP, *(f"{TOP}#{digits[:depth]}" for depth in range(1, DEPTH + 1)))


def depth_of(drawer: str) -> int:
    return len(drawer.partition("#")[2])


def below(drawer: str) -> tuple[str, ...]:
    """The drawers that its sheets are parted among; none below the last ones."""
    if depth_of(drawer) == DEPTH:
        return ()
    begun = drawer if "#" in drawer else f"{TOP}#"
    return tuple(f"{begun}{digit}" for digit in DIGITS)


def parted(sheet: Sheet, drawer: str) -> dict[str, Sheet]:
    """What goes into each drawer below this one."""
    depth, found = depth_of(drawer) + 1, dict[str, Sheet]()
    for word, tickets in sheet.items():
        found.setdefault(drawers(word)[depth], {})[word] = tickets
    return found


def many(drawer: str) -> int:
    """From how many sheets on they are put together; never in the last drawers."""
    if drawer == TOP:
        return MANY_ON_TOP
    return MANY if depth_of(drawer) < DEPTH else 0


def plain(sheet: Sheet) -> Told:
    """As it is stored: tickets in falling order, each as the difference to the one before, with its mark."""
    told: Told = {}
    for word in sorted(sheet):
        flat, before = list[int](), 0
        for number, found in sorted(sheet[word].items(), reverse=True):
            flat += [number if not before else before - number, found]
            before = number
        told[word] = flat
    return told


def of_plain(told: Told) -> Sheet:
    """What `plain` was given."""
    return {word: dict(marks_of(told, word)) for word in told}


def marks_of(told: Told, word: str) -> Iterator[tuple[int, int]]:
    """Tickets and marks of one word of what `plain` was given, without reading the others."""
    flat, number = told.get(word, ()), 0
    for step, found in zip(flat[::2], flat[1::2], strict=True):
        number = number - step if number else step
        yield number, found
