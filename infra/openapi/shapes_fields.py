"""Fields of tickets, contacts and companies."""

from typing import Any

from infra.openapi.kinds import FLAG, ID, INSTANT, INTEGER, TEXT, Kind, like, many, more, optional, ref, said, thing

TIMES: dict[str, Kind] = {"created_at": INSTANT, "updated_at": INSTANT}
CHOICES: Any = {"type": ["array", "object"]}
STEPS = said(
    many(thing("", id=ID, name=TEXT, label=TEXT, level=INTEGER, **TIMES)),
    "Of a nested field: those that hold the second and third step.",
)
PLAIN = thing(
    "A field of a contact or company.",
    id=ID,
    name=like(TEXT, "name"),
    label=like(TEXT, "Full name"),
    position=INTEGER,
    type=like(TEXT, "default_name"),
    default=FLAG,
    required_for_agents=FLAG,
    choices=said(CHOICES, "Of a nested field objects, of any other an array."),
    nested_ticket_fields=optional(STEPS),
    **TIMES,
)
FIELD = more(
    PLAIN,
    "A field of a ticket, as forms are built from it.",
    name=like(TEXT, "cf_order"),
    label=like(TEXT, "Order number"),
    type=like(TEXT, "custom_text"),
    label_for_customers=TEXT,
    archived=FLAG,
    required_for_closure=FLAG,
    required_for_customers=FLAG,
    customers_can_edit=FLAG,
    displayed_to_customers=FLAG,
    portal_cc=FLAG,
    portal_cc_to=TEXT,
    choices=said(
        CHOICES,
        "Of a dropdown an array; of priority, source, group, agent and product each label with its number; of status each number with its"
        " labels; of a nested field an object for each step and an array for the third.",
    ),
    nested_ticket_fields=optional(STEPS),
)
SHAPES: dict[str, Kind] = {
    "TicketField": FIELD,
    "AdminTicketField": more(
        {**FIELD, "properties": {name: kind for name, kind in FIELD["properties"].items() if name != "nested_ticket_fields"}},
        "A field of a ticket with its choices as objects.",
        choices=many(ref("FieldChoice")),
        dependent_fields=optional(STEPS),
    ),
    "FieldChoice": thing(
        "One choice; `value` is what a ticket's body has for it.",
        id=ID,
        label=TEXT,
        value={"type": ["string", "integer"]},
        position=INTEGER,
        choices=many(ref("FieldChoice")),
    ),
    "CompanyField": PLAIN,
    "ContactField": more(
        PLAIN,
        "A field of a contact.",
        label_for_customers=TEXT,
        required_for_customers=FLAG,
        editable_in_signup=FLAG,
        customers_can_edit=FLAG,
        displayed_for_customers=FLAG,
    ),
}
