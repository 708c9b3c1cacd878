"""Looking for a word in its drawers, read no further than needed."""

from bisect import bisect_left
from collections.abc import Callable
from operator import neg

from chalicelib.search.sheets import DEPTH, Told, depth_of, drawers, marks_of, stands
from chalicelib.search.walk import Allowance
from chalicelib.values import dataclass

# Sheets a request by depth of the drawer: all of those that are emptied now and then, a few of the last, which never are.
AT_ONCE = (200, 64, 64)
FIRST_LAST, AT_ONCE_LAST = 8, 64


@dataclass(frozen=True, slots=True)
class Page:
    """Some sheets of a drawer, those with the highest tickets first; `place` is where the next page goes on, "" at the end.

    No sheet behind them tells of a ticket above `bound`.
    """

    sheets: tuple[Told, ...]
    place: str = ""
    bound: int = 0


Read = Callable[[str, str, int], Page]
"""A page of a drawer behind a place, of so many sheets at most."""


class Drawers:
    """The pages that one search has read, shared by all its words."""

    def __init__(self, read: Read, allowance: Allowance) -> None:
        self._read, self._allowance = read, allowance
        self._pages: dict[str, list[Page]] = {}

    def page(self, drawer: str, turn: int) -> Page:
        """Raises TooFarError."""
        pages = self._pages.setdefault(drawer, [])
        if turn == len(pages):
            self._allowance.take()
            pages.append(self._read(drawer, pages[-1].place if pages else "", _at_once(drawer, turn)))
        return pages[turn]


def _at_once(drawer: str, turn: int) -> int:
    if depth_of(drawer) < DEPTH:
        return AT_ONCE[depth_of(drawer)]
    return AT_ONCE_LAST if turn else FIRST_LAST


class Spoken:
    """The tickets that say a word, in falling order.

    From the first drawer down, because sheets move that way: whoever reads so meets each of them at least once.
    """

    def __init__(self, word: str, drawers_: Drawers) -> None:
        self._word, self._drawers = word, drawers_
        self._turns = dict.fromkeys(drawers(word), 0)
        # Before anything is read any ticket may come.
        self._bounds: dict[str, float] = dict.fromkeys(self._turns, float("inf"))
        self._marks: dict[int, int] = {}
        self._standing: list[int] = []

    def at_most(self, number: int) -> int:
        """The highest that is not above `number`; 0 for none. Raises TooFarError."""
        while True:
            edge = max(self._bounds.values())
            place = bisect_left(self._standing, -number, key=neg)
            found = self._standing[place] if place < len(self._standing) else 0
            if found > edge or not edge:
                return found
            self._turn(next(drawer for drawer, bound in self._bounds.items() if bound == edge))

    def _turn(self, drawer: str) -> None:
        page = self._drawers.page(drawer, self._turns[drawer])
        self._turns[drawer] += 1
        self._bounds[drawer] = page.bound if page.place else 0
        for sheet in page.sheets:
            for number, found in marks_of(sheet, self._word):
                self._marks[number] = max(found, self._marks.get(number, -1))
        self._standing = sorted((number for number, found in self._marks.items() if stands(found)), reverse=True)
