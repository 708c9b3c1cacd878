"""What stored tickets say: words as frequent as in a language, a few of each ticket's own, and how they lie in drawers.

A word's rank decides how many tickets say it (Zipf), and which ones they are is drawn from its name, so that the same
volume says the same each time. A busy desk is met half way: the drawers that are emptied now and then are half full.
"""

import hashlib
import math
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain

from chalicelib.search.sheets import BEGINNING, DEPTH, OPENLY, Sheet, depth_of, drawers, many, mark

COMMON, OFTEN, MOST = 20_000, 4.2, 0.5
# Order numbers, names and addresses.
OWN = 4
# How many sheets of the drawer above become one sheet of a drawer at this depth.
FOLDED = (1, 64, 64 * 16, 64 * 16 * 16)


Run = tuple[int, int]
"""First and last ticket."""


@dataclass
class Vocabulary:
    """The words of tickets 1 to `tickets`; all of them say `everywhere`."""

    tickets: int
    everywhere: str
    made: dict[str, tuple[Sheet, ...]] = field(default_factory=dict)

    def sheets(self, drawer: str) -> tuple[Sheet, ...]:
        """What lies in a drawer, each sheet of as many tickets as were put together, the newest in the drawers above."""
        if drawer not in self.made:
            runs = list(self._runs(depth_of(drawer)))
            self.made[drawer] = tuple(sheet for sheet in said_by(runs, drawer, self.everywhere) if sheet)
        return self.made[drawer]

    def _runs(self, depth: int) -> Iterator[Run]:
        newest = self.tickets
        for above in range(depth):
            newest -= FOLDED[above] * _half_full(above)
        size = FOLDED[depth]
        oldest = max(newest - size * _half_full(depth), 0) if depth < DEPTH else 0
        while newest > oldest:
            yield max(newest - size, oldest) + 1, newest
            newest -= size


def said_by(runs: Sequence[Run], drawer: str, everywhere: str) -> list[Sheet]:
    """A sheet for each of these runs of tickets that follow each other downward: what they say, as far as it lies in this drawer."""
    sheets: list[Sheet] = [{} for _ in runs]
    if runs:
        lowest, highest, size = runs[-1][0], runs[0][1], runs[0][1] - runs[0][0] + 1
        for word, number in chain(_common(drawer, lowest, highest), _own(drawer, lowest, highest, everywhere)):
            sheets[(highest - number) // size].setdefault(word, {})[number] = mark(1, OPENLY)
    return sheets


def _common(drawer: str, lowest: int, highest: int) -> Iterator[tuple[str, int]]:
    for word, share in _words().get(drawer, ()):
        yield from ((word, number) for number in _said(word, share, lowest, highest))


def _own(drawer: str, lowest: int, highest: int, everywhere: str) -> Iterator[tuple[str, int]]:
    """What only one ticket says, and what each does."""
    depth = depth_of(drawer)
    for number in range(lowest, highest + 1):
        if _drawer(everywhere, depth) == drawer:
            yield everywhere, number
        words = (f"{number * 7919 + place * 104_729:07d}" for place in range(OWN))
        yield from ((word, number) for word in words if _drawer(word[:BEGINNING], depth) == drawer)


def _half_full(depth: int) -> int:
    return many(f"W#{'0' * depth}" if depth else "W") // 2


@cache
def _words() -> dict[str, list[tuple[str, float]]]:
    """Words by each drawer that they can lie in, and which share of tickets says them."""
    found: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for rank in range(1, COMMON + 1):
        word = _named(rank)
        for drawer in drawers(word):
            found[drawer].append((word, min(MOST, OFTEN / rank)))
    return found


def _named(rank: int) -> str:
    """About seven letters, the frequent ones shorter."""
    digest = hashlib.sha256(str(rank).encode()).digest()
    return "".join("aeioulnstkmvrhpjydgb"[byte % 20] for byte in digest[: 4 + min(rank.bit_length() // 3, 5)])


@cache
def _drawer(beginning: str, depth: int) -> str:
    return drawers(beginning)[depth]


def _said(word: str, share: float, first: int, last: int) -> Iterator[int]:
    """Tickets of this run that say it: the gaps between them are as chance makes them."""
    drawn = random.Random(f"{word} {first}")  # no secret, and the same each time
    number = first - 1
    while True:
        number += int(math.log(1.0 - drawn.random()) / math.log(1.0 - share)) + 1
        if number > last:
            return
        yield number
