"""Contacts, companies, agents, groups and roles."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.contacts.actions import Edge
from chalicelib.contacts.company import Company
from chalicelib.contacts.contact import EXTERNAL, TWITTER, WHATSAPP, Contact
from chalicelib.contacts.pointers import Pointer
from chalicelib.desk.model import Agent, Desk, Group
from chalicelib.handlers.shapes.plain import Json, between, instant
from chalicelib.ids import company_id, number_of
from chalicelib.markup import clean
from chalicelib.outside import files
from chalicelib.people.keys import ABOUT, Principal, Role, Scope, answers
from chalicelib.people.profile import profiled
from chalicelib.storage.loads import Standing
from chalicelib.time_zones import shown

SCOPES = {Scope.GLOBAL: 1, Scope.GROUP: 2, Scope.OWN: 3}
# Load decides who gets a ticket.
BY_LOAD = 3
FULL, COLLABORATOR = 1, 3
Since = tuple[datetime, datetime]


def contact(one: Contact) -> Json:
    first, _, last = one.name.partition(" ")
    return {
        "id": one.id,
        "name": one.name,
        "first_name": first or None,
        "last_name": last or None,
        "email": next(iter(one.emails), None),
        "other_emails": list(one.emails[1:]),
        "phone": one.phone or None,
        "mobile": one.mobile or None,
        "other_phone_numbers": [number for number in one.numbers if number not in (one.phone, one.mobile)],
        "twitter_id": one.first(TWITTER) or None,
        "facebook_id": None,
        "unique_external_id": one.first(EXTERNAL) or None,
        "visitor_id": None,
        "org_contact_id": None,
        "address": one.address or None,
        "description": one.description or None,
        "job_title": one.job_title or None,
        "language": one.language or None,
        "time_zone": shown(one.time_zone) or None,
        "company_id": company_id(one.company) if one.company else None,
        "view_all_tickets": one.view_all_tickets,
        "other_companies": [{"company_id": company_id(name), "view_all_tickets": sees} for name, sees in one.other_companies],
        "tags": list(one.tags),
        "custom_fields": dict(one.custom),
        "active": one.verified,
        "deleted": one.deleted or bool(one.into),
        "avatar": avatar(one.avatar),
        "csat_rating": None,
        "preferred_source": None,
        **between(one.created_at, one.updated_at),
        "time_zone_iana": one.time_zone or None,
        "whatsapp_id": one.first(WHATSAPP) or None,
        "merged_into_id": one.into or None,
        "merged_ids": list(one.merged),
    }


def avatar(kept: Mapping[str, Any]) -> Json | None:
    """A picture with an address that gives it for five minutes."""
    if not kept:
        return None
    at = instant(datetime.fromisoformat(kept["at"]))
    return {
        "id": number_of(f"avatar:{kept['key']}"),
        "name": kept["name"],
        "content_type": kept["type"],
        "size": kept["size"],
        "avatar_url": files.link("files", kept["key"], kept["name"]),
        "created_at": at,
        "updated_at": at,
    }


def edge(one: Edge) -> Json:
    """One handle with what speaks for it; `contact_id` is whose it is apart from all mergers."""
    return {
        "kind": one.handle.kind,
        "value": one.handle.value,
        "evidence": one.evidence.value,
        "at": instant(one.at),
        "by": one.by or None,
        "contact_id": one.contact,
    }


def pointer(one: Pointer) -> Json:
    """One merger, or its undoing."""
    return {"verb": one.verb, "contact_id": one.contact, "at": instant(one.at), "by": one.by, "reason": one.because or None}


def requester(one: Contact | None, number: int) -> Json:
    """What `include=requester` embeds."""
    if one is None:
        return {"id": number, "name": None, "email": None, "mobile": None, "phone": None}
    return {
        "id": one.id,
        "name": one.name,
        "email": next(iter(one.emails), None),
        "mobile": one.mobile or None,
        "phone": one.phone or None,
    }


def company(one: Company) -> Json:
    return {
        "id": one.id,
        "name": one.name,
        "description": one.description or None,
        "note": one.note or None,
        "domains": list(one.domains),
        "health_score": one.health_score or None,
        "account_tier": one.account_tier or None,
        "renewal_date": one.renewal_date or None,
        "industry": one.industry or None,
        "custom_fields": dict(one.custom),
        "org_company_id": None,
        **between(one.created_at, one.updated_at),
    }


def agent(one: Agent, desk: Desk, standing: Standing, since: Since) -> Json:
    one = profiled(one, standing.profile)
    groups = [group.id for name in one.groups if (group := desk.group(name))]
    since = (since[0], max(since[1], standing.profile_at or since[1]))
    light = not answers(Role(one.role))
    return {
        "id": one.id,
        "available": standing.presence.available,
        "available_since": None,
        "occasional": False,
        "signature": clean(one.signature) or None,
        "ticket_scope": SCOPES[Scope(one.scope)],
        "type": "collaborator" if light else "support_agent",
        "group_ids": groups,
        "role_ids": [role_id(Role(one.role))],
        "skill_ids": [skill_id(name) for name in one.skills],
        "focus_mode": False,
        "deactivated": False,
        "freshcaller_agent": False,
        "agent_level_id": None,
        "last_active_at": None,
        **between(*since),
        "contact": _agents_contact(one, desk, since),
        "cap": one.cap,
        "load": standing.load.total,
        "skills": list(one.skills),
        "languages": list(one.languages),
    }


def administrator(who: Principal, desk: Desk, since: Since) -> Json:
    """The administrator's key where no agent of the desk is one: an agent who takes no tickets."""
    person = Agent(number_of("agent:administrator"), "", who.name, cap=0, role=Role.ADMIN.value)
    return agent(person, desk, Standing(), since)


def _agents_contact(one: Agent, desk: Desk, since: Since) -> Json:
    shift = desk.calendar(one.shift)
    zone = one.time_zone or (shift.time_zone if shift else "")
    return {
        "active": True,
        "email": one.email or None,
        "job_title": one.job_title or None,
        "language": one.language or desk.language,
        "last_login_at": None,
        "mobile": one.mobile or None,
        "name": one.name or one.email,
        "phone": one.phone or None,
        "time_zone": shown(zone) or None,
        "avatar": None,
        **between(*since),
    }


def group(one: Group, desk: Desk, since: Since) -> Json:
    lead, manager = desk.agent_by_email(one.lead), desk.agent_by_email(one.manager)
    return {
        "id": one.id,
        "name": one.name,
        "description": one.description or None,
        "agent_ids": [member.id for member in desk.agents if one.name in member.groups],
        "escalate_to": lead.id if lead else None,
        "unassigned_for": None,
        "business_hour_id": None,
        "group_type": "support_agent_group",
        "auto_ticket_assign": BY_LOAD,
        "allow_agents_to_change_availability": True,
        **between(*since),
        "manager_id": manager.id if manager else None,
    }


def role(one: Role, since: Since) -> Json:
    return {
        "id": role_id(one),
        "name": one.value.capitalize(),
        "description": ABOUT[one],
        "default": True,
        "agent_type": FULL if answers(one) else COLLABORATOR,
        **between(*since),
    }


def skill_id(name: str) -> int:
    return number_of(f"skill:{name.casefold()}")


def role_id(one: Role) -> int:
    return number_of(f"role:{one.value}")
