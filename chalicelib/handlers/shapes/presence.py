"""Somebody on a ticket's page."""

from chalicelib.desk.model import Desk
from chalicelib.handlers.shapes.plain import Json, between, instant
from chalicelib.people.keys import Principal
from chalicelib.tickets.collision import Present
from chalicelib.tickets.sentences import name_of


def present(one: Present, ticket: int, who: Principal, desk: Desk) -> Json:
    """`you`: it is the caller's own sign."""
    return {
        "ticket_id": ticket,
        "agent_id": one.agent or None,
        "name": name_of(f"agent:{one.agent}", desk),
        "state": one.doing.value,
        "you": one.agent == who.number,
        "expires_at": instant(one.expires),
        **between(one.at, one.at),
    }
