"""The bodies that the API takes, field by field."""

from dataclasses import replace
from typing import Any

from chalicelib.channels.message import Handle
from chalicelib.contacts.contact import EMAIL, EXTERNAL, PHONE, TWITTER
from chalicelib.errors import FieldFault, InvalidInput
from chalicelib.handlers.schema import (
    MOST_FILES,
    Schema,
    blank,
    custom,
    files,
    flag,
    instant,
    lines,
    mail,
    mails,
    number,
    numbers,
    one_of,
    parts,
    phone,
    phones,
    picture,
    text,
    texts,
    unused,
)

# SES, service quotas: recipients per message, To, Cc and Bcc together.
MOST_RECIPIENTS = 50
SUBJECT, NAME, TAG, BODY = 255, 255, 32, 64_000
LARGEST_PICTURE = 5 * 2**20
SOURCES = (2, 1, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13)
PRIORITIES = (1, 2, 3, 4)

_FIELDS: Schema = {
    "subject": text(SUBJECT),
    "status": number(),
    "priority": one_of(*PRIORITIES),
    "type": text(64),
    "reason": text(64),
    "tags": texts(TAG),
    "custom_fields": custom(),
    "product_id": number(),
    "group_id": number(),
    "responder_id": number(),
    "company_id": number(),
    "parent_id": number(),
    "related_ticket_ids": numbers(),
}
_NOT_KEPT = (
    "email_config_id", "form_id", "due_by", "fr_due_by", "nr_due_by",
    "internal_agent_id", "internal_group_id", "facebook_id", "association_type", "lookup_parameter",
)  # fmt: skip
ENCLOSED: Schema = {"attachments": files(), "attachment_ids": numbers(MOST_FILES)}
TICKET: Schema = {
    **_FIELDS,
    "tags_add": texts(TAG),
    "tags_remove": texts(TAG),
    "spam": flag(),
    "source": replace(one_of(*SOURCES), empty=0),
    **{name: unused() for name in (*_NOT_KEPT, "attachments", "description", "requester_id", "name", "email", "phone", "cc_emails")},
}
_REQUESTER: Schema = {
    "requester_id": number(),
    "name": text(NAME),
    "email": mail(),
    "phone": phone(),
    "twitter_id": text(NAME),
    "unique_external_id": text(NAME),
}
_PROMISED: Schema = {"due_by": blank(instant()), "fr_due_by": blank(instant())}
CHANGED_TICKET: Schema = {**TICKET, **{name: blank(field) for name, field in _REQUESTER.items()}, **_PROMISED}
NEW_TICKET: Schema = {
    **{name: unused() for name in _NOT_KEPT},
    **_FIELDS,
    "description": lines(BODY),
    "source": one_of(*SOURCES),
    **_REQUESTER,
    **_PROMISED,
    "cc_emails": mails(),
    "email_config_id": number(),
    **ENCLOSED,
}
REPLY: Schema = {
    "body": lines(BODY),
    "canned_response_id": number(),
    "cc_emails": mails(),
    "user_id": number(),
    "from_email": mail(),
    "bcc_emails": mails(),
    "seen_version": number(),
    "last_seen_conversation_id": number(),
    **ENCLOSED,
}
FALLBACK: Schema = {"conversation_id": number(required=True)}
NOTE: Schema = {
    "body": lines(BODY),
    "canned_response_id": number(),
    "private": flag(empty=True),
    "user_id": number(),
    "incoming": unused(),
    "notify_emails": mails(),
    **ENCLOSED,
}
CONTACT: Schema = {
    "name": text(NAME),
    "email": mail(),
    "other_emails": mails(),
    "phone": phone(),
    "mobile": phone(),
    "twitter_id": text(NAME),
    "unique_external_id": text(NAME),
    "company_id": number(),
    "job_title": text(NAME),
    "address": lines(1_000),
    "description": lines(8_000),
    "language": text(35),
    "time_zone": text(64),
    "tags": texts(TAG),
    "custom_fields": custom(),
    "view_all_tickets": flag(),
    "other_companies": parts({"company_id": number(required=True), "view_all_tickets": flag()}),
    "other_phone_numbers": phones(),
    "avatar": picture(LARGEST_PICTURE),
    **{name: unused() for name in ("facebook_id", "lookup_parameter")},
}
NEW_CONTACT: Schema = {**CONTACT, "name": text(NAME, required=True)}
MERGER: Schema = {
    "primary_contact_id": number(required=True),
    "secondary_contact_ids": numbers(),
    "reason": text(255),
    "dry_run": flag(),
    "contact": unused(),
}
UNMERGER: Schema = {"reason": text(255), "dry_run": flag()}
HANDLE: Schema = {"kind": text(32, required=True), "value": text(NAME, required=True), "evidence": text(16)}
COMPANY: Schema = {
    "name": text(NAME),
    "description": lines(8_000),
    "note": lines(8_000),
    "domains": texts(253),
    "health_score": text(64),
    "account_tier": text(64),
    "renewal_date": instant(),
    "industry": text(NAME),
    "custom_fields": custom(),
    "lookup_parameter": unused(),
}
NEW_COMPANY: Schema = {**COMPANY, "name": text(NAME, required=True)}


def demand_sendable(given: dict[str, Any], others: int = 0) -> None:
    """Raises InvalidInput where a mail to all who are named, and to `others`, would be refused by SES."""
    asked = [name for name in ("to_emails", "cc_emails", "bcc_emails") if given.get(name)]
    if (count := others + sum(len(given[name]) for name in asked)) > MOST_RECIPIENTS:
        raise InvalidInput(FieldFault(asked[-1], f"A mail goes to at most {MOST_RECIPIENTS} recipients, not {count}"))


def handles_of(given: dict[str, Any]) -> tuple[Handle, ...]:
    """Every handle in a body, the one to answer to first."""
    named = ((EMAIL, "email"), (PHONE, "phone"), (PHONE, "mobile"), (EXTERNAL, "unique_external_id"), (TWITTER, "twitter_id"))
    single = [(kind, given[name]) for kind, name in named if given.get(name)]
    others = [(EMAIL, address) for address in given.get("other_emails", ())]
    others += [(PHONE, told) for told in given.get("other_phone_numbers", ())]
    return tuple(Handle(kind, value) for kind, value in dict.fromkeys([*single, *others]))
