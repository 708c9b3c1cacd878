"""The configuration as clients know it: products, mail addresses, business hours, promises, skills, scenarios."""

from collections.abc import Iterable, Iterator
from datetime import time
from typing import Any

from chalicelib.desk.model import Account, Desk, Product, Scenario
from chalicelib.handlers.shapes.people import Since, skill_id
from chalicelib.handlers.shapes.plain import Json, between
from chalicelib.ids import account_id, company_id, number_of
from chalicelib.sla.calendar import Calendar, Window
from chalicelib.sla.ladder import BREACH
from chalicelib.sla.policy import Audience, ClockKind, Policy, Step, targets

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
PRIORITIES = (1, 2, 3, 4)
MAIL = "email"
# What clients know as "whoever has the ticket" among ids of agents.
ASSIGNED_AGENT = -1
WITHIN = {
    ClockKind.FIRST_RESPONSE: "respond_within", ClockKind.RESOLUTION: "resolve_within", ClockKind.NEXT_RESPONSE: "next_respond_within",
}  # fmt: skip
ESCALATIONS = {
    ClockKind.FIRST_RESPONSE: "response", ClockKind.NEXT_RESPONSE: "next_response", ClockKind.RESOLUTION: "resolution",
}  # fmt: skip


def product(one: Product, desk: Desk, since: Since) -> Json:
    return {
        "id": one.id,
        "name": one.name,
        "description": one.description or None,
        "primary_email": one.email or None,
        **between(*since),
    }


def id_of(kind: str, name: str) -> int:
    """The id of something that desk.yaml knows by its name alone."""
    return number_of(f"{kind}:{name.casefold()}")


# -- mail --


def mail_accounts(desk: Desk) -> tuple[Account, ...]:
    return tuple(account for account in desk.accounts if account.channel == MAIL)


def email_config(one: Account, desk: Desk, since: Since) -> Json:
    return {
        **_address(one, desk),
        "to_email": one.address,
        "reply_email": one.address,
        "primary_role": one == mail_accounts(desk)[0],
        "active": True,
        **between(*since),
    }


def mailbox(one: Account, desk: Desk, since: Since) -> Json:
    return {
        **_address(one, desk),
        "support_email": one.address,
        "mailbox_type": "custom_mailbox",
        "default_reply_email": one == mail_accounts(desk)[0],
        "active": True,
        **between(*since),
    }


def _address(one: Account, desk: Desk) -> Json:
    group = desk.group(one.group)
    sold = next((product for product in desk.products if product.email == one.address), None)
    return {
        "id": account_id(one.address),
        "name": one.name or desk.name,
        "group_id": group.id if group else None,
        "product_id": sold.id if sold else None,
    }


# -- when and what is promised --


def business_hour(one: Calendar, desk: Desk, since: Since) -> Json:
    """Of a day with a break the whole span is in `start_time` and `end_time`, and each opening in `windows`."""
    return {
        "id": id_of("calendar", one.name),
        "name": one.name,
        "description": None,
        "is_default": one.name == _usual_calendar(desk),
        "time_zone": one.time_zone,
        "business_hours": {name: _day(windows) for name, windows in zip(DAYS, one.week, strict=True) if windows},
        "list_of_holidays": [{"name": "Closed", "date": day.isoformat()} for day in sorted(one.closed)],
        **between(*since),
    }


def _usual_calendar(desk: Desk) -> str:
    """The one of the promise that everybody has; without any the first."""
    for_all = next((policy.calendar for policy in desk.policies if _is_for_all(policy)), "")
    return for_all or next((calendar.name for calendar in desk.calendars), "")


def _is_for_all(policy: Policy) -> bool:
    return not (policy.companies or policy.groups)


def _day(windows: tuple[Window, ...]) -> Json:
    openings = [{"start_time": _clock(window.start), "end_time": _clock(window.end)} for window in windows]
    return {"start_time": openings[0]["start_time"], "end_time": openings[-1]["end_time"], "windows": openings}


def _clock(at: time) -> str:
    """8:00 am; midnight, at which a day ends, is 12:00 am."""
    return f"{at.hour % 12 or 12}:{at.minute:02} {'am' if at.hour < 12 else 'pm'}"


def sla_policy(one: Policy, desk: Desk, since: Since) -> Json:
    calendar = desk.calendar(one.calendar)
    always = calendar is not None and all(window == (Window(time(0), time(0)),) for window in calendar.week)
    return {
        "id": id_of("policy", one.name),
        "name": one.name,
        "description": None,
        "active": True,
        "is_default": _is_for_all(one),
        "position": desk.policies.index(one) + 1,
        "applicable_to": {
            "company_ids": [company_id(name) for name in one.companies],
            "group_ids": [group.id for name in one.groups if (group := desk.group(name))],
            "sources": [],
            "ticket_types": [],
            "product_ids": [],
        },
        "sla_target": {f"priority_{number}": _promised(one, number, in_hours=not always) for number in PRIORITIES},
        "escalation": {name: _escalation(one, kind, desk) for kind, name in ESCALATIONS.items()},
        **between(*since),
    }


def _promised(policy: Policy, priority: int, *, in_hours: bool) -> Json:
    seconds = {target.clock: target.seconds for target in targets(policy, priority)}
    within = {name: seconds.get(clock) for clock, name in WITHIN.items()}
    return {**within, "business_hours": in_hours, "escalation_enabled": any(step.clock in seconds for step in policy.ladder)}


def _escalation(policy: Policy, kind: ClockKind, desk: Desk) -> Json:
    """The steps at and after the breach by level; times in seconds after it."""
    steps = [step for step in policy.ladder if step.clock is kind and step.percent == 100]
    levels = sorted(steps, key=lambda step: (step.name != BREACH, step.offset))
    return {
        f"level_{level}": {"escalation_time": step.offset, "agent_ids": list(_told(step, policy, desk))}
        for level, step in enumerate(levels, 1)
    }


def _told(step: Step, policy: Policy, desk: Desk) -> Iterator[int]:
    if Audience.AGENT in step.audience:
        yield ASSIGNED_AGENT
    groups = [group for group in desk.groups if not policy.groups or group.name in policy.groups]
    emails = [group.lead for group in groups if Audience.LEAD in step.audience]
    emails += [group.manager for group in groups if Audience.MANAGER in step.audience]
    yield from (agent.id for email in dict.fromkeys(emails) if (agent := desk.agent_by_email(email)))


# -- skills --


def skill_names(desk: Desk) -> tuple[str, ...]:
    """What agents can do and rules ask for, each once however it is capitalised."""
    named = [*(skill for agent in desk.agents for skill in agent.skills), *(skill for rule in desk.rules for skill in rule.skills)]
    return tuple({name.casefold(): name for name in reversed(named)}[folded] for folded in dict.fromkeys(name.casefold() for name in named))


def skill(name: str, desk: Desk, since: Since) -> Json:
    """A ticket wants it when one of the rules does that ask for it."""
    asking = [rule for rule in desk.rules if _has(rule.skills, name)]
    conditions: list[Any] = [
        {"resource_type": "ticket", "field_name": condition.kind, "operator": "in", "value": list(condition.values)}
        for rule in asking
        for condition in rule.conditions
    ]
    return {
        "id": skill_id(name),
        "name": name,
        "rank": skill_names(desk).index(name) + 1,
        "match_type": "any" if len(asking) > 1 else "all",
        "conditions": conditions,
        "agents": [{"id": agent.id} for agent in desk.agents if _has(agent.skills, name)],
        **between(*since),
    }


def _has(skills: Iterable[str], name: str) -> bool:
    return name.casefold() in {skill.casefold() for skill in skills}


# -- the rest --


def scenario(one: Scenario, desk: Desk, since: Since) -> Json:
    """Without times, which clients refuse here.

    Its actions are fields of a ticket as `PUT /tickets/{id}` takes them; `add_tags` are added to those it has.
    """
    group = desk.group(one.group)
    actions = (
        ("status", one.status), ("priority", one.priority), ("group_id", group.id if group else 0), ("type", one.type),
        ("add_tags", list(one.tags)),
    )  # fmt: skip
    return {
        "id": id_of("scenario", one.name),
        "name": one.name,
        "description": one.description or None,
        "actions": [{"name": name, "value": value} for name, value in actions if value],
        "private": False,
    }


def helpdesk(desk: Desk) -> Json:
    others = [language for language in desk.languages if language != desk.language]
    return {"primary_language": desk.language, "supported_languages": others, "portal_languages": others}
