"""Who a mail is from: one strict identity, whatever is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels.email.addresses import Mailbox, identity, mailboxes


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Alice@Customer.Example", "alice@customer.example"),
        ("alice@customer.example.", "alice@customer.example"),
        ("aino@jäätelö.example", "aino@xn--jtel-loaa3k.example"),
        ("mıke@customer.example", ""),
        ("\u212aate@customer.example", ""),
        ('"a b"@customer.example', '"a b"@customer.example'),
        ("alice@corp)mallory@evil.example", ""),
        ("alice@customer.example,v@victim.example", ""),
        ("alice @customer.example", ""),
        ("alice@ｃustomer.example", ""),
        ("@", ""),
        ("alice", ""),
        ("a" * 65 + "@customer.example", ""),
    ],
)
def test_an_address_is_one_person_or_nobody(written: str, expected: str) -> None:
    assert identity(written) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (b"Alice <alice@x.fi>", [("Alice", "alice@x.fi")]),
        (b'"Korhonen, Liisa" <liisa@x.fi>, b@x.fi', [("Korhonen, Liisa", "liisa@x.fi"), ("", "b@x.fi")]),
        (b"liisa@x.fi (Liisa (osto) Korhonen)", [("Liisa  osto  Korhonen".replace("  ", " "), "liisa@x.fi")]),
        (b"=?utf-8?Q?M=C3=A4kel=C3=A4,_Matti?= <m@x.fi>", [("Mäkelä, Matti", "m@x.fi")]),
        ("Åsa <asa@x.fi>".encode("cp1252"), [("Åsa", "asa@x.fi")]),
        (b"tuki: a@x.fi, b@x.fi;", [("", "a@x.fi"), ("", "b@x.fi")]),
        (b"Alice alice@x.fi", [("Alice", "alice@x.fi")]),
        (b"alice@customer.example <mallory@evil.example>", [("alice@customer.example", "mallory@evil.example")]),
        (b"<alice@customer.example>mallory@evil.example", [("", "")]),
        (b"alice\x00@customer.example", [("alice @customer.example", "")]),
        (b"=?utf-8?q?alice=40customer.example?=@evil.example", [("", "=?utf-8?q?alice=40customer.example?=@evil.example")]),
        (b'"', [('"', "")]),
        (b"", []),
    ],
)
def test_names_are_read_leniently_and_identities_strictly(header: bytes, expected: list[tuple[str, str]]) -> None:
    assert [(box.name, box.identity) for box in mailboxes(header)] == expected


def test_the_address_as_written_is_kept_beside_the_identity() -> None:
    assert mailboxes(b"Alice <Alice@X.fi>") == (Mailbox("Alice", "Alice@X.fi", "alice@x.fi"),)


@given(st.binary(max_size=300))
def test_no_header_makes_the_reader_fail(header: bytes) -> None:
    for box in mailboxes(header):
        assert not box.identity or identity(box.identity) == box.identity


@given(st.text(max_size=80))
def test_an_identity_is_its_own_identity(written: str) -> None:
    once = identity(written)
    assert identity(once) == once
