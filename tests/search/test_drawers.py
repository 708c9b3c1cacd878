"""Words in their drawers: found before, while and after sheets are put together, whatever is cut off, repeated or done twice at once."""

import random
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

from chalicelib.codec import unpack
from chalicelib.errors import Unavailable
from chalicelib.search import actions as search
from chalicelib.search.sheets import GONE, OPENLY, TOP, Sheet, below, drawers, many, of_plain, parted, sheet_of, stands, together
from chalicelib.search.terms import word_term
from chalicelib.settings import settings
from chalicelib.storage import search as rows
from chalicelib.storage.rows import shared_connection
from tests.world import client

WORDS = [f"sana{number:02d}" for number in range(40)] + ["lask", "lasku", "keit"]


class CutOffError(Exception):
    """The process was killed."""


def scanned() -> list[dict[str, Any]]:
    pages = client("dynamodb").get_paginator("scan").paginate(TableName=settings().search_table)
    return [row for page in pages for row in page["Items"] if "w" in row]


def sheet(row: dict[str, Any]) -> Sheet:
    return of_plain(unpack(row["w"]["B"], dict[str, list[int]]))


def told() -> Sheet:
    return together(map(sheet, scanned()))


def fill(first: int, count: int) -> None:
    """Sheets of so many tickets, each with some words."""
    for number in range(first, first + count):
        drawn = random.Random(number)
        rows.put_sheets({TOP: sheet_of(number, 1, {OPENLY: drawn.sample(WORDS, 5)})})


def found(word: str) -> list[int]:
    return rows.read_list(word_term(word), 10**15, 10_000)


def expected(word: str, last: int) -> list[int]:
    return [number for number in range(last, 0, -1) if word in random.Random(number).sample(WORDS, 5)]


def test_few_sheets_are_left_where_they_are(tables: None) -> None:
    fill(1, many(TOP) - 1)
    search.put_together(TOP, wait=0)
    assert {row["pk"]["S"] for row in scanned()} == {TOP}


def test_many_sheets_become_one_in_each_drawer_below_and_say_the_same(tables: None) -> None:
    fill(1, many(TOP))
    before = told()
    search.put_together(TOP, wait=0)
    assert told() == before
    lying = [row["pk"]["S"] for row in scanned()]
    assert (set(lying) <= set(below(TOP)), len(lying)) == (True, len(set(lying)))
    assert {word: found(word) for word in WORDS} == {word: expected(word, many(TOP)) for word in WORDS}


def test_after_a_thousand_messages_no_drawer_but_the_last_holds_many(tables: None) -> None:
    for round_ in range(20):
        fill(1 + round_ * 64, 64)
        search.put_together(TOP, wait=0)
    held: dict[str, int] = {}
    for row in scanned():
        held[row["pk"]["S"]] = held.get(row["pk"]["S"], 0) + 1
    assert any(len(drawer) == len("W#00") for drawer in held)
    assert max(count for drawer, count in held.items() if many(drawer)) <= 5 * 16
    assert {word: found(word) for word in WORDS} == {word: expected(word, 64 * 20) for word in WORDS}


@contextmanager
def cut_off_after(requests: int) -> Iterator[None]:
    """The process is killed before the request behind so many."""
    events, left = shared_connection().client.meta.events, [requests]

    def count(**_: Any) -> None:
        if left[0] == 0:
            raise CutOffError
        left[0] -= 1

    events.register("before-call.dynamodb", count)
    try:
        yield
    finally:
        events.unregister("before-call.dynamodb", count)


def test_cut_off_between_any_two_requests_nothing_is_lost_and_the_next_one_goes_on(tables: None) -> None:
    fill(1, many(TOP))
    whole, cuts = told(), 0
    while True:
        try:
            with cut_off_after(cuts):
                search.put_together(TOP, wait=0)
            break
        except CutOffError:
            cuts += 1
            assert told() == whole
            assert found("lask") == expected("lask", many(TOP))
    assert cuts >= 4
    assert len(rows.lying(TOP)) < many(TOP)
    assert told() == whole


def test_two_who_put_together_at_once_leave_what_one_leaves(tables: None) -> None:
    fill(1, many(TOP))
    whole, real = told(), rows.put_sheets

    def slower(sheets: Mapping[str, Sheet], by: str = "") -> dict[str, str]:
        rows.put_sheets = real
        search.put_together(TOP, wait=0)
        fill(many(TOP) + 1, 3)
        return real(sheets, by)

    rows.put_sheets = slower  # the only way to come between two requests of one run
    try:
        search.put_together(TOP, wait=0)
    finally:
        rows.put_sheets = real
    assert {word: {number for number in marks if number <= many(TOP)} for word, marks in told().items()} == {
        word: set(marks) for word, marks in whole.items()
    }
    assert len(rows.lying(TOP)) == 3


@pytest.mark.parametrize("moment", ["put_sheets", "settle"])
def test_what_was_erased_while_its_sheets_were_put_together_is_in_none_of_them(tables: None, moment: str) -> None:
    fill(1, many(TOP))
    first, real = found("lask")[0], getattr(rows, moment)

    def erasing(*given: Any, **more: Any) -> Any:
        setattr(rows, moment, real)
        search._forget(first, {"lask"})
        return real(*given, **more)

    setattr(rows, moment, erasing)  # the only way to come between two requests of one run
    try:
        search.put_together(TOP, wait=0)
    finally:
        setattr(rows, moment, real)
    assert first not in told()["lask"]
    assert found("lask") == expected("lask", many(TOP))[1:]
    search.put_together(TOP, wait=0)
    assert (rows.lying(TOP), found("lask"), first in told()["lask"]) == ([], expected("lask", many(TOP))[1:], False)


def test_whoever_cannot_see_what_became_of_what_they_read_takes_back_what_they_made_of_it(tables: None) -> None:
    fill(1, many(TOP))
    whole, real = told(), rows.settle

    def refused(seconds: float) -> None:
        raise Unavailable("throttled")

    rows.settle = refused  # the only way to come between two requests of one run
    try:
        with pytest.raises(Unavailable):
            search.put_together(TOP, wait=0)
    finally:
        rows.settle = real
    assert ({row["pk"]["S"] for row in scanned()}, told()) == ({TOP}, whole)


@pytest.mark.parametrize("other", [(2, {"lask"}), (1, {"lask"}), (1, {"keit"})])
def test_of_two_who_erase_at_once_neither_brings_back_what_the_other_took(tables: None, other: tuple[int, set[str]]) -> None:
    said = together([sheet_of(number, 1, {OPENLY: ["keit", "lask", "vuot"]}) for number in (1, 2, 3)])
    rows.put_sheets({TOP: said, **parted(said, TOP)})
    real = rows.put_sheets

    def slower(sheets: Mapping[str, Sheet], by: str = "") -> dict[str, str]:
        rows.put_sheets = real
        search._forget(*other)
        return real(sheets, by)

    rows.put_sheets = slower  # the only way to come between two requests of one run
    try:
        search._forget(1, {"lask"})
    finally:
        rows.put_sheets = real
    gone = {(1, "lask"), *((other[0], word) for word in other[1])}
    everything = {(number, word) for number in (1, 2, 3) for word in ("keit", "lask", "vuot")}
    for left in (told(), together(one.sheet for one in rows.lying(TOP))):
        assert {(number, word) for word, tickets in left.items() for number in tickets} == everything - gone


def test_a_sheet_that_came_in_between_is_not_taken_away(tables: None) -> None:
    fill(1, many(TOP))
    real = rows.take_sheets

    def later(places: Iterable[tuple[str, str]]) -> None:
        rows.take_sheets = real
        fill(500, 1)
        real(places)

    rows.take_sheets = later  # the only way to come between two requests of one run
    try:
        search.put_together(TOP, wait=0)
    finally:
        rows.take_sheets = real
    assert [one.sheet for one in rows.lying(TOP)] == [sheet_of(500, 1, {OPENLY: random.Random(500).sample(WORDS, 5)})]


def test_what_went_is_not_found_wherever_what_was_said_lies(tables: None) -> None:
    fill(1, many(TOP))
    search.put_together(TOP, wait=0)
    first = found("lask")[0]
    rows.put_sheets({TOP: sheet_of(first, 2, {GONE: ["lask"]})})
    assert found("lask") == expected("lask", many(TOP))[1:]
    rows.put_sheets({TOP: sheet_of(first, 1, {OPENLY: ["lask"]})})
    assert found("lask") == expected("lask", many(TOP))[1:]
    rows.put_sheets({TOP: sheet_of(first, 3, {OPENLY: ["lask"]})})
    assert found("lask") == expected("lask", many(TOP))


def test_of_very_large_sheets_only_some_are_put_together_at_once(tables: None) -> None:
    drawn = random.Random(1)
    large = ["".join(drawn.choices("abcdefghijklmnop", k=30)) for _ in range(9_000)]
    for number in range(3):
        rows.put_sheets({TOP: sheet_of(number + 1, 1, {OPENLY: large[number * 3_000 :][:3_000]})})
    while rows.lying(TOP) and sum(one.size for one in rows.lying(TOP)) > rows.MOST_BYTES:
        search.put_together(TOP, wait=0)
    assert set(told()) == set(large)
    assert len(rows.lying(TOP)) < 3


def test_every_word_of_a_drawer_is_where_it_is_looked_for(tables: None) -> None:
    fill(1, many(TOP) * 3)
    search.put_together(TOP, wait=0)
    for row in scanned():
        assert all(row["pk"]["S"] in drawers(word) for word in sheet(row))
    assert all(stands(found) for tickets in told().values() for found in tickets.values())
