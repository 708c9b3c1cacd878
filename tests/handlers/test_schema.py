"""How a body is read, field by field."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.errors import InvalidInput
from chalicelib.handlers import schema
from chalicelib.handlers.schema import Field

ONE: dict[str, Field] = {
    "text": schema.text(10), "lines": schema.lines(10), "number": schema.number(), "one": schema.one_of(1, 2), "flag": schema.flag(),
    "texts": schema.texts(5, 2), "mail": schema.mail(), "mails": schema.mails(), "phone": schema.phone(), "custom": schema.custom(),
    "at": schema.instant(), "unused": schema.unused(),
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("text", " a\tb\u0000\n", "a b"), ("text", "a\u2028b", "a b"), ("text", "😀\ud83d", "😀?"), ("lines", "a\r\nb\rc\u0007", "a\nb\nc"),
        ("number", 2**53 - 1, 2**53 - 1), ("one", 2, 2), ("flag", False, False), ("texts", ["b", "a", "b "][:2], ("b", "a")),
        ("mail", "A@B.example", "a@b.example"), ("mails", ["a@b.example", "A@b.example"], ("a@b.example",)),
        ("phone", "0358 40-123", "035840123"), ("custom", {"cf_a": 1.5, "cf_b": None}, {"cf_a": 1.5, "cf_b": None}),
        ("at", "2026-12-01T10:00:00+02:00", datetime(2026, 12, 1, 8, tzinfo=UTC)), ("unused", [], None),
        ("text", None, ""), ("number", None, 0), ("one", None, 1), ("flag", None, False), ("texts", None, ()), ("custom", None, {}),
    ],
)  # fmt: skip
def test_a_good_value_is_made_clean(name: str, value: Any, read: Any) -> None:
    assert schema.read(ONE, {name: value}) == {name: read}


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("text", 5, "datatype_mismatch"), ("text", "x" * 11, "invalid_value"), ("text", "ääääää", "invalid_value"),
        ("number", "5", "datatype_mismatch"), ("number", 5.0, "datatype_mismatch"), ("number", True, "datatype_mismatch"),
        ("number", -1, "invalid_value"), ("number", 2**53, "invalid_value"), ("one", 3, "invalid_value"), ("flag", 1, "datatype_mismatch"),
        ("texts", "a", "datatype_mismatch"), ("texts", [1], "datatype_mismatch"), ("texts", ["a", "b", "c"], "invalid_value"),
        ("mail", "a@b@c", "invalid_value"), ("mail", "a b@c.example", "invalid_value"), ("phone", "soon", "invalid_value"),
        ("custom", [], "datatype_mismatch"), ("custom", {"x": 1}, "invalid_value"), ("custom", {"cf_x": {}}, "datatype_mismatch"),
        ("at", "tomorrow", "invalid_value"), ("unused", 5, "inaccessible_field"), ("other", 1, "invalid_field"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused_with_its_code(name: str, value: Any, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        schema.read(ONE, {name: value})
    assert [(fault.field, fault.code) for fault in refused.value.faults] == [(name, code)]


def test_all_faults_are_named_at_once() -> None:
    with pytest.raises(InvalidInput) as refused:
        schema.read({"a": schema.text(1, required=True), "b": schema.number()}, {"a": "", "b": "x", "c": 1})
    assert [(fault.field, fault.code) for fault in refused.value.faults] == [
        ("c", "invalid_field"), ("a", "missing_field"), ("b", "datatype_mismatch"),
    ]  # fmt: skip


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_no_value_does_anything_but_pass_or_be_refused(value: Any) -> None:
    for name in ONE:
        with suppress(InvalidInput):
            schema.read(ONE, {name: value})


@given(st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=2)), timezone(timedelta(hours=-9, minutes=-30))])))
def test_every_instant_is_read_whatever_its_offset(at: datetime) -> None:
    if 2 < at.year < 9998:
        read = max(at, schema.FIRST)
        assert schema.instant_of(at.isoformat()) == read
        assert schema.instant_of(at.isoformat().replace("+", " ")) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("0001-01-01T00:00:00Z", datetime(1970, 1, 1, tzinfo=UTC)), ("1969-12-31T23:59:59Z", datetime(1970, 1, 1, tzinfo=UTC)),
        ("9999-12-31T23:59:59Z", datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_the_first_and_the_last_instant_are_taken(written: str, read: datetime) -> None:
    assert schema.instant_of(written) == read


@pytest.mark.parametrize("written", ["0001-01-01T00:00:00+02:00", "9999-12-31T23:59:59-05:00"])
def test_an_instant_beyond_the_calendar_is_refused(written: str) -> None:
    with pytest.raises(schema.NotAllowedError):
        schema.instant_of(written)


def test_what_is_nothing_once_it_is_clean_is_missing() -> None:
    with pytest.raises(InvalidInput) as refused:
        schema.read({"a": schema.text(9, required=True)}, {"a": "\x02 "})
    assert [(fault.field, fault.code) for fault in refused.value.faults] == [("a", "missing_field")]
