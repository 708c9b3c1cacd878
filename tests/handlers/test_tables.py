"""Lists as CSV: asked for by name, read by every spreadsheet as what was said, and calculated by none."""

import csv
import io
import json
import re
import unicodedata
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chalicelib.handlers.tables import MARK, prefers_csv, table
from tests.handlers.client import Client, basic

FORMULA = re.compile(r"[=@\t\r\n|]|[+\-](?![0-9.,]+$)")
LETTERS = st.sampled_from("=+-@|＝＋－＠｜⁺﹣,;\t\n\r\"' \u00a0\u200b\ufeff\u0338\u00b4a1é.{[")
HOSTILE = st.text(LETTERS | st.characters(exclude_categories=["Cs"]), max_size=12)
NUMBERS = st.integers(-(10**9), 10**9) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = HOSTILE | NUMBERS | st.none() | st.booleans() | st.lists(HOSTILE, max_size=2)
TABLES = st.lists(HOSTILE, min_size=1, max_size=4, unique=True).flatmap(
    lambda names: st.lists(st.fixed_dictionaries(dict.fromkeys(names, VALUES)), min_size=1, max_size=4)
)


def cells(text: str, separator: str) -> list[str]:
    return [cell for row in csv.reader(io.StringIO(text.removeprefix(MARK), newline=""), delimiter=separator) for cell in row]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@given(rows=TABLES)
@example(rows=[{"-1": -1, "b": "a;=1"}])
@example(rows=[{"a": 'x;"=1"', "b": '""=1', "c": ",\n=1", "d": -5}])
@example(rows=[{"a": "＝1", "b": "; ＠x", "c": "\u00a0=1", "d": "a\t=1"}])
def test_no_cell_of_any_reading_is_calculated(separator: str, rows: list[dict[str, Any]]) -> None:
    found = cells(table(rows), separator)
    assert [cell for cell in found if FORMULA.match(unicodedata.normalize("NFKC", cell).lstrip(' \ufeff\x00"'))] == []


@given(rows=TABLES)
def test_every_row_has_every_column(rows: list[dict[str, Any]]) -> None:
    found = list(csv.reader(io.StringIO(table(rows).removeprefix(MARK), newline="")))
    assert [len(row) for row in found] == [len(rows[0])] * (len(rows) + 1)


def test_values_keep_their_kinds_and_columns_their_order() -> None:
    rows = [
        {"id": 7, "subject": 'Say "hi", now', "tags": ["a", "b"], "due_by": None, "spam": False},
        {"id": 8, "subject": "Hei\nmoi", "amount": -1.5, "custom_fields": {"cf_a": "ä"}, "spam": True},
    ]
    assert table(rows) == (
        "\ufeffid,subject,tags,due_by,spam,amount,custom_fields\r\n"
        '7,"Say ""hi"", now","[""a"",""b""]",,false,,\r\n'
        '8,Hei moi,,,true,-1.5,"{""cf_a"":""ä""}"\r\n'
    )


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2+3", "'-2+3"),
        ("-2", "-2"),
        ("+358401234567", "+358401234567"),
        ("|calc", "'|calc"),
        ("\t=1", " '=1"),
        ("＝1", "'＝1"),
        ("a;=1", "a;'=1"),
        ("a, -b", "a, '-b"),
        ("a - b", "a - b"),
        ("aino@asiakas.example", "aino@asiakas.example"),
        ('"=1', "\"'=1"),
        ("%3D1+1", "%3D1+1"),
        ("\u200b=1", "\u200b'=1"),
    ],
)
def test_an_apostrophe_stands_before_what_would_be_calculated_and_nowhere_else(said: str, shown: str) -> None:
    assert list(csv.reader(io.StringIO(table([{"id": 1, "a": said}]).removeprefix(MARK), newline="")))[1] == ["1", shown]


def test_a_number_that_begins_a_line_is_safe_in_readings_with_other_separators() -> None:
    assert cells(table([{"id": -1, "a": 2}]), ";") == ["id,a", "'-1,2"]


def test_no_rows_are_an_empty_table_and_what_is_no_object_has_one_column() -> None:
    assert (table([]), table([1, "=2"])) == (MARK, f"{MARK}value\r\n1\r\n'=2\r\n")


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        ("", False),
        ("*/*", False),
        ("text/*", False),
        ("application/json", False),
        ("text/csv", True),
        ("Text/CSV; charset=utf-8", True),
        ("text/csv, */*", True),
        ("text/csv, */*;q=0.1", True),
        ("text/csv;q=0.5, */*", False),
        ("text/csv, application/json", True),
        ("application/json, text/csv", False),
        ("application/json;q=0.9, text/csv", True),
        ("text/csv;q=0.8, application/json;q=0.9", False),
        ("text/csv;q=0", False),
        ("text/csv;q=0.000, */*;q=0", False),
        ("text/csv;q=nonsense", True),
        ("application/*;q=0.9, text/csv", True),
    ],
)
def test_csv_is_given_to_who_names_it_before_json(accept: str, wanted: bool) -> None:
    assert prefers_csv(accept) is wanted


def test_a_list_comes_as_csv_and_nothing_else_does(api: Client) -> None:
    one = api.opened(subject="=cmd|' /C calc'!A1")
    asked = {"host": "api.example", "accept": "text/csv", **basic(api.key)}
    told = api.world.http("GET", "/api/v2/tickets", headers=asked)
    header, row = csv.reader(io.StringIO(told["body"].removeprefix(MARK), newline=""))
    shown = dict(zip(header, row, strict=True))
    assert (told["headers"]["Content-Type"], told["headers"]["Vary"]) == ("text/csv; charset=utf-8", "Accept")
    assert (shown["id"], shown["subject"], json.loads(shown["tags"])) == (str(one["id"]), "'=cmd|' /C calc'!A1", [])
    others = [api.world.http("GET", f"/api/v2/tickets/{number}", headers=asked) for number in (one["id"], 99)]
    assert [answer["headers"]["Content-Type"] for answer in others] == ["application/json"] * 2


def test_pages_of_csv_have_the_links_of_pages(api: Client) -> None:
    for _ in range(2):
        api.opened()
    told = api.world.http("GET", "/api/v2/tickets?per_page=1", headers={"host": "api.example", "accept": "text/csv", **basic(api.key)})
    assert (told["body"].count("\r\n"), 'rel="next"' in told["headers"]["Link"]) == (2, True)
