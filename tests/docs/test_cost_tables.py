"""The worked tables of docs/algorithms/costs.md, run as they are printed."""

from decimal import Decimal
from fractions import Fraction

import pytest

from chalicelib.costs import foresight, tariff
from chalicelib.costs.bill import bill, dollars
from chalicelib.costs.parts import Part, Work
from chalicelib.costs.tariff import LINES
from chalicelib.outside.pricelist import prices
from tests.docs.tables import DOCS, table

DOCUMENT = "algorithms/costs.md"
A_MAIL = Part(
    Work.INBOUND, 2,
    {"write_units": 9, "half_read_units": 6, "s3:GetObject": 1, "mails_in": 1, "megabyte_ms": 22 * 512, "dynamodb:PutItem": 4},
)  # fmt: skip
Row = dict[str, str]


def rows(first_column: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("row", table(DOCUMENT, first_column), ids=lambda row: " · ".join(row.values()))


def named(found: dict[str, Fraction]) -> str:
    return ", ".join(f"{LINES[line][0]} {quantity}" for line, quantity in found.items())


@rows("work")
def test_what_comes_with_a_piece_of_work(row: Row) -> None:
    found = tariff.quantities([Part(Work[row["work"].upper()], 1)])
    found.pop("logs", None)
    assert named(found) == row["a piece pays, divided by the pieces of its invocation"]


def test_every_kind_of_work_is_listed() -> None:
    assert [row["work"] for row in table(DOCUMENT, "work")] == [work.name.lower() for work in Work]


def test_what_is_counted_goes_on_these_lines() -> None:
    listed = {row["counted"]: row["on the bill"] for row in table(DOCUMENT, "counted")}
    assert listed == {name: ", ".join(f"{LINES[line][0]} {each}" for line, each in charges) for name, charges in tariff.CHARGES.items()}


def test_a_mail_opens_a_ticket() -> None:
    (section,) = bill([A_MAIL], prices()).sections
    told = [(line.what, line.quantity, line.price.each, dollars(line.pico)) for line in section.lines]
    assert told == [
        (row["line"], Fraction(row["quantity"]), Fraction(Decimal(row["price"])), row["amount"]) for row in table(DOCUMENT, "line")
    ]


def test_the_sums_in_the_text_are_those_of_the_tables() -> None:
    text = (DOCS / DOCUMENT).read_text("utf-8")
    announced = foresight.announcing(495, 1, 512)
    assert f"Together {dollars(bill([A_MAIL], prices()).pico)} USD" in text
    assert f"adds {dollars(bill([announced], prices()).pico)}." in text


@rows("commit")
def test_what_a_commits_puts_take(row: Row) -> None:
    before, after = (places(row[f"indexes {when}"]) for when in ("before", "after"))
    assert foresight.puts(int(row["commit"]), int(row["VIEW"]), before, after)["write_units"] == int(row["units"])


def places(text: str) -> foresight.Places:
    """`line 7 a`: the entry in the index line has key 7 and carries a."""
    words = [entry.split() for entry in text.split(", ") if entry]
    return {index: ("key", key, *carried) for index, key, *carried in words}
