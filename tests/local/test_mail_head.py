"""Headers are taken out of raw mail without touching a byte of the rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.local import mail_head


@pytest.mark.parametrize("end", [b"\r\n", b"\n"])
def test_a_folded_header_goes_whole_and_the_body_stays(end: bytes) -> None:
    raw = end.join([b"A: 1", b"X-Ses-Tag: one", b"\ttwo", b"B: 2", b"", b"X-Ses-Tag: in the body", b""])
    left, taken = mail_head.take_out(raw, lambda name: name.startswith("x-ses-"))
    assert left == end.join([b"A: 1", b"B: 2", b"", b"X-Ses-Tag: in the body", b""])
    assert taken == [("x-ses-tag", "one\ttwo")]


@given(st.binary(max_size=400))
def test_nothing_wanted_nothing_changed(raw: bytes) -> None:
    assert mail_head.take_out(raw, lambda name: False) == (raw, [])


@given(st.binary(max_size=400))
def test_head_and_body_are_the_mail(raw: bytes) -> None:
    assert b"".join(mail_head.split(raw)) == raw
