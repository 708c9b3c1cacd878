"""Who calls the API and what they may do: keys, roles, and which tickets a person sees."""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from chalicelib.desk.model import Agent, Desk
from chalicelib.errors import AccessDenied
from chalicelib.tickets.state import State
from chalicelib.values import dataclass


class Right(StrEnum):
    """What one may do; each route of the API needs one of these."""

    HEADS = "heads"
    READ = "read"
    COSTS = "costs"
    REPORTS = "reports"
    NOTE = "note"
    REPLY = "reply"
    CHANGE = "change"
    TAKE = "take"
    CONTACTS = "contacts"
    COMPANIES = "companies"
    DELETE = "delete"
    STAFF = "staff"
    KEYS = "keys"
    DESK = "desk"
    WEBHOOKS = "webhooks"


class Role(StrEnum):
    """From all rights to numbers without a person in them."""

    ADMIN = "admin"
    SUPERVISOR = "supervisor"
    AGENT = "agent"
    LIGHT = "light"
    FINANCE = "finance"
    REPORTING = "reporting"


class Scope(StrEnum):
    """Which tickets a person sees: all, those of the own groups, or only the own ones."""

    GLOBAL = "global"
    GROUP = "group"
    OWN = "own"

    @classmethod
    def _missing_(cls, value: object) -> "Scope | None":
        """desk.yaml says restricted."""
        return cls.OWN if value == "restricted" else None


_FINANCE = frozenset({Right.HEADS, Right.COSTS, Right.KEYS})
_REPORTING = frozenset({Right.HEADS, Right.REPORTS, Right.KEYS})
_LIGHT = _FINANCE | {Right.READ, Right.NOTE}
_AGENT = _LIGHT | {Right.REPLY, Right.CHANGE, Right.TAKE, Right.CONTACTS}
RIGHTS = {
    Role.ADMIN: frozenset(Right),
    Role.SUPERVISOR: frozenset(Right) - {Right.DESK, Right.WEBHOOKS},
    Role.AGENT: _AGENT,
    Role.LIGHT: _LIGHT,
    Role.FINANCE: _FINANCE,
    Role.REPORTING: _REPORTING,
}
ABOUT = {
    Role.ADMIN: "Everything, in every group.",
    Role.SUPERVISOR: "Everything in the tickets of the own scope, reports, and colleagues' availability.",
    Role.AGENT: "Works on the tickets of the own scope and on contacts.",
    Role.LIGHT: "Reads the tickets of the own scope and writes notes.",
    Role.FINANCE: "Sees what tickets cost and their heads, without what people wrote and who they are.",
    Role.REPORTING: "Sees reports and tickets' fields and times, without what people wrote and who they are.",
}
RANK = (Role.REPORTING, Role.FINANCE, Role.LIGHT, Role.AGENT, Role.SUPERVISOR, Role.ADMIN)
# Whoever may read a ticket may read its head and its bill; these rights alone are for those who read nothing else.
IMPLIED = {Right.READ: frozenset({Right.HEADS, Right.COSTS})}


@dataclass(frozen=True, slots=True)
class Key:
    """An API key as stored; `agent` 0 is the administrator of the desk, empty `scopes` are all rights of the role."""

    agent: int = 0
    role: str = ""
    scopes: tuple[str, ...] = ()
    name: str = ""
    expires: datetime | None = None

    def holds(self, now: datetime) -> bool:
        return self.expires is None or now < self.expires

    def data(self) -> dict[str, Any]:
        """Its JSON form."""
        expires = self.expires.isoformat() if self.expires else None
        return {"role": self.role, "scopes": list(self.scopes), "name": self.name, "expires": expires}


@dataclass(frozen=True, slots=True)
class Principal:
    """Who acts: an agent of the desk, or its administrator without being one; `id` tells callers apart in lists and limits.

    `until` is when the key ends that they act with.
    """

    id: str
    agent: Agent | None
    role: Role
    scope: Scope
    rights: frozenset[Right]
    until: datetime | None = None

    @property
    def number(self) -> int:
        return self.agent.id if self.agent else 0

    @property
    def name(self) -> str:
        return (self.agent.name or self.agent.email) if self.agent else "The administrator"

    @property
    def actor(self) -> str:
        """How the history names them."""
        return f"agent:{self.number}" if self.agent else "administrator"


def key_of(agent: int, data: dict[str, Any]) -> Key:
    expires = data.get("expires")
    return Key(agent, data.get("role", ""), tuple(data.get("scopes", ())), data.get("name", ""), _instant(expires))


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def principal_of(key: Key, key_hash: str, desk: Desk) -> Principal | None:
    """Who a key stands for under this configuration; None if its agent is no longer there."""
    agent = desk.agent(key.agent) if key.agent else _administrator(desk)
    if key.agent and agent is None:
        return None
    own = Role(agent.role) if agent else Role.ADMIN
    asked = Role(key.role or own)
    role = min(asked, own, key=RANK.index)
    scope = Scope.GLOBAL if agent is None or role is Role.ADMIN else Scope(agent.scope)
    return Principal(key_hash[:16], agent, role, scope, RIGHTS[asked] & RIGHTS[own] & _allowed(key), key.expires)


def _allowed(key: Key) -> frozenset[Right]:
    """The rights that a key names, and what they imply; all if it names none."""
    named = frozenset(Right(name) for name in key.scopes)
    return named.union(*(IMPLIED.get(right, ()) for right in named)) if named else frozenset(Right)


def _administrator(desk: Desk) -> Agent | None:
    return next((agent for agent in desk.agents if agent.role == Role.ADMIN), None)


def demand(who: Principal, right: Right) -> None:
    """Raises AccessDenied."""
    if right not in who.rights:
        raise AccessDenied(f"Your key does not allow this: it needs the right to {right}")


def sees(who: Principal, state: State) -> bool:
    """Whether this ticket exists for the caller."""
    match who.scope:
        case Scope.GLOBAL:
            return True
        case Scope.GROUP:
            return state.agent == who.number or (who.agent is not None and state.group in who.agent.groups)
        case Scope.OWN:
            return state.agent == who.number


def answers(role: Role) -> bool:
    """Whether this role writes to customers."""
    return Right.REPLY in RIGHTS[role]


def acting_as(who: Principal, agent: Agent) -> Principal:
    """The caller in a colleague's name; raises AccessDenied without the right to do so."""
    if agent.id != who.number:
        demand(who, Right.STAFF)
    return replace(who, agent=agent)
