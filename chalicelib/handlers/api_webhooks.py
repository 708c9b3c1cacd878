"""Webhook subscriptions: who elsewhere is told of events; for administrators."""

from dataclasses import replace
from typing import Any

from chalice import Blueprint

from chalicelib.errors import FieldFault, InvalidInput
from chalicelib.handlers.api_feed import EVENTS, NOW, place_asked
from chalicelib.handlers.bodies_webhooks import NEW_WEBHOOK, REDELIVERY, WEBHOOK
from chalicelib.handlers.cursors import cursor_of
from chalicelib.handlers.http import NOTHING, Answer, Call, created, endpoint
from chalicelib.handlers.paging import paged
from chalicelib.handlers.shapes import webhook as shapes
from chalicelib.ids import command_id
from chalicelib.people.keys import Right, demand
from chalicelib.subscriptions import actions as subscriptions
from chalicelib.subscriptions.subscription import Subscription

api = Blueprint(__name__)


@endpoint(api, "GET", "/webhooks", needs=Right.WEBHOOKS)
def list_webhooks(call: Call) -> Answer:
    return paged(call, sorted(subscriptions.all_of_them(), key=lambda one: (one.created_at, one.id)), _shape)


@endpoint(api, "POST", "/webhooks", needs=Right.WEBHOOKS)
def create_webhook(call: Call) -> Answer:
    """The answer has the signing secret, which is never shown again."""
    given = call.body(NEW_WEBHOOK)
    if given.get("personal"):
        demand(call.who, Right.READ)
    place = place_asked(given.pop("after", "") or NOW, call)
    made = subscriptions.subscribe(given, place, call.context.now, key=call.key() or command_id())
    told = created(_shape(made, secret=subscriptions.shown(made, call.context.now)), call.url(f"/webhooks/{made.id}"))
    return replace(told, is_secret=True)


@endpoint(api, "GET", "/webhooks/{number}", needs=Right.WEBHOOKS)
def view_webhook(call: Call) -> Answer:
    return Answer(_shape(subscriptions.subscription(call.number)))


@endpoint(api, "PUT", "/webhooks/{number}", needs=Right.WEBHOOKS)
def change_webhook(call: Call) -> Answer:
    """With `rotate_secret` the answer has a new secret; the one before it goes on signing for a day."""
    known, given = subscriptions.subscription(call.number), call.body(WEBHOOK)
    # Names and addresses go nowhere by the hand of a key that may not read them itself.
    if given.get("personal", known.personal) and ("personal" in given or "url" in given):
        demand(call.who, Right.READ)
    rotate = given.pop("rotate_secret", False)
    if "url" in given and not given["url"]:
        raise InvalidInput(FieldFault("url", "A webhook has an address", "missing_field"))
    after = subscriptions.change(call.number, given, call.context.now, rotate=rotate)
    secret = subscriptions.shown(after, call.context.now) if rotate else None
    return Answer(_shape(after, secret=secret), is_secret=rotate)


@endpoint(api, "DELETE", "/webhooks/{number}", needs=Right.WEBHOOKS)
def delete_webhook(call: Call) -> Answer:
    subscriptions.remove(call.number)
    return NOTHING


@endpoint(api, "GET", "/webhooks/{number}/deliveries", needs=Right.WEBHOOKS)
def list_webhook_deliveries(call: Call) -> Answer:
    """The last hundred attempts, newest first; with `status=dead` what was given up."""
    find = subscriptions.dead_letters if call.query.get("status") == "dead" else subscriptions.deliveries
    return paged(call, find(call.number), lambda one: shapes.delivery(one, call.number))


@endpoint(api, "POST", "/webhooks/{number}/redeliver", needs=Right.WEBHOOKS)
def redeliver_webhook(call: Call) -> Answer:
    """Tell everything behind a cursor once more, or what was given up."""
    one = subscriptions.subscription(call.number)
    given = call.body(REDELIVERY)
    if cursor := given.get("cursor", ""):
        one = subscriptions.go_on_from(call.number, place_asked(cursor, call, "cursor"), call.context.now)
    elif given.get("dead_letters") or given.get("event_ids"):
        subscriptions.revive(call.number, given.get("event_ids", ()))
    else:
        raise InvalidInput(FieldFault("cursor", "One of cursor, dead_letters, event_ids is mandatory", "missing_field"))
    return Answer(_shape(one), 202)


@endpoint(api, "POST", "/webhooks/{number}/ping", needs=Right.WEBHOOKS)
def ping_webhook(call: Call) -> Answer:
    """Send a test; what came of it is among the deliveries a moment later."""
    subscriptions.ask_for_ping(call.number)
    return Answer(_shape(subscriptions.subscription(call.number)), 202)


def _shape(one: Subscription, *, secret: str | None = None) -> dict[str, Any]:
    course = subscriptions.course(one.id)
    return shapes.webhook(one, course, cursor_of(EVENTS, course.place) if course.place else "", secret=secret)
