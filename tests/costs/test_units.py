"""Capacity units by the documented rules; the bench compares them with an emulator that reports them."""

from typing import Any

import pytest

from chalicelib.costs.units import Index, Table, item_size, query_units, read_units, refused_units, write_units

LINE = Index("line", ("line_pk", "line_sk"), ("row",))
TICKETS = Table(("pk", "sk"), (LINE, Index("agenda", ("agenda_pk", "agenda_sk"))))
KEY: dict[str, Any] = {"pk": {"S": "T#1"}, "sk": {"S": "VIEW"}}
IN_LINE = {"line_pk": {"S": "A#1"}, "line_sk": {"S": "7"}, "row": {"B": b"x" * 300}}
DUE = {"agenda_pk": {"S": "AG#1"}, "agenda_sk": {"S": "2026"}}


def text(size: int) -> dict[str, Any]:
    return {"body": {"S": "a" * size}}


@pytest.mark.parametrize(
    ("value", "size"),
    [
        ({"S": "äö"}, 4), ({"B": b"abc"}, 3), ({"N": "0"}, 1), ({"N": "7"}, 2), ({"N": "-7"}, 3), ({"N": "1796112000"}, 5),
        ({"BOOL": True}, 1), ({"NULL": True}, 1), ({"SS": ["ab", "c"]}, 3), ({"L": [{"S": "ab"}, {"N": "1"}]}, 9),
        ({"M": {"ab": {"S": "c"}}}, 7),
    ],
)  # fmt: skip
def test_an_item_has_the_bytes_of_its_names_and_values(value: dict[str, Any], size: int) -> None:
    assert item_size({"n": value}) == 1 + size


@pytest.mark.parametrize(
    ("before", "after", "units"),
    [
        (None, KEY, 1), (None, KEY | text(1500), 2), (KEY | text(3000), KEY, 3), (KEY, None, 1),
        (None, KEY | IN_LINE, 2), (None, KEY | IN_LINE | DUE, 3), (KEY | IN_LINE, KEY | IN_LINE, 1), (KEY | IN_LINE, KEY, 2),
        (KEY | IN_LINE, KEY | IN_LINE | {"row": {"B": b"y"}}, 2), (KEY | IN_LINE, KEY | IN_LINE | {"line_sk": {"S": "8"}}, 3),
        (KEY | IN_LINE, KEY | IN_LINE | text(10), 1), (KEY | DUE, KEY | DUE | {"agenda_sk": {"S": "2027"}}, 3),
    ],
)  # fmt: skip
def test_a_write_pays_for_the_item_and_for_each_index_that_changes(before: Any, after: Any, units: float) -> None:
    assert write_units(TICKETS, before, after) == units


def test_an_index_of_everything_is_as_large_as_the_item() -> None:
    people = Table(("pk", "sk"), (Index("kind", ("line_pk", "line_sk"), None),))
    assert write_units(people, None, KEY | IN_LINE | text(1500)) == 4


def test_a_refused_write_pays_for_what_stood_in_its_way() -> None:
    assert (refused_units(None), refused_units(KEY | text(2500))) == (1, 3)


def test_single_reads_are_rounded_up_each_and_a_page_once() -> None:
    assert read_units([0, 10, 5000], consistent=True) == 4
    assert read_units([0, 10, 5000], consistent=False) == 2
    assert query_units([text(1500)] * 5, consistent=True) == 2
    assert query_units([], consistent=False) == 0.5
