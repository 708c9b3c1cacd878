"""The bodies of agents and groups."""

from dataclasses import replace

from chalicelib.handlers.bodies import NAME
from chalicelib.handlers.schema import (
    Field,
    NotAllowedError,
    NotKeptError,
    Schema,
    flag,
    lines,
    mail,
    number,
    numbers,
    one_of,
    phone,
    text,
    texts,
    unused,
    word,
)

MOST_GROUPS = 200
MOST_MEMBERS = 1_000
MOST_POINTS = 10_000
BY_LOAD = 3


def kept_as(*only: object) -> Field:
    """A field that has one value at every desk like this: what was read may be sent back."""

    def check(value: object) -> object:
        if not any(value is one or (value == one and type(value) is type(one)) for one in only):
            raise NotKeptError
        return value

    return Field(check, facts={"enum": [*only, None]})


def points() -> Field:
    whole = number()

    def check(value: object) -> int:
        found: int = whole.check(value)
        if found > MOST_POINTS:
            raise NotAllowedError(f"It should be a number from 0 to {MOST_POINTS}")
        return found

    return Field(check, empty=0, facts={"type": "integer", "minimum": 0, "maximum": MOST_POINTS})


_PERSON: Schema = {
    "name": text(NAME),
    "signature": lines(8_000),
    "job_title": text(NAME),
    "phone": phone(),
    "mobile": phone(),
    "language": text(35),
    "time_zone": text(64),
}
_PLACE: Schema = {
    "group_ids": numbers(MOST_GROUPS),
    "role_ids": numbers(),
    "skill_ids": numbers(MOST_GROUPS),
    "type": word("support_agent", "collaborator"),
    "languages": texts(3),
    "cap": points(),
    **{name: unused() for name in ("occasional", "focus_mode", "agent_level_id", "freshcaller_agent", "contribution_group_ids")},
}
AGENT: Schema = {
    **_PERSON, **_PLACE, "email": mail(), "ticket_scope": one_of(1, 2, 3), "available": flag(), "hand_over": flag(),
}  # fmt: skip
NEW_AGENT: Schema = {**_PERSON, **_PLACE, "email": mail(required=True), "ticket_scope": replace(one_of(1, 2, 3), required=True)}
MAKE_AGENT: Schema = {**_PERSON, **_PLACE, "ticket_scope": one_of(1, 2, 3)}
GROUP: Schema = {
    "name": text(NAME),
    "description": lines(1_000),
    "agent_ids": numbers(MOST_MEMBERS),
    "escalate_to": number(),
    "manager_id": number(),
    # Clients send these unasked. Who gets a ticket is decided by load, and who hears of a late one by the policies' ladder.
    "auto_ticket_assign": kept_as(BY_LOAD, True, False, 0, 1, 2),
    "unassigned_for": kept_as("30m", "1h", "2h", "4h", "8h", "12h", "1d", "2d", "3d"),
    "group_type": kept_as("support_agent_group"),
    "allow_agents_to_change_availability": kept_as(True),
    "business_hour_id": unused(),
}
NEW_GROUP: Schema = {**GROUP, "name": text(NAME, required=True)}
