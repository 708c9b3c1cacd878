"""Who may do and see what."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.channels.message import Handle
from chalicelib.desk.model import Agent, Desk
from chalicelib.errors import AccessDenied
from chalicelib.people.keys import RIGHTS, Key, Principal, Right, Role, Scope, acting_as, demand, key_of, principal_of, sees
from chalicelib.tickets.state import State

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
AKI = Agent(1, "aki@talo.example", "Aki", groups=("Support",), scope="group")
LIISA = Agent(2, "liisa@talo.example", "Liisa", groups=("Support",), role="supervisor")
MIKKO = Agent(3, "mikko@talo.example", "Mikko", role="admin", scope="own")
DESK = Desk("Kauppa", agents=(AKI, LIISA, MIKKO))
TICKET = State(1, 1, NOW, NOW, "Apua", "email", "", 5, Handle("email", "a@b.example"))


def whose(key: Key, desk: Desk = DESK) -> Principal:
    who = principal_of(key, "0123456789abcdef0123", desk)
    assert who is not None
    return who


def test_an_agents_key_has_the_rights_and_the_scope_of_the_agent() -> None:
    assert whose(Key(1)) == Principal("0123456789abcdef", AKI, Role.AGENT, Scope.GROUP, RIGHTS[Role.AGENT])


def test_the_administrators_key_is_the_admin_agent_and_sees_everything() -> None:
    assert whose(Key()) == Principal("0123456789abcdef", MIKKO, Role.ADMIN, Scope.GLOBAL, frozenset(Right))


def test_without_an_admin_agent_the_administrator_is_nobody_of_the_desk() -> None:
    who = whose(Key(), replace(DESK, agents=(AKI,)))
    assert (who.agent, who.number, who.name, who.actor, who.role, who.scope) == (
        None, 0, "The administrator", "administrator", Role.ADMIN, Scope.GLOBAL,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("agent", "role", "has"),
    [(2, "", Role.SUPERVISOR), (2, "light", Role.LIGHT), (1, "admin", Role.AGENT), (0, "supervisor", Role.SUPERVISOR)],
)
def test_a_key_lowers_a_role_and_never_raises_it(agent: int, role: str, has: Role) -> None:
    assert whose(Key(agent, role)).role is has


def test_scopes_of_a_key_leave_only_those_rights_of_the_role() -> None:
    assert whose(Key(1, scopes=("read", "delete"))).rights == {Right.READ, Right.HEADS, Right.COSTS}


def test_a_key_of_an_agent_who_left_is_nobodys() -> None:
    assert principal_of(Key(99), "x", DESK) is None


@pytest.mark.parametrize(
    ("scope", "agent", "group", "seen"),
    [
        ("global", 9, "Billing", True), ("group", 9, "Support", True), ("group", 9, "Billing", False), ("group", 1, "Billing", True),
        ("own", 1, "Billing", True), ("own", 9, "Support", False), ("own", 0, "Support", False),
    ],
)  # fmt: skip
def test_the_scope_decides_which_tickets_exist(scope: str, agent: int, group: str, seen: bool) -> None:
    desk = replace(DESK, agents=(replace(AKI, scope=scope),))
    assert sees(whose(Key(1), desk), replace(TICKET, agent=agent, group=group)) is seen


def test_a_right_that_is_missing_is_denied_by_name() -> None:
    with pytest.raises(AccessDenied, match="right to delete"):
        demand(whose(Key(1)), Right.DELETE)


def test_only_who_leads_staff_acts_in_another_name() -> None:
    assert acting_as(whose(Key(2)), AKI).agent == AKI
    assert acting_as(whose(Key(1)), AKI).agent == AKI
    with pytest.raises(AccessDenied):
        acting_as(whose(Key(1)), LIISA)


@pytest.mark.parametrize("key", [Key(), Key(7, "light", ("read",), "reports", NOW)])
def test_a_key_comes_back_from_its_stored_form(key: Key) -> None:
    assert key_of(key.agent, key.data()) == key


def test_a_key_holds_until_it_expires() -> None:
    key = Key(expires=NOW)
    assert [key.holds(at) for at in (NOW - timedelta(seconds=1), NOW)] == [True, False]
