"""API keys through the API: made, shown once, listed by whose they are, ended; and when they were used last."""

import json
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from bench.recorder import Recorder
from chalicelib.people import actions as people
from chalicelib.settings import settings
from tests.handlers.client import Client
from tests.world import client

WALL = {"name": "Wall screen", "role": "light", "rights": ["read"], "expires_at": "2026-12-31T00:00:00Z"}


def with_key(api: Client, key: str) -> Client:
    return replace(api, key=key)


def stored() -> str:
    """Everything in the two tables that have to do with keys, as text."""
    tables = (settings().people_table, settings().seen_table)
    return json.dumps([client("dynamodb").scan(TableName=name)["Items"] for name in tables], default=str)


def test_a_key_is_made_and_works_and_is_kept_as_its_hash_only(api: Client) -> None:
    aki = api.of("Aki")
    made = aki.post("/keys", WALL)
    key = made.body.pop("key")
    assert (made.status, made.headers["Location"].endswith(f"/api/v2/keys/{made.body['id']}")) == (201, True)
    assert made.body | {"id": 0, "hash_prefix": "", "created_at": "", "updated_at": ""} == {
        "id": 0, "name": "Wall screen", "agent_id": api.agent("Aki"), "role": "light", "rights": ["read"], "hash_prefix": "",
        "expires_at": "2026-12-31T00:00:00Z", "last_used_at": None, "created_at": "", "updated_at": "",
    }  # fmt: skip
    assert aki.get(f"/keys/{made.body['id']}").body == made.body
    wall = with_key(api, key)
    assert [wall.get("/tickets").status, wall.post("/tickets", {}).status, wall.get("/keys").status] == [200, 403, 403]
    assert key not in stored()


def test_everybody_lists_the_own_keys_and_an_admin_all(api: Client) -> None:
    aki, liisa = api.of("Aki"), api.of("Liisa")
    for caller in (aki, liisa):
        assert caller.post("/keys", {"name": "mine"}).status == 201
    owners = {name: api.agent(name) for name in ("Aki", "Liisa")}
    assert {name: {row["agent_id"] for row in caller.get("/keys").body} for name, caller in (("Aki", aki), ("Liisa", liisa))} == {
        name: {number} for name, number in owners.items()
    }
    # The administrator's own key has no agent.
    assert {row["agent_id"] for row in api.get("/keys").body} == {None, *owners.values()}


def test_a_key_ends_by_its_owner_or_an_admin_and_is_not_there_for_others(api: Client) -> None:
    made = api.of("Aki").post("/keys", {"name": "mine"}).body
    assert api.of("Liisa").delete(f"/keys/{made['id']}").body == {
        **api.of("Liisa").get("/keys/7").body,
        "message": f"There is no key {made['id']}",
    }
    assert with_key(api, made["key"]).get("/roles").status == 200
    assert [api.of("Aki").delete(f"/keys/{made['id']}").status, api.of("Aki").delete(f"/keys/{made['id']}").status] == [204, 404]
    assert with_key(api, made["key"]).get("/roles").status == 401


def test_only_an_admin_makes_keys_for_others(api: Client) -> None:
    wanted = {"name": "for Aki", "agent_id": api.agent("Aki")}
    assert api.of("Liisa").post("/keys", wanted).status == 403
    made = api.post("/keys", wanted)
    assert with_key(api, made.body["key"]).get("/agents/me").body["id"] == api.agent("Aki")


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ({}, [("name", "missing_field")]),
        ({"name": "x", "role": "boss"}, [("role", "invalid_value")]),
        ({"name": "x", "rights": ["everything"]}, [("rights", "invalid_value")]),
        ({"name": "x", "expires_at": "2026-11-30T00:00:00Z"}, [("expires_at", "invalid_value")]),
        ({"name": "x", "agent_id": 4711}, [("agent_id", "invalid_value")]),
        ({"name": "x", "key": "mine"}, [("key", "invalid_field")]),
        ({"name": "x", "scope": "global"}, [("scope", "invalid_field")]),
    ],
)
def test_what_is_wrong_with_a_wish_is_named(api: Client, body: dict[str, Any], faults: list[tuple[str, str]]) -> None:
    told = api.post("/keys", body)
    assert (told.status, told.faults) == (400, faults)


def test_a_key_asked_for_twice_is_the_same_and_written_down_nowhere(api: Client) -> None:
    told = [api.post("/keys", WALL, Idempotency_Key="k1") for _ in range(2)]
    assert [one.status for one in told] == [201, 201]
    assert told[0].body == told[1].body
    assert len([row for row in api.get("/keys").body if row["name"] == "Wall screen"]) == 1
    assert told[0].body["key"] not in stored()
    assert api.post("/keys", {"name": "another"}, Idempotency_Key="k1").status == 422
    assert api.of("Aki").post("/keys", {"name": "mine"}, Idempotency_Key="k1").body["key"] != told[0].body["key"]


def test_the_last_use_is_noted_once_an_hour_at_most(api: Client) -> None:
    made = api.post("/keys", {"name": "x"}).body
    caller = with_key(api, made["key"])
    used = []
    for minutes in (10, 60, 10, 40, 20):
        api.later(minutes=minutes)
        people.forget()
        with Recorder().attached() as recorder:
            assert caller.get("/roles").status == 200
        at = api.get(f"/keys/{made['id']}").body["last_used_at"]
        used.append((at, Counter(call.operation for call in recorder.calls)["UpdateItem"]))
    first, second = "2026-12-01T09:10:00Z", "2026-12-01T10:20:00Z"
    assert used == [(None, 0), (first, 1), (first, 0), (first, 0), (second, 1)]
