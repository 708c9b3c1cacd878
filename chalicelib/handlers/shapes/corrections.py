"""A ticket's summary, and a message in full."""

from chalicelib.corrections.actions import Summary, Whole
from chalicelib.handlers.shapes.plain import Json, between
from chalicelib.handlers.shapes.ticket import html_of
from chalicelib.ids import conversation_id


def summary(one: Summary, ticket: int) -> Json:
    return {
        "id": conversation_id(ticket, one.seq),
        "ticket_id": ticket,
        "body": html_of(one.content),
        "body_text": one.content.text,
        "user_id": one.agent or None,
        **between(one.created_at, one.updated_at),
    }


def whole(one: Whole, conversation: int, ticket: int) -> Json:
    """`complete` is false where only the part without quotations is left."""
    return {
        "id": conversation,
        "ticket_id": ticket,
        "body": one.html,
        "body_text": one.text,
        "complete": one.is_complete,
        **between(one.at, one.at),
    }
