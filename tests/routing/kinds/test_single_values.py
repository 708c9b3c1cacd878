"""Rules that compare one value of a ticket: channel, language, reason, company."""

import pytest

from chalicelib.desk.model import Condition
from chalicelib.routing.facts import Facts
from chalicelib.routing.kinds.registry import kind_of

SWEDISH = Facts(language="sv", language_because="the message is in sv (90% sure)")


@pytest.mark.parametrize(
    ("kind", "values", "facts", "matches", "because"),
    [
        ("channel", ("WhatsApp",), Facts(channel="whatsapp"), True, "it came by whatsapp"),
        ("channel", ("vip@x.example",), Facts(channel="email", account="VIP@x.example"), True, "it came by email to VIP@x.example"),
        ("channel", ("email", "chat"), Facts(channel="whatsapp"), False, "it came by whatsapp, not by email or chat"),
        ("channel", ("email",), Facts(), False, "it came by no channel, not by email"),
        ("language", ("sv-SE",), SWEDISH, True, "the message is in sv (90% sure)"),
        ("language", ("fi", "en"), SWEDISH, False, "the message is in sv (90% sure), and the rule is for fi or en"),
        ("language", ("fi",), Facts(), False, "the language is unknown, and the rule is for fi"),
        ("reason", ("Invoice",), Facts(reason="invoice", reason_because="it was given"), True, "the reason is invoice (it was given)"),
        ("reason", ("refund",), Facts(reason="invoice"), False, "the reason is invoice, not refund"),
        ("company", ("kaleva oy",), Facts(company="Kaleva Oy"), True, "the contact's company is Kaleva Oy"),
        ("company", ("Kaleva",), Facts(company="Kaleva Oy"), False, "the contact's company is Kaleva Oy, and the rule is for Kaleva"),
        ("company", ("Kaleva",), Facts(), False, "the contact has no company, and the rule is for Kaleva"),
    ],
)
def test_a_value_is_compared_without_case(kind: str, values: tuple[str, ...], facts: Facts, matches: bool, because: str) -> None:
    condition = Condition(kind, values)
    assert kind_of(condition).matches(condition, facts) is matches
    assert kind_of(condition).explain(condition, facts) == because
