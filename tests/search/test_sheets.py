"""Sheets say the same however often, in which order and in which drawers they are put together, and a word is found in its drawers."""

from collections import defaultdict
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.codec import pack, unpack
from chalicelib.search.leafing import Drawers, Page, Spoken
from chalicelib.search.sheets import (
    GONE,
    NOTED,
    OPENLY,
    TOP,
    Sheet,
    below,
    drawers,
    highest,
    many,
    mark,
    of_plain,
    parted,
    plain,
    sheet_of,
    stands,
    together,
    without,
)
from chalicelib.search.walk import Allowance, downward

WORDS = st.sampled_from(["lask", "lasku", "laskut", "keit", "vuot", "ü", "4711", "aino@asiakas.example", "invoic"])
SHEETS = st.lists(
    st.builds(
        sheet_of,
        st.integers(1, 60),
        st.integers(1, 9),
        st.dictionaries(st.sampled_from([NOTED, OPENLY, GONE]), st.frozensets(WORDS, max_size=4), min_size=1),
    ),
    max_size=25,
)


def tickets(sheets: list[Sheet], word: str) -> list[int]:
    """By hand: of each ticket the greatest mark decides."""
    marks: dict[int, int] = {}
    for sheet in sheets:
        for number, found in sheet.get(word, {}).items():
            marks[number] = max(found, marks.get(number, found))
    return sorted((number for number, found in marks.items() if found % 4 != GONE), reverse=True)


@given(SHEETS)
def test_a_sheet_is_read_as_it_was_stored(sheets: list[Sheet]) -> None:
    whole = together(sheets)
    assert of_plain(unpack(pack(plain(whole)), dict[str, list[int]])) == whole


@given(SHEETS, st.data())
def test_order_repetition_and_grouping_change_nothing(sheets: list[Sheet], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(sheets + sheets[:5]))
    cut = data.draw(st.integers(0, len(shuffled)))
    assert together([together(shuffled[:cut]), together(shuffled[cut:])]) == together(sheets)


@given(SHEETS)
def test_parted_among_drawers_nothing_is_lost_and_each_word_lies_on_its_way(sheets: list[Sheet]) -> None:
    whole, level = together(sheets), {TOP: together(sheets)}
    for depth in range(1, 4):
        level = {drawer: sheet for above, lying in level.items() for drawer, sheet in parted(lying, above).items()}
        assert together(level.values()) == whole
        assert all(drawers(word)[depth] == drawer for drawer, sheet in level.items() for word in sheet)


@given(SHEETS, st.data())
def test_a_word_is_found_wherever_its_sheets_lie(sheets: list[Sheet], data: st.DataObject) -> None:
    lying: dict[str, list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        for word, marks in sheet.items():
            lying[data.draw(st.sampled_from(drawers(word)))].append({word: marks})
    for each in lying.values():
        each.sort(key=highest, reverse=True)

    most = data.draw(st.integers(1, 3))

    def read(drawer: str, start: str, limit: int) -> Page:
        begun = int(start or 0)
        page, left = lying[drawer][begun : begun + most], lying[drawer][begun + most :]
        return Page(tuple(map(plain, page)), str(begun + most) if left else "", highest(page[-1]) if left else 0)

    for word in {word for sheet in sheets for word in sheet} | {"nobody"}:
        assert list(downward(Spoken(word, Drawers(read, Allowance(10_000))), 10**6)) == tickets(sheets, word)


def test_a_common_word_reads_a_page_of_the_last_drawer_however_much_lies_there() -> None:
    allowance, read = Allowance(100), list[str]()

    def page(drawer: str, start: str, limit: int) -> Page:
        read.append(drawer)
        if drawer != drawers("lask")[3]:
            return Page(())
        first = int(start or 1_000_000)
        lying = tuple(plain({"lask": {first - place * 100 - step: mark(1, OPENLY) for step in range(50)}}) for place in range(limit))
        return Page(lying, str(first - limit * 100), first - limit * 100)

    walk = downward(Spoken("lask", Drawers(page, allowance)), 10**9)
    assert [next(walk) for _ in range(300)][:3] == [1_000_000, 999_999, 999_998]
    assert (read, 100 - allowance.left) == (list(drawers("lask")), 4)


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ([(1, OPENLY)], True), ([(1, OPENLY), (2, GONE)], False), ([(2, GONE), (1, OPENLY)], False), ([(1, OPENLY), (1, GONE)], False),
        ([(1, GONE), (2, OPENLY)], True), ([(3, NOTED), (2, GONE)], True), ([(1, NOTED), (1, OPENLY)], True),
    ],
)  # fmt: skip
def test_what_was_told_for_the_latest_card_is_so(told: list[tuple[int, int]], found: bool) -> None:
    whole = together(sheet_of(7, version, {kind: ["lask"]}) for version, kind in told)
    assert stands(whole["lask"][7]) is found


def test_a_sheet_without_a_tickets_words_tells_the_others() -> None:
    sheet = together([sheet_of(7, 1, {OPENLY: ["aino", "lask"]}), sheet_of(8, 1, {OPENLY: ["lask"]})])
    assert without(sheet, 7, ["aino", "lask", "unknown"]) == {"lask": {8: mark(1, OPENLY)}}
    assert "aino" in sheet


def test_there_are_sixteen_drawers_below_each_but_the_last() -> None:
    first = below(TOP)
    last = [drawer for one in first for two in below(one) for drawer in below(two)]
    assert (len(first), len(set(last)), set(chain.from_iterable(map(below, last)))) == (16, 4096, set())
    assert [many(drawer) for drawer in (TOP, first[0], below(first[0])[0], last[0])] == [64, 16, 16, 0]


@pytest.mark.parametrize("forms", [("kahvinkeit", "kahvinkeitin"), ("lask", "lasku", "laskut"), ("fakt", "faktur", "fakturan")])
def test_forms_of_a_word_lie_in_the_same_drawers(forms: tuple[str, ...]) -> None:
    assert len({drawers(form) for form in forms}) == 1
