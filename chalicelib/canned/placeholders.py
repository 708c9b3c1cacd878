"""What a canned response may leave open: a list of names, put in once and escaped; no expressions of any kind."""

import html
import re
from collections.abc import Mapping
from typing import Any

from chalicelib.desk.model import PRIORITIES, Agent, Desk
from chalicelib.tickets.state import State
from chalicelib.values import dataclass

_MARK = re.compile(r"\{\{([^{}]{0,100})\}\}")
_OWN = re.compile(r"ticket\.cf_[a-z0-9_]{1,60}")
NAMES = (
    "ticket.id", "ticket.subject", "ticket.status", "ticket.priority", "ticket.type", "ticket.reason", "ticket.group.name",
    "ticket.agent.name", "ticket.company.name", "ticket.requester.name", "ticket.requester.firstname", "ticket.requester.email",
    "agent.name", "agent.firstname", "agent.email", "helpdesk_name",
)  # fmt: skip
"""And `ticket.cf_…` for a field of the desk's own."""

PRIORITY = {number: name.capitalize() for name, number in PRIORITIES.items()}
Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Filled:
    """HTML with everything put in that is known; `empty` are the placeholders for which there was nothing."""

    html: str
    empty: tuple[str, ...] = ()


def unknown(template: str) -> tuple[str, ...]:
    """What stands between double braces and is no placeholder."""
    found = (match[1].strip() for match in _MARK.finditer(template))
    return tuple(dict.fromkeys(name for name in found if not _is_known(name)))


def _is_known(name: str) -> bool:
    return name in NAMES or bool(_OWN.fullmatch(name))


def fill(template: str, values: Values) -> Filled:
    """One pass: what a value brings with it is never read again. The caller cleans the result, as a link's address may be a value."""
    empty: dict[str, None] = {}

    def put(match: re.Match[str]) -> str:
        name = match[1].strip()
        value = values.get(name, "") if _is_known(name) else ""
        if not value:
            empty[name] = None
        return html.escape(value, quote=True)

    return Filled(_MARK.sub(put, template), tuple(empty))


def values_of(state: State, requester: str, agent: Agent | None, desk: Desk) -> dict[str, str]:
    """Of a ticket; `requester` is the name on the contact's card, `agent` whoever answers."""
    owner, status = desk.agent(state.agent), desk.status(state.status)
    name = requester or state.requester.name
    own = {f"ticket.{field}": _written(value) for field, value in state.custom.items()}
    return {
        **own,
        "ticket.id": str(state.number),
        "ticket.subject": state.subject,
        "ticket.status": status.name if status else "",
        "ticket.priority": PRIORITY.get(state.priority, ""),
        "ticket.type": state.type,
        "ticket.reason": state.reason,
        "ticket.group.name": state.group,
        "ticket.agent.name": owner.name if owner else "",
        "ticket.company.name": state.company,
        "ticket.requester.name": name,
        "ticket.requester.firstname": first_name(name),
        "ticket.requester.email": state.requester.value if state.requester.kind == "email" else "",
        "agent.name": agent.name if agent else "",
        "agent.firstname": first_name(agent.name) if agent else "",
        "agent.email": agent.email if agent else "",
        "helpdesk_name": desk.name,
    }


def first_name(name: str) -> str:
    """`Aino` of both `Aino Aalto` and `Aalto, Aino`."""
    family, comma, given = name.partition(",")
    return ((given if comma else family).split() or [""])[0]


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "✓" if value else ""
    return "" if value is None else str(value)
