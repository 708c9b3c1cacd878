"""A key can do no more than whoever made it."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.desk.model import Agent, Desk
from chalicelib.errors import AccessDenied, InvalidInput
from chalicelib.people.keys import RIGHTS, Key, Principal, principal_of
from chalicelib.people.minting import Wish, may_end, minted

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
AKI, LIISA, MIKKO = (
    Agent(1, "a@t.example", "Aki"),
    Agent(2, "l@t.example", "Liisa", role="supervisor"),
    Agent(3, "m@t.example", "M", role="admin"),
)
DESK = Desk("Kauppa", agents=(AKI, LIISA, MIKKO))


def who(key: Key) -> Principal:
    found = principal_of(key, "0123456789abcdef0123", DESK)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("caller", "wish", "made"),
    [
        (Key(1), Wish(name="mine"), Key(1, name="mine")),
        (Key(1), Wish(1, "light", ("read",), "mine", LATER), Key(1, "light", ("read",), "mine", LATER)),
        (Key(1), Wish(role="agent"), Key(1, "agent")),
        (Key(2, "light"), Wish(), Key(2, "light")),
        (Key(2, scopes=("keys", "note")), Wish(), Key(2, scopes=("keys", "note"))),
        (Key(2, scopes=("keys", "note")), Wish(rights=("note",)), Key(2, scopes=("note",))),
        (Key(3), Wish(1), Key(1)),
        (Key(3), Wish(2, "light"), Key(2, "light")),
        (Key(), Wish(), Key(3)),
        (Key(1, expires=LATER), Wish(), Key(1, expires=LATER)),
        (Key(1, expires=LATER), Wish(expires=LATER + timedelta(days=1)), Key(1, expires=LATER)),
        (Key(1, expires=LATER), Wish(expires=NOW + timedelta(hours=1)), Key(1, expires=NOW + timedelta(hours=1))),
        (Key(3, scopes=("keys", "read")), Wish(1), Key(1, scopes=("costs", "heads", "keys", "read"))),
    ],
)
def test_a_key_is_made_within_the_callers_own_limits(caller: Key, wish: Wish, made: Key) -> None:
    assert minted(who(caller), wish, DESK, NOW) == made


@pytest.mark.parametrize(
    ("caller", "wish"),
    [
        (Key(1), Wish(2)), (Key(2), Wish(1)), (Key(3, "supervisor"), Wish(1)), (Key(1), Wish(rights=("delete",))),
        (Key(2, scopes=("keys",)), Wish(rights=("read",))), (Key(3, scopes=("keys",)), Wish(1, rights=("read",))),
    ],
)  # fmt: skip
def test_nobody_gives_away_what_they_have_not(caller: Key, wish: Wish) -> None:
    with pytest.raises(AccessDenied):
        minted(who(caller), wish, DESK, NOW)


@pytest.mark.parametrize(
    ("caller", "wish", "field"),
    [
        (Key(1), Wish(role="supervisor"), "role"), (Key(2, "light"), Wish(role="agent"), "role"), (Key(3), Wish(1, "admin"), "role"),
        (Key(3), Wish(99), "agent_id"), (Key(1), Wish(expires=NOW), "expires_at"),
    ],
)  # fmt: skip
def test_a_key_that_would_mean_nothing_is_refused_by_field(caller: Key, wish: Wish, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        minted(who(caller), wish, DESK, NOW)
    assert [fault.field for fault in refused.value.faults] == [field]


@pytest.mark.parametrize("caller", [Key(1), Key(1, "light"), Key(2), Key(2, scopes=("keys", "read")), Key(3), Key(3, "finance"), Key()])
@pytest.mark.parametrize("agent", [0, 1, 2, 3])
@pytest.mark.parametrize("role", ["", "reporting", "finance", "light", "agent", "supervisor", "admin"])
@pytest.mark.parametrize("rights", [(), ("read",), ("keys", "delete")])
def test_whatever_is_made_has_no_right_that_its_maker_has_not(caller: Key, agent: int, role: str, rights: tuple[str, ...]) -> None:
    maker = who(caller)
    try:
        made = who(minted(maker, Wish(agent, role, rights), DESK, NOW))
    except (AccessDenied, InvalidInput):
        return
    assert made.rights <= maker.rights
    assert made.agent == maker.agent or maker.role == "admin"


@pytest.mark.parametrize(
    ("caller", "key", "may"),
    [(Key(1), Key(1), True), (Key(1), Key(2), False), (Key(2), Key(1), False), (Key(3), Key(1), True), (Key(), Key(), True)],
)
def test_the_own_keys_are_ended_and_by_an_admin_all(caller: Key, key: Key, may: bool) -> None:
    assert may_end(who(caller), key) is may


def test_every_role_can_make_a_key_for_itself() -> None:
    assert all("keys" in rights for rights in RIGHTS.values())
