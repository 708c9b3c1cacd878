"""How much of what it should find a search finds, and how much else: measured on messages and queries of ours."""

from collections import defaultdict
from collections.abc import Iterator

import pytest

from chalicelib.desk.model import Desk
from chalicelib.search.fields import words
from chalicelib.search.literals import Terms
from chalicelib.search.stems import key_of
from chalicelib.search.terms import language_of, word_term
from chalicelib.search.walk import AllOf, Allowance, AnyOf, Postings, downward
from chalicelib.search.words import words_of
from tests.search.corpus import MESSAGES, QUERIES

DESK = Desk("shop", language="fi", languages=("fi", "sv", "en"))


@pytest.fixture(scope="module")
def lists() -> dict[str, list[int]]:
    """The index of all messages, by the same rules as the real one."""
    found: dict[str, set[int]] = defaultdict(set)
    for number, (_, subject, text) in enumerate(MESSAGES, 1):
        for part in (subject, text):
            spoken = language_of(part, language_of(text, "", DESK), DESK)
            for word in words_of(part):
                found[word_term(key_of(word, spoken))].add(number)
    return {term: sorted(numbers, reverse=True) for term, numbers in found.items()}


def search(lists: dict[str, list[int]], text: str) -> set[int]:
    def read(term: str, at_most: int, limit: int) -> list[int]:
        return [number for number in lists.get(term, ()) if number <= at_most][:limit]

    allowance = Allowance(1_000)
    asked = [literal.terms for literal in words(text, DESK) if isinstance(literal, Terms)]
    return set(downward(AllOf([AnyOf([Postings(term, read, allowance) for term in terms]) for terms in asked]), 10**6))


def missed(lists: dict[str, list[int]]) -> Iterator[tuple[str, set[int], set[int]]]:
    for text, expected in QUERIES:
        found = search(lists, text)
        if found != expected:
            yield text, set(expected) - found, found - set(expected)


def test_the_corpus_is_as_large_as_it_says() -> None:
    assert len(MESSAGES) >= 60
    assert len(QUERIES) >= 50
    assert {language for language, _, _ in MESSAGES} == {"fi", "sv", "en"}


def test_nine_of_ten_that_should_be_found_are_found_and_nine_of_ten_found_should_be(lists: dict[str, list[int]]) -> None:
    hits = sum(len(search(lists, text) & expected) for text, expected in QUERIES)
    wanted, found = sum(len(expected) for _, expected in QUERIES), sum(len(search(lists, text)) for text, _ in QUERIES)
    recall, precision = hits / wanted, hits / found
    told = "\n".join(f"{text}: lacks {sorted(lacks)}, has {sorted(more)} too" for text, lacks, more in missed(lists))
    assert recall >= 0.9, f"recall {recall:.3f}\n{told}"
    assert precision >= 0.9, f"precision {precision:.3f}\n{told}"


def test_without_stems_most_would_be_missed(lists: dict[str, list[int]]) -> None:
    """The corpus asks for other forms indeed: the words as they are written find less than half."""
    plain: dict[str, set[int]] = defaultdict(set)
    for number, (_, subject, text) in enumerate(MESSAGES, 1):
        for word in words_of(f"{subject} {text}"):
            plain[word].add(number)
    hits = sum(len(set.intersection(*(plain[word] for word in words_of(text))) & expected) for text, expected in QUERIES)
    assert hits / sum(len(expected) for _, expected in QUERIES) < 0.5
