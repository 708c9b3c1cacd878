"""What the provider modules stand on: places in a batch, numbers, proofs, addresses, verdicts."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels.batch import Remark, gathered, line, objects
from chalicelib.channels.carrying import is_at, posted, verdict
from chalicelib.channels.message import Handle, HttpCall
from chalicelib.channels.payload import iso_instant, moment
from chalicelib.channels.phones import e164, vouched
from chalicelib.channels.proof import same
from chalicelib.channels.registry import Parsed
from chalicelib.errors import ProviderRefused, Unavailable, Uncertain


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ([{"a": 1}], [("p[0]", {"a": 1})]),
        ([7, {}], [("p[0]", Remark("p[0]: expected an object", is_fault=True)), ("p[1]", {})]),
        ([], [("p", Remark("p: none"))]),
        ({}, [("p", Remark("p: expected a list", is_fault=True))]),
        (None, [("p", Remark("p: expected a list", is_fault=True))]),
    ],
)
def test_each_part_has_its_place(value: Any, found: list[Any]) -> None:
    assert list(objects(value, "p")) == found


def test_remarks_are_sorted_into_left_out_and_broken() -> None:
    assert gathered([Remark("a"), Remark("b", is_fault=True)]) == Parsed(ignored=("a",), faults=("b",))
    assert line("", "a", "", "b") == "a – b"


@pytest.mark.parametrize(
    ("given", "number"),
    [
        ("+358401234567", "+358401234567"),
        ("358401234567", "+358401234567"),
        ("+1234567", "+1234567"),
        ("+123456789012345", "+123456789012345"),
        ("+1234567890123456", ""),
        ("+123456", ""),
        ("0401234567", ""),
        ("+0401234567", ""),
        ("+358 40 1234567", ""),
        ("++358401234567", ""),
        ("+٣٥٨٤٠١٢٣٤٥٦٧", ""),
        ("+358401234567\n", ""),
        ("", ""),
    ],
)
def test_a_number_is_whole_or_none(given: str, number: str) -> None:
    assert e164(given) == number
    assert vouched(given, "Aino") == ((Handle("phone", number, "Aino"),) if number else ())


@given(given=st.text(max_size=20), expected=st.text(max_size=20))
def test_only_the_same_text_is_the_same_and_nothing_is_not(given: str, expected: str) -> None:
    clean = [text.encode("utf-8", "replace").decode() for text in (given, expected)]
    assert same(given, expected) is (bool(expected) and clean[0] == clean[1])


@pytest.mark.parametrize(
    ("url", "is_there"),
    [
        ("https://a.example", True),
        ("https://a.example:443/x", True),
        ("https://A.EXAMPLE/", True),
        ("https://sub.b.example/x?y", True),
        ("https://b.example/", False),
        ("https://a.example:8443/", False),
        ("http://a.example/", False),
        ("https://me@a.example/", False),
        ("https://a.example.evil.example/", False),
        ("https://evilb.example/", False),
        ("https://evil.example/a.example", False),
        ("https://[::1", False),
        ("https://a.example:port/", False),
        ("//a.example/", False),
        ("", False),
    ],
)
def test_an_address_is_at_a_host_or_not(url: str, is_there: bool) -> None:
    assert is_at(url, ("a.example", ".b.example")) is is_there


@pytest.mark.parametrize(
    ("status", "said", "kind"),
    [
        (200, "", None),
        (299, "", None),
        (301, "", ProviderRefused),
        (400, "", ProviderRefused),
        (401, "", Unavailable),
        (408, "slow", Uncertain),
        (410, "", ProviderRefused),
        (429, "", Unavailable),
        (500, "", Uncertain),
        (500, "busy", Unavailable),
        (599, "", Uncertain),
    ],
)
def test_a_status_is_for_ever_for_now_or_unclear(status: int, said: str, kind: type[Exception] | None) -> None:
    found = verdict("It", status, said)
    assert (type(found) if found else None) is kind
    assert found is None or str(found) == f"It answered {status}: {said or 'no reason given'}"


def test_what_no_utf8_has_is_still_posted() -> None:
    assert posted("https://a.example", {"a": "\ud800ä"}, {"X": "1"}) == HttpCall(
        "POST", "https://a.example", {"X": "1", "Content-Type": "application/json"}, '{"a": "?ä"}'.encode()
    )


@pytest.mark.parametrize(
    ("given", "at"),
    [
        (1796140800123, datetime(2026, 12, 1, 16, 0, 0, 123000, tzinfo=UTC)),
        ("1796140800123", datetime(2026, 12, 1, 16, 0, 0, 123000, tzinfo=UTC)),
        (7, datetime(1970, 1, 1, 0, 0, 0, 7000, tzinfo=UTC)),
        (-1, None),
        (1.5, None),
        ("²", None),
        ("9" * 5000, None),
        (None, None),
        (True, None),
    ],
)
def test_milliseconds_name_an_instant_or_none(given: Any, at: datetime | None) -> None:
    assert moment(given) == at


@pytest.mark.parametrize(
    ("given", "at"),
    [
        ("2026-12-01T16:00:00Z", datetime(2026, 12, 1, 16, tzinfo=UTC)),
        ("2026-12-01T18:00:00.1234567+02:00", datetime(2026, 12, 1, 16, 0, 0, 123456, tzinfo=UTC)),
        ("2026-12-01T16:00:00", datetime(2026, 12, 1, 16, tzinfo=UTC)),
        ("9999-12-31T23:59:59-14:00", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_written_time_names_an_instant_or_none(given: str, at: datetime | None) -> None:
    assert iso_instant(given) == at
