"""The fields of desk.yaml: their names, what each may hold, and which are needed."""

from chalicelib.channels.registry import CHANNELS
from chalicelib.desk.model import PRIORITIES
from chalicelib.desk.reading import FIRST_OWN_STATUS
from chalicelib.routing.kinds.registry import KINDS
from chalicelib.sla.policy import Audience, Category, ClockKind
from infra.deskfile.kinds import (
    Kind,
    Many,
    One,
    Record,
    Table,
    country,
    day,
    domain,
    duration,
    language,
    mail,
    number,
    one_of,
    percent,
    switch,
    text,
    time_zone,
    window,
)
from infra.deskfile.ticket_fields import FIELD, OWN_FIELD

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ROLES = ("agent", "light", "supervisor", "admin", "finance", "reporting")
SCOPES = ("global", "group", "restricted")
MAIL_AND_WEBHOOKS = ("email", *sorted((*CHANNELS, "amazon_connect")))
RULE_KINDS = tuple(KINDS)
LARGEST_ID = 2**53 - 1
PAUSES = ("pending", "hold")


def days(word: str) -> range:
    """The days (Monday is 0) that `monday` or `monday-friday` names."""
    first, _, last = word.partition("-")
    if first not in DAYS or (last or first) not in DAYS or DAYS.index(first) > DAYS.index(last or first):
        raise ValueError(f'expected a day or days like monday or monday-friday, found "{word}"')
    return range(DAYS.index(first), DAYS.index(last or first) + 1)


TEXT, MAIL, LANGUAGE, DAY = One(text), One(mail), One(language), One(day)
TEXTS, WINDOWS = Many(TEXT), Many(One(window))
ELAPSED, WORKING = One(duration("smhdw")), One(duration("smh"))
ELAPSED_OR_NONE = One(duration("smhdw", least=0))
ID = One(number(1, LARGEST_ID))
PRIORITY = One(one_of(*PRIORITIES))
PER_LANGUAGE = Table("language", language, TEXT)

DESK = Record(
    {
        "name": TEXT,
        "language": LANGUAGE,
        "languages": Many(LANGUAGE),
        "country": One(country),
        "close_after": ELAPSED,
        "reopen_within": ELAPSED,
        "delivery_grace": ELAPSED,
        "lease": ELAPSED,
        "fallback": One(one_of("offer", "automatic", "never")),
        "parents": One(one_of("wait", "follow", "free")),
    },
    frozenset({"name", "language"}),
)
CHANNEL = Record(
    {
        "channel": One(one_of(*MAIL_AND_WEBHOOKS)),
        "address": TEXT,
        "name": TEXT,
        "number": TEXT,
        "group": TEXT,
        "language": LANGUAGE,
        "answers": One(one_of("public", "private")),
    },
    frozenset({"channel", "address"}),
)
GROUP = Record({"name": TEXT, "id": ID, "description": TEXT, "lead": MAIL, "manager": MAIL, "formerly": TEXTS}, frozenset({"name"}))
AGENT = Record(
    {
        "email": MAIL,
        "name": TEXT,
        "id": ID,
        "groups": TEXTS,
        "languages": Many(LANGUAGE),
        "skills": TEXTS,
        "cap": One(number(0)),
        "role": One(one_of(*ROLES)),
        "scope": One(one_of(*SCOPES)),
        "shift": TEXT,
        "language": LANGUAGE,
        "signature": TEXT,
        "job_title": TEXT,
        "phone": TEXT,
        "mobile": TEXT,
        "time_zone": One(time_zone),
    },
    frozenset({"email", "name", "groups"}),
)
PRODUCT = Record({"name": TEXT, "id": ID, "description": TEXT, "email": MAIL}, frozenset({"name"}))
COMPANY = Record({"name": TEXT, "domains": Many(One(domain)), "tier": TEXT, "weight": One(number(1))}, frozenset({"name"}))
CALENDAR = Record(
    {
        "name": TEXT,
        "time_zone": One(time_zone),
        "week": Table("days", days, WINDOWS),
        "holidays": TEXT,
        "closed": Many(DAY),
        "opened": Many(Record({"date": DAY, "windows": WINDOWS}, frozenset({"date", "windows"}))),
    },
    frozenset({"name", "time_zone", "week"}),
)
TARGET = Record({**dict.fromkeys(PRIORITIES, WORKING), "pauses": Many(One(one_of(*PAUSES)))})
STEP = Record(
    {
        "step": TEXT,
        "clock": One(one_of(*ClockKind)),
        "at": One(percent),
        "after": WORKING,
        "tell": Many(One(one_of(*Audience))),
    },
    frozenset({"step", "tell"}),
)
POLICY = Record(
    {
        "name": TEXT,
        "calendar": TEXT,
        "companies": TEXTS,
        "groups": TEXTS,
        "targets": Record({str(clock): TARGET for clock in ClockKind}),
        "resolution": One(one_of("first", "total")),
        "ladder": Many(STEP),
    },
    frozenset({"name", "calendar", "targets"}),
)
REASON = Record({"name": TEXT, "words": Table("language", language, TEXTS)}, frozenset({"name", "words"}))
RULE = Record(
    {
        "name": TEXT,
        "when": Record(dict.fromkeys(RULE_KINDS, TEXTS)),
        "group": TEXT,
        "priority": PRIORITY,
        "reason": TEXT,
        "tags": TEXTS,
        "skills": TEXTS,
    },
    frozenset({"name", "when", "group"}),
)
SCENARIO = Record(
    {"name": TEXT, "description": TEXT, "status": One(number(2)), "priority": PRIORITY, "group": TEXT, "type": TEXT, "tags": TEXTS},
    frozenset({"name"}),
)
STATUS = Record(
    {
        "number": One(number(FIRST_OWN_STATUS, LARGEST_ID)),
        "name": TEXT,
        "category": One(one_of(*(category for category in Category if category is not Category.NEW))),
    },
    frozenset({"number", "name", "category"}),
)
SURVEY = Record(
    {
        "active": One(switch),
        "delay": ELAPSED_OR_NONE,
        "throttle": ELAPSED_OR_NONE,
        "expiry": ELAPSED,
        "sample": One(percent),
        "question_version": One(number(1)),
        "questions": PER_LANGUAGE,
        "skip_tags": TEXTS,
    }
)
INCOMING = Record(
    {"acknowledge": One(switch), "tickets_per_sender": One(number(1, 100)), "messages_per_ticket": One(number(5)), "trusted": Many(MAIL)}
)
OUTGOING = Record({"recipients_per_agent": One(number(1)), "recipients_per_key": One(number(1))})
SIGN_IN = Record(
    {
        "issuer": TEXT,
        "audience": TEXT,
        "algorithm": One(one_of("RS256", "RS384", "RS512")),
        "keys": Many(Record({"kid": TEXT, "n": TEXT, "e": TEXT}, frozenset({"kid", "n"}))),
        "keys_url": TEXT,
    },
    frozenset({"issuer", "audience"}),
)
SHAPE: Kind = Record(
    {
        "desk": DESK,
        "channels": Many(CHANNEL),
        "groups": Many(GROUP),
        "agents": Many(AGENT),
        "companies": Many(COMPANY),
        "calendars": Many(CALENDAR),
        "policies": Many(POLICY),
        "reasons": Many(REASON),
        "routing": Record({"default_group": TEXT, "rules": Many(RULE)}, frozenset({"default_group"})),
        "statuses": Many(STATUS),
        "texts": Table("text", text, PER_LANGUAGE),
        "survey": SURVEY,
        "incoming": INCOMING,
        "outgoing": OUTGOING,
        "sign_in": SIGN_IN,
        "products": Many(PRODUCT),
        "scenarios": Many(SCENARIO),
        "fields": Many(FIELD),
        "contact_fields": Many(OWN_FIELD),
        "company_fields": Many(OWN_FIELD),
    },
    frozenset({"desk", "channels", "groups", "agents", "routing"}),
)


def fields() -> tuple[str, ...]:
    """Every field that desk.yaml may have, as agents[].email."""
    return tuple(SHAPE.fields(""))
