"""The configuration as it is told."""

from chalicelib.handlers.shapes.settings import DAYS
from infra.openapi.kinds import (
    COUNT,
    FLAG,
    ID,
    INSTANT,
    INTEGER,
    MAIL,
    TEXT,
    Kind,
    choice,
    like,
    many,
    more,
    null,
    optional,
    ref,
    said,
    thing,
)
from infra.openapi.shapes_people import SHAPES as PEOPLE

TIMES = {"created_at": INSTANT, "updated_at": INSTANT}
CLOCK = like(TEXT, "8:00 am")
SPAN = {"start_time": CLOCK, "end_time": CLOCK}
SECONDS = null(like(COUNT, 3600))
ADDRESS = {"id": ID, "name": like(TEXT, "Kaupan asiakaspalvelu"), "group_id": null(ID), "product_id": null(ID)}
LEVEL = thing(
    "Who hears when.",
    escalation_time=said(COUNT, "Seconds after the breach."),
    agent_ids=said(many(INTEGER), "-1 is whoever has the ticket."),
)
LEVELS = {"type": "object", "additionalProperties": LEVEL}
TARGET = thing(
    "What is promised at one priority, in seconds.",
    respond_within=SECONDS,
    resolve_within=SECONDS,
    next_respond_within=SECONDS,
    business_hours=said(FLAG, "Counted while the calendar is open."),
    escalation_enabled=FLAG,
)
SHAPES: dict[str, Kind] = {
    "ContactAgent": more(PEOPLE["Contact"], "A contact who is an agent now.", agent=ref("Agent")),
    "Product": thing(
        "Something that is sold and asked about.",
        id=ID,
        name=like(TEXT, "Kahvinkeitin K1"),
        description=null(TEXT),
        primary_email=null(MAIL),
        **TIMES,
    ),
    "EmailConfig": thing(
        "A mail address that customers write to.",
        **ADDRESS,
        to_email=MAIL,
        reply_email=MAIL,
        primary_role=said(FLAG, "The first one."),
        active=FLAG,
        **TIMES,
    ),
    "Mailbox": thing(
        "A mail address that customers write to.",
        **ADDRESS,
        support_email=MAIL,
        mailbox_type=like(TEXT, "custom_mailbox"),
        default_reply_email=said(FLAG, "The first one."),
        active=FLAG,
        **TIMES,
    ),
    "BusinessHour": thing(
        "When time counts.",
        id=ID,
        name=like(TEXT, "Office"),
        description=null(TEXT),
        is_default=FLAG,
        time_zone=like(TEXT, "Europe/Helsinki"),
        business_hours=thing("The days that open.", **{day: optional(ref("OpenDay")) for day in DAYS}),
        list_of_holidays=many(thing("A closed day.", name=TEXT, date=like(TEXT, "2026-12-24"))),
        **TIMES,
    ),
    "OpenDay": thing("From the first opening to the last, and each of them.", **SPAN, windows=many(thing("One opening.", **SPAN))),
    "SlaPolicy": thing(
        "What is promised to whom.",
        id=ID,
        name=like(TEXT, "Everybody"),
        description=null(TEXT),
        active=FLAG,
        is_default=said(FLAG, "For every company and group."),
        position=COUNT,
        applicable_to=thing(
            "For which tickets; empty for all.",
            company_ids=many(ID),
            group_ids=many(ID),
            sources=many(INTEGER),
            ticket_types=many(TEXT),
            product_ids=many(ID),
        ),
        sla_target=thing("By priority.", **{f"priority_{number}": TARGET for number in (1, 2, 3, 4)}),
        escalation=thing("By promise, then by level.", response=LEVELS, next_response=LEVELS, resolution=LEVELS),
        **TIMES,
    ),
    "Skill": thing(
        "What agents can do and rules ask for.",
        id=ID,
        name=like(TEXT, "refunds"),
        rank=COUNT,
        match_type=choice("any", "all"),
        conditions=many(
            thing("One condition of a rule that asks for it.", resource_type=TEXT, field_name=TEXT, operator=TEXT, value=many(TEXT))
        ),
        agents=many(thing("Who has it.", id=ID)),
        **TIMES,
    ),
    "Scenario": thing(
        "Changes that agents often make together.",
        id=ID,
        name=like(TEXT, "Refund"),
        description=null(TEXT),
        actions=many(thing("One field to set; `add_tags` are added.", name=TEXT, value={})),
        private=FLAG,
    ),
    "Helpdesk": thing(
        "The languages of the desk.",
        primary_language=like(TEXT, "fi"),
        supported_languages=many(TEXT),
        portal_languages=many(TEXT),
    ),
}
