"""Which keys a caller may make: never one that can do more than the caller."""

from datetime import datetime

from chalicelib.desk.model import Agent, Desk
from chalicelib.errors import AccessDenied, FieldFault, InvalidInput
from chalicelib.people.keys import RANK, RIGHTS, Key, Principal, Right, Role
from chalicelib.values import dataclass


@dataclass(frozen=True, slots=True)
class Wish:
    """A key as it is asked for; what is left out is the caller's own: agent 0 the caller, no role and no rights all that they have."""

    agent: int = 0
    role: str = ""
    rights: tuple[str, ...] = ()
    name: str = ""
    expires: datetime | None = None


def minted(who: Principal, wish: Wish, desk: Desk, now: datetime) -> Key:
    """The key to make; it ends with the key that makes it, if that ends. Raises AccessDenied, InvalidInput."""
    agent = _agent(who, wish, desk)
    role, own = Role(wish.role or _usual(who, agent)), Role(agent.role) if agent else Role.ADMIN
    if RANK.index(role) > RANK.index(min(own, who.role, key=RANK.index)) or not RIGHTS[role] & RIGHTS[own] <= RIGHTS[who.role]:
        raise InvalidInput(FieldFault("role", f"It is above what {'you are' if role is not own else 'the agent is'}: {role}"))
    if wish.expires is not None and wish.expires <= now:
        raise InvalidInput(FieldFault("expires_at", "It should be an instant to come"))
    expires = min(filter(None, (wish.expires, who.until)), default=None)
    return Key(agent.id if agent else 0, wish.role or _lowered(role, own), _rights(who, wish), wish.name, expires)


def may_end(who: Principal, key: Key) -> bool:
    """Whether this key exists for the caller: the own ones, and for an admin all."""
    return who.role is Role.ADMIN or key.agent == who.number


def _agent(who: Principal, wish: Wish, desk: Desk) -> Agent | None:
    if not wish.agent or wish.agent == who.number:
        return who.agent
    if who.role is not Role.ADMIN:
        raise AccessDenied("Only an admin makes keys for others")
    agent = desk.agent(wish.agent)
    if agent is None:
        raise InvalidInput(FieldFault("agent_id", f"There is no agent {wish.agent}"))
    return agent


def _usual(who: Principal, agent: Agent | None) -> Role:
    """The agent's own role, or the caller's where a key has lowered it."""
    return min(who.role, Role(agent.role), key=RANK.index) if agent else who.role


def _lowered(role: Role, own: Role) -> str:
    """A role that is the agent's own is not written down, so that the key follows the agent to another one."""
    return "" if role is own else role.value


def _rights(who: Principal, wish: Wish) -> tuple[str, ...]:
    if missing := sorted({Right(name) for name in wish.rights} - who.rights):
        raise AccessDenied(f"Your key does not have what it would give away: {', '.join(missing)}")
    is_narrowed = who.rights != RIGHTS[who.role]
    return wish.rights or (tuple(sorted(right.value for right in who.rights)) if is_narrowed else ())
