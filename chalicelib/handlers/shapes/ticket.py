"""Tickets: the row of a list, the whole ticket, and what `include` embeds."""

from collections.abc import Iterable

from chalicelib.channels.sources import PORTAL as PORTAL
from chalicelib.channels.sources import source_of
from chalicelib.desk.model import PRIORITIES, Desk
from chalicelib.handlers.shapes.plain import Json, between, instant_or_null
from chalicelib.ids import account_id, company_id
from chalicelib.markup import clean, of_text
from chalicelib.sla.policy import ClockKind
from chalicelib.tickets.events import Commit, Content
from chalicelib.tickets.linking import association
from chalicelib.tickets.state import State

NAMES = {number: name for name, number in PRIORITIES.items()}


def ticket(state: State, desk: Desk) -> Json:
    """The row of a list: without the description."""
    kind, count = association(state) or (None, None)
    return {
        "id": state.number,
        "subject": state.subject,
        "status": state.status,
        "priority": state.priority,
        "source": source_of(state.channel, state.source),
        "type": state.type or None,
        **_people(state, desk),
        **_addresses(state),
        "tags": list(state.tags),
        "custom_fields": dict(state.custom),
        **_promises(state),
        "spam": state.spam,
        **({"deleted": True} if state.deleted else {}),
        "association_type": kind,
        "associated_tickets_count": count,
        "internal_agent_id": None,
        "internal_group_id": None,
        "source_additional_info": None,
        "structured_description": None,
        "sentiment_score": None,
        **between(state.opened_at, state.updated_at),
        **_ours(state, desk),
    }


def description(first: Commit | None) -> Json:
    """What the requester wrote first, as HTML and as text."""
    content = first.content if first else None
    return {"description": html_of(content), "description_text": content.text if content else ""}


def html_of(content: Content | None) -> str:
    """Cleaned again on the way out: the rules of today hold for what was stored under older ones."""
    if content is None:
        return ""
    return clean(content.html) if content.html else of_text(content.text)


def stats(state: State) -> Json:
    told = state.stats
    return {
        "agent_responded_at": instant_or_null(told.agent_responded),
        "requester_responded_at": instant_or_null(told.requester_responded),
        "first_responded_at": instant_or_null(told.first_responded),
        "status_updated_at": instant_or_null(told.status_updated),
        "reopened_at": instant_or_null(told.reopened),
        "resolved_at": instant_or_null(told.resolved),
        "closed_at": instant_or_null(told.closed),
        "pending_since": instant_or_null(told.pending_since),
    }


def _people(state: State, desk: Desk) -> Json:
    group = desk.group(state.group)
    return {
        "requester_id": state.contact or None,
        "responder_id": state.agent or None,
        "group_id": group.id if group else None,
        "company_id": company_id(state.company) if state.company else None,
        "product_id": state.product or None,
        "email_config_id": account_id(state.account) if state.channel == "email" and state.account else None,
        "form_id": None,
    }


def _addresses(state: State) -> Json:
    copied = list(_copied(state))
    return {
        "cc_emails": copied,
        "fwd_emails": list(state.thirds),
        "reply_cc_emails": copied,
        "ticket_cc_emails": copied,
        "ticket_bcc_emails": [],
        "to_emails": list(state.accounts) or None,
        "support_email": state.account if state.channel == "email" and state.account else None,
    }


def _copied(state: State) -> Iterable[str]:
    ours = {*state.accounts, state.requester.value}
    return (handle.value for handle in state.participants if handle.kind == "email" and handle.value not in ours)


def _promises(state: State) -> Json:
    kinds = {"": ClockKind.RESOLUTION, "fr_": ClockKind.FIRST_RESPONSE, "nr_": ClockKind.NEXT_RESPONSE}
    promises = {prefix: state.promise(kind.value) for prefix, kind in kinds.items()}
    due = {f"{prefix}due_by": instant_or_null(promise.due if promise else None) for prefix, promise in promises.items()}
    late = {
        prefix: any(key.startswith(f"{kind.value}#") and key.endswith(":breach") for key in state.rungs) for prefix, kind in kinds.items()
    }
    return {**due, "is_escalated": late[""], "fr_escalated": late["fr_"], "nr_escalated": late["nr_"]}


def _ours(state: State, desk: Desk) -> Json:
    """Keys that only this desk has."""
    status = desk.status(state.status)
    return {
        "status_name": status.name if status else None,
        "priority_name": NAMES.get(state.priority),
        "channel": state.channel,
        "language": state.language or None,
        "reason": state.reason or None,
        "waiting": state.waiting or None,
        "follows_ticket_id": state.follows or None,
        "merged_into_id": state.bonds.merged_into or None,
        "merged_ticket_ids": list(state.bonds.merged),
        "split_from_id": state.bonds.split_from or None,
        "parent_id": state.bonds.parent or None,
        "tracker_id": state.bonds.tracker or None,
        "version": state.version,
    }
