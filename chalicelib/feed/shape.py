"""An event in the shape of the API, for the feed and for webhooks."""

from typing import Any

from chalicelib.desk.model import Desk
from chalicelib.feed.told import Told, data
from chalicelib.instants import instant
from chalicelib.tickets.sentences import actor_of, name_of


def event(one: Told, desk: Desk, *, personal: bool) -> dict[str, Any]:
    """With `personal` also names, addresses and texts of fields, else null in their place; never what somebody wrote."""
    actor, at = actor_of(one.event, one.commit), instant(one.commit.at)
    kind, _, number = actor.partition(":")
    known = number.isdigit() and (personal or kind != "contact")
    return {
        "id": one.id,
        "ticket_id": one.commit.ticket,
        "seq": one.commit.seq,
        "position": one.position,
        "count": one.count,
        "type": one.type,
        "at": at,
        "actor": {"type": kind, "id": int(number) if known else None, "name": name_of(actor, desk) if personal else None},
        "conversation_id": one.conversation or None,
        "data": data(one.event, personal=personal),
        "created_at": at,
        "updated_at": at,
    }
