"""Language and reason of a message, each with its source."""

import pytest

from chalicelib.desk.model import Reason
from chalicelib.routing.classify import Language, Recognised, choose_language, recognise
from chalicelib.routing.words import words_of
from tests.routing.desk import SHOP


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (
            {"message": "sv", "confidence": 0.9, "profile": "fi", "account": "en"},
            Language("sv", "message", "the message is in sv (90% sure)"),
        ),
        (
            {"message": "sv", "confidence": 0.4, "profile": "fi", "account": "en"},
            Language("fi", "profile", "the contact's profile says fi; the message looks like sv, but only 40% sure"),
        ),
        ({"account": "sv-FI"}, Language("sv", "account", "the address written to is for sv")),
        ({"confidence": 0.0}, Language("en", "desk", "the desk's own language is en")),
    ],
)
def test_the_language_comes_from_the_nearest_source_that_knows(known: dict[str, object], expected: Language) -> None:
    assert choose_language(desk="en", **known) == expected  # type: ignore[arg-type]  # a table of keywords


@pytest.mark.parametrize(
    ("subject", "text", "reason"),
    [
        ("", "Hei, laskussani on virhe", "invoice"),
        ("", "Var är mitt paket?", "delivery"),
        ("", "Please send a credit note", "invoice"),
        ("", "The credit card has a note", ""),
        ("Lasku", "paketti ei tullut", "invoice"),
        ("Paketti", "lasku oli oikein", "delivery"),
        ("Lasku", "paketti, toimitus", "delivery"),
        ("", "lasku paketti", "invoice"),
        ("", "", ""),
    ],
)
def test_the_reason_with_most_words_wins_then_the_subject_then_the_order(subject: str, text: str, reason: str) -> None:
    assert recognise(SHOP.reasons, words_of(subject), words_of(subject, text)).reason == reason


def test_a_recognised_reason_names_its_words_and_the_other_reasons() -> None:
    found = recognise(SHOP.reasons, words_of("Lasku"), words_of("Lasku", "luottolasku, invoice, paketti"))
    assert found == Recognised(
        "invoice", 'the message says "lasku", "invoice"; less clearly also delivery', ("lasku", "invoice"), ("delivery",)
    )


def test_nothing_recognised_is_said() -> None:
    assert recognise((Reason("x", ("y",)),), words_of(), words_of("z")) == Recognised("", "no reason's words are in the message")
