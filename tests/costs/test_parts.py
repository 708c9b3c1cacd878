"""A cost as it travels: small, exact, and readable for ever."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.costs.parts import QUANTITIES, Part, Work, from_text, pack, plus, to_text, unpack

NAMES = st.sampled_from([*QUANTITIES, "kms:Decrypt", "dynamodb:TransactWriteItems"])
AMOUNTS = st.dictionaries(NAMES, st.integers(-(10**9), 10**12).filter(bool), max_size=8)
PARTS = st.builds(
    Part, st.sampled_from(Work), st.integers(0, 1000), AMOUNTS, st.one_of(st.just(""), st.binary(min_size=6, max_size=6).map(bytes.hex))
)
A_MAIL = Part(
    Work.INBOUND, 3,
    {
        "dynamodb:BatchGetItem": 1, "dynamodb:PutItem": 4, "dynamodb:UpdateItem": 1, "s3:GetObject": 1, "write_units": 9,
        "half_read_units": 6, "megabyte_ms": 11_264, "mails_in": 1,
    },
)  # fmt: skip
ANNOUNCED = Part(Work.ANNOUNCING, 1, {"dynamodb:GetItem": 1, "half_read_units": 2, "sqs:SendMessage": 1, "megabyte_ms": 4096})


@given(st.lists(PARTS, max_size=3))
def test_what_was_packed_comes_back(parts: list[Part]) -> None:
    assert unpack(pack(parts)) == tuple(parts)


@given(PARTS)
def test_a_part_travels_as_plain_letters(part: Part) -> None:
    text = to_text(part)
    assert text.isascii()
    assert set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    assert from_text(text) == part


def test_a_commit_grows_by_less_than_forty_bytes() -> None:
    assert len(pack([A_MAIL, ANNOUNCED])) < 40


def test_what_is_stored_today_is_read_for_ever() -> None:
    """Kinds of work and quantities are stored by number: neither may ever move."""
    stored = bytes.fromhex("0102030801020308040208020e120f0c1080b001110207010400020602" + "0f04" + "108040")
    assert unpack(stored) == (A_MAIL, ANNOUNCED)
    assert pack([A_MAIL, ANNOUNCED]) == stored


@pytest.mark.parametrize("raw", [b"\x02", b"\x01\x02", b"\x01\x02\x01\x05", b"\x01\x42", b"\x01\x02\x01\x01\x7f\x05ab"])
def test_what_nobody_packed_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        unpack(raw)


def test_nothing_is_no_part() -> None:
    assert unpack(b"") == ()


@pytest.mark.parametrize(
    ("first", "second", "times", "total"),
    [
        ({}, {}, 1, {}), ({"a": 1}, {"a": 2, "b": 1}, 1, {"a": 3, "b": 1}), ({"a": 1}, {"a": 1}, -1, {}), ({}, {"b": 2}, -1, {"b": -2}),
    ],
)  # fmt: skip
def test_amounts_add_up_and_what_is_nothing_is_left_out(first: dict[str, int], second: dict[str, int], times: int, total: object) -> None:
    assert plus(first, second, times) == total
