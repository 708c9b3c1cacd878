"""What stored tickets say is as much as people say, the same each time, and lies where it would have come to lie."""

from itertools import chain

import pytest

from bench.vocabulary import FOLDED, OWN, Vocabulary
from chalicelib.search.sheets import TOP, below, drawers, many, together

EVERYWHERE = "kahvinkeit"
ALL = (TOP, *below(TOP), *chain.from_iterable(map(below, below(TOP))))


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary(300, EVERYWHERE)


def test_a_ticket_says_about_fifty_words_four_of_them_its_own(vocabulary: Vocabulary) -> None:
    whole = together(sheet for drawer in ALL[:17] for sheet in vocabulary.sheets(drawer))
    said = [sum(number in tickets for tickets in whole.values()) for number in range(1, 301)]
    assert 35 <= sum(said) / len(said) <= 60
    assert sum(len(tickets) == 1 and word.isdigit() for word, tickets in whole.items()) == OWN * 300


def test_every_ticket_lies_in_one_drawer_of_each_of_its_words(vocabulary: Vocabulary) -> None:
    runs = [(drawer, set(sheet[EVERYWHERE])) for drawer in drawers(EVERYWHERE) for sheet in vocabulary.sheets(drawer)]
    assert sorted(chain.from_iterable(tickets for _, tickets in runs)) == list(range(1, 301))
    assert max(runs[0][1]) == 300
    for drawer in ALL[:17]:
        for sheet in vocabulary.sheets(drawer):
            assert all(drawer in drawers(word) for word in sheet)


def test_drawers_that_are_emptied_are_half_full() -> None:
    large = Vocabulary(100_000, EVERYWHERE)
    first, second, third, last = drawers(EVERYWHERE)
    assert [len(large.sheets(drawer)) for drawer in (first, second, third)] == [many(one) // 2 for one in (first, second, third)]
    above = sum(FOLDED[depth] * many(one) // 2 for depth, one in enumerate((first, second, third)))
    assert len(large.sheets(last)) == -(-(100_000 - above) // FOLDED[3])


def test_the_same_volume_says_the_same(vocabulary: Vocabulary) -> None:
    assert Vocabulary(300, EVERYWHERE).sheets(TOP) == vocabulary.sheets(TOP)
