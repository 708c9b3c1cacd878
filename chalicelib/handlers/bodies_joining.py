"""The bodies of merging, splitting, links, watchers and forwarding."""

from dataclasses import replace

from chalicelib.handlers.bodies import BODY, ENCLOSED, NEW_TICKET, SUBJECT
from chalicelib.handlers.schema import (
    Field,
    NotOfTypeError,
    Schema,
    flag,
    lines,
    mail,
    mails,
    number,
    numbers,
    read,
    text,
    unused,
)

REASON = 255
_NOTE: Schema = {"body": lines(BODY, required=True), "private": flag(empty=True)}


def _note() -> Field:
    """A note of its own: {body, private}."""

    def check(value: object) -> dict[str, object]:
        if not isinstance(value, dict):
            raise NotOfTypeError("It should be an object with a body")
        return read(_NOTE, value)

    return Field(check, empty={}, facts={"type": "object", "fields": _NOTE})


MERGER: Schema = {
    "primary_id": number(required=True),
    "ticket_ids": replace(numbers(), required=True),
    "note_in_primary": _note(),
    "note_in_secondary": _note(),
    "convert_recepients_to_cc": flag(),
    "convert_recipients_to_cc": flag(),
    "reason": text(REASON),
}
UNMERGER: Schema = {"reason": text(REASON)}
WATCHER: Schema = {"user_id": number()}
FORWARD: Schema = {
    "body": lines(BODY, required=True),
    "to_emails": replace(mails(), required=True),
    "cc_emails": mails(),
    "bcc_emails": mails(),
    "include_quoted_text": flag(empty=True),
    "include_original_attachments": flag(),
    "user_id": unused(),
    "from_email": unused(),
    **ENCLOSED,
}
_NAMED_OTHERWISE = ("requester_id", "phone", "twitter_id", "unique_external_id", "source")
OUTBOUND: Schema = {
    **{name: field for name, field in NEW_TICKET.items() if name not in _NAMED_OTHERWISE},
    "email": mail(required=True),
    "subject": text(SUBJECT, required=True),
    "description": lines(BODY, required=True),
    "bcc_emails": mails(),
}
LINK: Schema = {"parent_id": number(), "tracker_id": number()}
UNLINK: Schema = {"ticket_id": number()}
SPLITTER: Schema = {"conversation_ids": replace(numbers(), required=True), "subject": text(SUBJECT), "reason": text(REASON)}
