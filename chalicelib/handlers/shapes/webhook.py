"""Webhook subscriptions and their deliveries."""

from chalicelib.handlers.shapes.plain import Json, between, instant_or_null
from chalicelib.ids import number_of
from chalicelib.subscriptions.subscription import Course, Delivery, Subscription


def webhook(one: Subscription, course: Course, cursor: str, *, secret: str | None = None) -> Json:
    """`secret` is shown once: when it is made."""
    return {
        "id": one.id,
        "name": one.name or None,
        "url": one.url,
        "types": list(one.types),
        "personal": one.personal,
        "active": one.active,
        "disabled_because": one.because or None,
        "secret": secret,
        "previous_secret_until": instant_or_null(next((other.until for other in one.secrets if other.until), None)),
        "cursor": cursor or None,
        "failures": course.failures,
        "failing_since": instant_or_null(course.failing_since),
        "last_success_at": instant_or_null(course.succeeded_at),
        **between(one.created_at, one.updated_at),
    }


def delivery(one: Delivery, webhook_id: int) -> Json:
    """One attempt, or an event that was given up."""
    return {
        "id": number_of(f"{one.event}:{one.attempt}:{one.at.isoformat()}:{one.status}"),
        "webhook_id": webhook_id,
        "event_id": one.event or None,
        "ticket_id": one.ticket or None,
        "seq": one.seq or None,
        "type": one.type,
        "attempt": one.attempt,
        "status": one.status,
        "response_status": one.answer or None,
        "response": one.told or None,
        **between(one.at, one.at),
    }
