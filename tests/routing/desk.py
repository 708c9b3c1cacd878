"""One small desk that the routing tests share: a shop in Turku with billing, delivery and a front desk."""

from dataclasses import replace

from chalicelib.desk.model import Account, Agent, Condition, Desk, Group, Reason, Rule

ANNA = Agent(1, "anna@shop.example", "Anna", groups=("Billing", "Front"), languages=("fi", "en"), skills=("refunds",))
BO = Agent(2, "bo@shop.example", "Bo", groups=("Billing",), languages=("sv", "fi"))
CECILIA = Agent(3, "cecilia@shop.example", "Cecilia", groups=("Delivery",), languages=("sv-FI", "en"), cap=4)
SHOP = Desk(
    name="Shop",
    language="fi",
    languages=("fi", "sv", "en"),
    accounts=(
        Account("email", "help@shop.example", group="Front"),
        Account("email", "hej@shop.example", group="Delivery", language="sv"),
        Account("whatsapp", "358401234567"),
    ),
    groups=(Group(1, "Front"), Group(2, "Billing"), Group(3, "Delivery")),
    agents=(ANNA, BO, CECILIA),
    reasons=(
        Reason("invoice", ("lasku*", "faktur*", "invoice*", "credit note")),
        Reason("delivery", ("toimitu*", "paket*", "parcel*", "leverans*", "missä tilau*")),
    ),
    rules=(
        Rule("kaleva", (Condition("company", ("Kaleva Oy",)),), "Billing", priority=4, tags=("key-account",)),
        Rule("invoices", (Condition("reason", ("invoice",)),), "Billing", skills=("refunds",)),
        Rule("swedish parcels", (Condition("language", ("sv",)), Condition("keyword", ("paket*",))), "Delivery"),
    ),
    default_group="Front",
)


def shop(*rules: Rule, **changes: object) -> Desk:
    return replace(SHOP, rules=rules, **changes)  # type: ignore[arg-type]  # a test names real fields only
