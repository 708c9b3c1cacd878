"""Facts from plain values."""

from chalicelib.routing.facts import Facts, facts_of
from chalicelib.routing.words import words_of
from tests.routing.desk import SHOP


def test_facts_hold_language_and_reason_with_their_sources() -> None:
    facts = facts_of(SHOP, ticket=7, channel="email", account="hej@shop.example", subject="Paket", text="Var?", tags=["vip"], priority=2)
    assert facts == Facts(
        ticket=7,
        channel="email",
        account="hej@shop.example",
        language="sv",
        language_source="account",
        language_because="the address written to is for sv",
        subject="Paket",
        text="Var?",
        words=words_of("Paket", "Var?"),
        reason="delivery",
        reason_because='the message says "paket"',
        tags=("vip",),
        priority=2,
    )


def test_a_reason_that_was_given_is_not_guessed_over() -> None:
    facts = facts_of(SHOP, text="lasku", reason="delivery")
    assert (facts.reason, facts.reason_because) == ("delivery", "it was given")
