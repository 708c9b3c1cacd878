"""Webhook subscriptions in the Desk table.

WEBHOOKS / S#<id>             a subscription
WEBHOOK#<id> / COURSE         how far it has come, with the lease of whoever works on it
WEBHOOK#<id> / T#<ticket>     a ticket whose event was not taken
WEBHOOK#<id> / D#<slot>       one of the last hundred deliveries; D#ping the last ping
WEBHOOK#<id> / X#<event>      an event that was given up
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.expressions.update import Action

from chalicelib import meter
from chalicelib.codec import from_json, to_json
from chalicelib.settings import settings
from chalicelib.storage.rows import Bytes, Part, Row, query_all, stamp_of
from chalicelib.subscriptions.subscription import Course, Delivery, Parked, Subscription

ALL = "WEBHOOKS"
COURSE = "COURSE"
SLOTS = 100
PING = "D#ping"
Kind = TypeVar("Kind")


class WebhookRow(Row):
    """One row of a subscription; what it holds is in `body`."""

    class Meta:
        table_name = settings().desk_table
        region = settings().region

    sk = UnicodeAttribute(range_key=True)
    body = Bytes()
    version = NumberAttribute(null=True)
    lease = UnicodeAttribute(null=True)
    holder = UnicodeAttribute(null=True)
    awaited = UnicodeAttribute(null=True)


# -- subscriptions --


def put(subscription: Subscription) -> bool:
    """A new one; False if it is there already."""
    row = WebhookRow(ALL, _key(subscription.id), body=to_json(subscription), version=1)
    return row.put(WebhookRow.pk.does_not_exist()) is None


def replace_if(subscription: Subscription, version: int) -> bool:
    """Write it over `version`; False if somebody else was first."""
    row = WebhookRow(ALL, _key(subscription.id), body=to_json(subscription), version=version + 1)
    return row.put(WebhookRow.version == version) is None


def turn_off(number: int, because: str, now: datetime) -> None:
    """Whoever changes it at the same moment has the last word: a subscription that fails goes on failing."""
    if found := find(number):
        replace_if(replace(found[0], active=False, because=because, updated_at=now), found[1])


def find(number: int) -> tuple[Subscription, int] | None:
    """A subscription and its version."""
    row = WebhookRow.find(ALL, _key(number))
    return (from_json(row.body, Subscription), int(row.version)) if row else None


def everyone() -> list[Subscription]:
    """All of them; they are few."""
    with meter.for_all():
        return [_value(item, Subscription) for item in query_all(WebhookRow, Part(ALL, eventual=True))]


def remove(number: int) -> None:
    """The subscription first, so that nobody goes on; what is left of its course is removed too."""
    WebhookRow.remove(ALL, _key(number))
    for item in list(query_all(WebhookRow, Part(_own(number)))):
        WebhookRow.remove(_own(number), item["sk"]["S"])


# -- the course --


def begin(number: int, course: Course) -> None:
    """Where a new subscription begins."""
    WebhookRow(_own(number), COURSE, body=to_json(course)).put(WebhookRow.pk.does_not_exist())


def take(number: int, holder: str, now: datetime, until: datetime) -> Course | None:
    """The course, for its holder alone until then; None while somebody else has it."""
    free = WebhookRow.lease.does_not_exist() | (WebhookRow.lease <= stamp_of(now))
    lease: list[Action] = [WebhookRow.lease.set(stamp_of(until)), WebhookRow.holder.set(holder)]
    row = WebhookRow.change(_own(number), COURSE, lease, WebhookRow.pk.exists() & free)
    return from_json(row.body, Course) if row else None


def save(number: int, course: Course, holder: str, until: datetime | None = None) -> bool:
    """Keep how far it has come, and with `until` also the lease; False if somebody else has it by now."""
    lease = stamp_of(until) if until else " "
    changes: list[Action] = [WebhookRow.body.set(to_json(course)), WebhookRow.lease.set(lease)]
    return WebhookRow.change(_own(number), COURSE, changes, WebhookRow.holder == holder) is not None


def is_awaited(number: int, now: datetime) -> bool:
    """Whether somebody who could not take it comes again later than now."""
    row = WebhookRow.find(_own(number), COURSE)
    return row is not None and (row.awaited or "") > stamp_of(now)


def await_until(number: int, until: datetime) -> None:
    WebhookRow.change(_own(number), COURSE, [WebhookRow.awaited.set(stamp_of(until))], WebhookRow.pk.exists())


def course(number: int) -> Course | None:
    row = WebhookRow.find(_own(number), COURSE)
    return from_json(row.body, Course) if row else None


# -- tickets, deliveries, dead letters --


def park(number: int, parked: Parked) -> None:
    WebhookRow(_own(number), _ticket(parked.ticket), body=to_json(parked)).put()


def unpark(number: int, ticket: int) -> None:
    WebhookRow.remove(_own(number), _ticket(ticket))


def parked(number: int) -> list[Parked]:
    return list(_values(number, "T#", Parked))


def record(number: int, delivery: Delivery, slot: int | None) -> None:
    """Among the last hundred; without a slot as the last ping."""
    WebhookRow(_own(number), PING if slot is None else f"D#{slot % SLOTS:03d}", body=to_json(delivery)).put()


def deliveries(number: int) -> list[Delivery]:
    """The last ones, newest first."""
    return sorted(_values(number, "D#", Delivery), key=lambda one: one.at, reverse=True)


def bury(number: int, delivery: Delivery) -> None:
    WebhookRow(_own(number), _event(delivery.event), body=to_json(delivery)).put()


def unbury(number: int, event: int) -> None:
    WebhookRow.remove(_own(number), _event(event))


def dead(number: int) -> list[Delivery]:
    """What was given up, by ticket and order."""
    return list(_values(number, "X#", Delivery))


def _values(number: int, prefix: str, kind: type[Kind]) -> Iterator[Kind]:
    part = Part(_own(number), low=prefix, high=f"{prefix}~")
    return (_value(item, kind) for item in query_all(WebhookRow, part))


def _value(item: dict[str, Any], kind: type[Kind]) -> Kind:
    raw: bytes = item["body"]["B"]
    return from_json(raw, kind)


def _key(number: int) -> str:
    return f"S#{number:016d}"


def _own(number: int) -> str:
    return f"WEBHOOK#{number}"


def _ticket(number: int) -> str:
    return f"T#{number:015d}"


def _event(number: int) -> str:
    return f"X#{number:016d}"
