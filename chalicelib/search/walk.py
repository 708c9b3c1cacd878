"""Walking lists of numbers downward together: each list says its next number at or below one, so nobody reads what cannot match."""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

FIRST_PAGE = 100
LARGEST_PAGE = 400
# With the first two pages of a list that matches throughout, all that is ever counted (300) is known, and that there is more.
SPARE = 10

Read = Callable[[str, int, int], list[int]]
"""Numbers under a term at or below one, highest first, as many as asked for or all there are."""


class TooFarError(Exception):
    """The requests that one search may make are used up."""


class Allowance:
    """How many requests are left."""

    def __init__(self, requests: int) -> None:
        self.left, self.is_cut = requests, False

    def take(self) -> None:
        if self.left <= 0:
            raise TooFarError
        self.left -= 1


class Numbers(Protocol):
    """Numbers in falling order."""

    def at_most(self, number: int) -> int:
        """The highest that is not above `number`; 0 for none. Asked with ever lower numbers."""


class Postings:
    """One list of the index, read page by page as far as it is asked."""

    def __init__(self, term: str, read: Read, allowance: Allowance) -> None:
        self._term, self._read, self._allowance = term, read, allowance
        self._page: Sequence[int] = ()
        self._place, self._size, self._ended = 0, FIRST_PAGE, False

    def at_most(self, number: int) -> int:
        while True:
            while self._place < len(self._page):
                if self._page[self._place] <= number:
                    return self._page[self._place]
                self._place += 1
            if self._ended or number <= 0:
                return 0
            self._turn(number)

    def _turn(self, number: int) -> None:
        self._allowance.take()
        goes_on = bool(self._page) and number >= self._page[-1] - 1
        self._size = min(self._size * 2 + SPARE, LARGEST_PAGE) if goes_on else FIRST_PAGE
        below = min(number, self._page[-1] - 1) if self._page else number
        self._page, self._place = self._read(self._term, below, self._size), 0
        self._ended = len(self._page) < self._size


class Every:
    """All numbers that were given."""

    def __init__(self, newest: int) -> None:
        self._newest = newest

    def at_most(self, number: int) -> int:
        return min(number, self._newest)


class Known:
    """Numbers that are at hand."""

    def __init__(self, numbers: Sequence[int]) -> None:
        self._numbers, self._place = sorted(set(numbers), reverse=True), 0

    def at_most(self, number: int) -> int:
        while self._place < len(self._numbers) and self._numbers[self._place] > number:
            self._place += 1
        return self._numbers[self._place] if self._place < len(self._numbers) else 0


class AnyOf:
    """What stands in at least one."""

    def __init__(self, lists: Sequence[Numbers]) -> None:
        self._lists = lists

    def at_most(self, number: int) -> int:
        return max(one.at_most(number) for one in self._lists)


class AllOf:
    """What stands in every one: each leaps to where the others are."""

    def __init__(self, lists: Sequence[Numbers]) -> None:
        self._lists = lists

    def at_most(self, number: int) -> int:
        while number > 0:
            reached = number
            for one in self._lists:
                reached = one.at_most(reached)
            if reached == number:
                return number
            number = reached
        return 0


class Within:
    """Of a list only the numbers from `low` to `high`."""

    def __init__(self, numbers: Numbers, low: int, high: int) -> None:
        self._numbers, self._low, self._high = numbers, low, high

    def at_most(self, number: int) -> int:
        found = self._numbers.at_most(min(number, self._high))
        return found if found >= self._low else 0


def downward(numbers: Numbers, start: int) -> Iterator[int]:
    """All of them from `start` on."""
    found = numbers.at_most(start)
    while found:
        yield found
        found = numbers.at_most(found - 1)
