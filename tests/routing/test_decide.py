"""Which group gets a ticket, and why."""

import pytest

from chalicelib.desk.model import Condition, Rule
from chalicelib.errors import BadConfiguration
from chalicelib.routing.decide import Route, decide
from chalicelib.routing.facts import Facts, facts_of
from chalicelib.tickets.events import Rejected
from tests.routing.desk import SHOP, shop


def test_the_first_rule_that_holds_decides_and_those_before_say_why_not() -> None:
    facts = facts_of(SHOP, text="Hei, laskussa on virhe", detected="fi", tags=["web"], skills=["phone"], priority=2)
    assert decide(facts, SHOP) == Route(
        group="Billing",
        rule="invoices",
        because='the reason is invoice (the message says "laskussa")',
        rejected=(Rejected("kaleva", "the contact has no company, and the rule is for Kaleva Oy"),),
        priority=2,
        reason="invoice",
        tags=("web",),
        skills=("phone", "refunds"),
    )


def test_a_rule_gives_priority_and_tags() -> None:
    route = decide(facts_of(SHOP, company="Kaleva Oy", tags=["key-account", "web"], priority=1), SHOP)
    assert (route.rule, route.priority, route.tags) == ("kaleva", 4, ("key-account", "web"))


def test_every_condition_must_hold_and_each_that_does_not_is_named() -> None:
    route = decide(facts_of(SHOP, text="Where is it?", detected="en"), SHOP)
    assert route.rejected[-1] == Rejected(
        "swedish parcels", 'the message is in en (100% sure), and the rule is for sv; the message does not say "paket*"'
    )


@pytest.mark.parametrize(
    ("account", "group", "because"),
    [
        ("hej@shop.example", "Delivery", "no rule matched; tickets to hej@shop.example go to Delivery"),
        ("unknown@shop.example", "Front", "no rule matched; Front is the desk's default group"),
    ],
)
def test_without_a_rule_the_address_decides_then_the_desk(account: str, group: str, because: str) -> None:
    route = decide(facts_of(SHOP, channel="email", account=account), SHOP)
    assert (route.group, route.rule, route.because, len(route.rejected)) == (group, "", because, 3)


def test_a_rule_without_conditions_always_matches() -> None:
    route = decide(Facts(), shop(Rule("all", (), "Front")))
    assert (route.group, route.because) == ("Front", "the rule has no conditions, so it always matches")


def test_a_rule_to_a_group_that_is_gone_never_loses_a_ticket() -> None:
    route = decide(Facts(), shop(Rule("all", (), "Gone")))
    assert (route.group, route.rejected) == ("Front", (Rejected("all", 'it matches, but there is no group "Gone"'),))


def test_a_desk_without_any_group_to_fall_back_to_says_so() -> None:
    assert decide(Facts(), shop(default_group="")) == Route("", "", "there are no rules, and the desk has no default group")


def test_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(BadConfiguration, match="moon"):
        decide(Facts(), shop(Rule("x", (Condition("moon", ("full",)),), "Front")))
