"""API keys as they are kept: only by their hash, remembered for a minute."""

from datetime import UTC, datetime, timedelta

import boto3
import pytest

from chalicelib.desk.model import Desk
from chalicelib.errors import BadCredentials, NotFound
from chalicelib.people import actions as people
from chalicelib.people.keys import Key
from chalicelib.settings import settings

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    people.forget()
    return desk


def test_a_new_key_works_at_once_and_is_nowhere_in_the_table(desk: Desk) -> None:
    with pytest.raises(BadCredentials):
        people.principal("not-yet", desk, NOW)
    api_key = people.create_key(Key(desk.agents[0].id), NOW)
    assert people.principal(api_key, desk, NOW).agent == desk.agents[0]
    assert api_key not in str(boto3.client("dynamodb").scan(TableName=settings().people_table)["Items"])


def test_a_key_given_from_outside_is_made_sure_of_once(desk: Desk) -> None:
    for at in (NOW, NOW + timedelta(days=1)):
        people.ensure_key("given", Key(name="local"), at)
    assert [(key.name, since) for _, key, since in people.list_keys()] == [("local", NOW)]


def test_an_expired_key_is_refused_to_the_second(desk: Desk) -> None:
    api_key = people.create_key(Key(expires=NOW + timedelta(seconds=10)), NOW)
    assert people.principal(api_key, desk, NOW + timedelta(seconds=9)).name == "Mikko"
    with pytest.raises(BadCredentials):
        people.principal(api_key, desk, NOW + timedelta(seconds=10))


def test_a_key_revoked_elsewhere_ends_within_a_minute(desk: Desk) -> None:
    from chalicelib.ids import key_hash
    from chalicelib.storage import people as rows

    api_key = people.create_key(Key(), NOW)
    people.principal(api_key, desk, NOW)
    rows.remove_key(key_hash(api_key))
    assert people.principal(api_key, desk, NOW + timedelta(seconds=59)).name == "Mikko"
    with pytest.raises(BadCredentials):
        people.principal(api_key, desk, NOW + timedelta(seconds=61))


def test_a_key_is_revoked_by_the_beginning_of_its_hash(desk: Desk) -> None:
    api_key = people.create_key(Key(), NOW)
    people.principal(api_key, desk, NOW)
    (prefix, _, _), *_ = people.list_keys()
    people.revoke_key(prefix[:8])
    with pytest.raises(BadCredentials):
        people.principal(api_key, desk, NOW)


@pytest.mark.parametrize("keys", [0, 2])
def test_a_beginning_that_names_no_key_or_several_revokes_nothing(desk: Desk, keys: int) -> None:
    for _ in range(keys):
        people.create_key(Key(), NOW)
    with pytest.raises(NotFound, match=f"{keys} keys"):
        people.revoke_key("")
    assert len(list(people.list_keys())) == keys
