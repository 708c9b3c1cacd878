"""Words and what proves them; and what makes two deliveries the same message."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels.message import Attachment, Handle, Inbound, Verdicts
from chalicelib.tickets.arrival import fingerprint_of
from chalicelib.tickets.content import is_genuine, seal
from tests.instances import of
from tests.tickets.samples import NOON, message

SALT = "0f" * 16
FILE = Attachment("a.png", "image/png", 3, "aa")
MAIL = message(
    subject="Keitin", full_text="Keitin ei lämpene.\n> vanhaa", attachments=(FILE,), raw="mail/1", recipients=("help@kauppa.example",)
)


@given(st.text(), st.text())
def test_sealed_words_are_genuine_and_no_others(text: str, html: str) -> None:
    sealed = seal(text, html, SALT)
    assert is_genuine(sealed.content, sealed.digest)
    assert not is_genuine(replace(sealed.content, text=f"{text}."), sealed.digest)
    assert not is_genuine(replace(sealed.content, html=f"{html}."), sealed.digest)
    assert not is_genuine(replace(sealed.content, salt="1f" * 16), sealed.digest)


def test_the_same_words_under_another_salt_cannot_be_told_to_be_the_same() -> None:
    assert seal("kyllä", "", SALT).digest != seal("kyllä", "", "1f" * 16).digest


@pytest.mark.parametrize(
    "fields",
    [
        {"received_at": NOON.replace(hour=13)},
        {"raw": "mail/2"},
        {"recipients": ("laskutus@kauppa.example",)},
        {"verdicts": Verdicts(spf="FAIL")},
        {"sender": Handle("email", "aino@asiakas.example", "Another Name")},
        {"subject": "[list] Keitin"},
        {"attachments": (replace(FILE, name="b.png"),)},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_how_it_travelled_does_not_make_another_message(fields: dict[str, Any]) -> None:
    assert fingerprint_of(replace(MAIL, **fields)) == fingerprint_of(MAIL)


@pytest.mark.parametrize(
    "fields",
    [
        {"external_id": "<m2@asiakas.example>"},
        {"channel": "web"},
        {"sender": Handle("email", "bengt@kund.example")},
        {"sender": Handle("phone", "aino@asiakas.example")},
        {"full_text": "Keitin toimii.\n> vanhaa"},
        {"attachments": (replace(FILE, sha256="bb"),)},
        {"attachments": ()},
        {"attachments": (FILE, FILE)},
    ],
    ids=str,
)
def test_other_words_under_the_same_id_are_another_message(fields: dict[str, Any]) -> None:
    assert fingerprint_of(replace(MAIL, **fields)) != fingerprint_of(MAIL)


@given(of(Inbound))
def test_every_message_has_a_fingerprint(inbound: Inbound) -> None:
    assert len(fingerprint_of(inbound)) == 32
