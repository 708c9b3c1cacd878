"""Many tickets at once: what would happen is told before, each ticket is changed once, and a job can be taken back."""

from typing import Any

import pytest

from chalicelib.desk import actions as desks
from chalicelib.tickets.bulk import actions as bulk
from tests.handlers.client import Client, Told
from tests.journeys.walks import context
from tests.small_desk import DOCUMENT
from tests.world import World


def opened(api: Client, count: int = 3) -> list[int]:
    return [api.opened(email=f"asiakas{number}@asiakas.example", subject=f"Asia {number}")["id"] for number in range(count)]


def update(api: Client, ids: list[int], more: dict[str, Any] | None = None, **properties: Any) -> Told:
    return api.post("/tickets/bulk_update", {"bulk_action": {"ids": ids, "properties": properties, **(more or {})}})


def finished(api: Client, world: World, told: Told) -> Any:
    assert told.status == 202, told.body
    world.settle()
    return api.get(f"/jobs/{told.body['job_id']}").body


def field(api: Client, ids: list[int], name: str) -> list[Any]:
    return [api.get(f"/tickets/{number}").body[name] for number in ids]


def test_a_job_changes_each_ticket_and_tells_of_each(api: Client, world: World) -> None:
    ids = opened(api)
    told = update(api, [*ids, 4711], priority=4, tags=["kampanja"])
    assert told.headers["Location"] == told.body["href"] == f"https://desk.kauppa.example/api/v2/jobs/{told.body['job_id']}"
    assert api.get(f"/jobs/{told.body['job_id']}").body["status"] == "in_progress"
    job = finished(api, world, told)
    assert (job["status"], job["total"], job["done"], job["refused"], job["unchanged"]) == ("completed", 4, 3, 1, 0)
    assert job["tickets"][-1] == {"id": 4711, "outcome": "refused", "reason": "There is no ticket 4711"}
    assert field(api, ids, "priority") == [4, 4, 4]
    assert field(api, ids, "tags") == [["kampanja"]] * 3


def test_a_dry_run_lists_every_ticket_and_mail_and_does_nothing(api: Client, world: World) -> None:
    ids = opened(api, 2)
    api.put(f"/tickets/{ids[0]}", {"status": 5})
    world.settle()
    before = len(world.mails())
    action = {"ids": [*ids, 4711], "properties": {"status": 3}, "reply": {"body": "Pahoittelemme"}}
    told = api.post("/tickets/bulk_update", {"bulk_action": action, "dry_run": True})
    assert (told.status, told.body["total"], told.body["changing"], told.body["refused"], told.body["messages"]) == (200, 3, 1, 2, 1)
    closed, waiting, missing = told.body["tickets"]
    assert "cannot become" in closed["refused"]
    assert waiting["changes"] == [{"field": "status", "before": 2, "after": 3}]
    assert waiting["messages"] == [{"kind": "reply", "to": "asiakas1@asiakas.example"}]
    assert (missing["id"], missing["refused"]) == (4711, "There is no ticket 4711")
    world.settle()
    assert (len(world.mails()), field(api, ids, "status")) == (before, [5, 2])


@pytest.mark.slow
def test_a_reply_reaches_each_customer_once_however_often_the_chunk_comes(api: Client, world: World) -> None:
    ids = opened(api)
    job = finished(api, world, update(api, ids, {"reply": {"body": "<p>Vika on korjattu.</p>"}}, status=4))
    for number in ids:
        for turn in range(5):
            api.put(f"/tickets/{number}", {"priority": 1 + turn % 2})
    with world.time():
        bulk.work(job["id"], 0, context(world))
    world.settle()
    assert sorted(mail.to[0] for mail in world.mails() if "Vika on korjattu" in mail.text) == [
        f"asiakas{n}@asiakas.example" for n in range(3)
    ]


@pytest.mark.slow
def test_a_chunk_that_died_halfway_finds_what_it_did(api: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Patched: the write of the outcomes is the one call after the last change."""
    ids = opened(api)
    told = update(api, ids, {"reply": {"body": "Vika on korjattu."}}, priority=3)
    with monkeypatch.context() as patch:
        patch.setattr(bulk.jobs, "put_outcomes", lambda *_: (_ for _ in ()).throw(RuntimeError("killed")))
        with world.time(), pytest.raises(RuntimeError):
            bulk.work(told.body["job_id"], 0, context(world))
    for number in ids:
        for turn in range(5):
            api.put(f"/tickets/{number}", {"priority": 1 + turn % 2})
    job = finished(api, world, told)
    assert [row["outcome"] for row in job["tickets"]] == ["done"] * 3
    assert len([mail for mail in world.mails() if "Vika on korjattu" in mail.text]) == 3
    assert field(api, ids, "priority") == [1, 1, 1]


def test_undo_restores_what_nobody_changed_since(api: Client, world: World) -> None:
    ids = opened(api, 2)
    job = finished(api, world, update(api, ids, priority=4, tags=["kampanja"], custom_fields={"cf_syy": "vika"}, status=4))
    api.put(f"/tickets/{ids[1]}", {"priority": 2})
    plan = api.post(f"/jobs/{job['id']}/undo", {"dry_run": True}).body
    assert [(row["id"], row["kept"], [change["field"] for change in row["changes"]]) for row in plan["tickets"]] == [
        (ids[0], [], ["status", "priority", "tags", "custom_fields"]),
        (ids[1], ["priority"], ["status", "tags", "custom_fields"]),
    ]
    undone = finished(api, world, api.post(f"/jobs/{job['id']}/undo", {}))
    assert (undone["kind"], undone["undo_of"], undone["done"]) == ("undo", job["id"], 2)
    assert (field(api, ids, "priority"), field(api, ids, "tags"), field(api, ids, "status")) == ([1, 2], [[], []], [2, 2])
    again = finished(api, world, api.post(f"/jobs/{job['id']}/undo", {}))
    assert (again["done"], again["unchanged"]) == (0, 2)


def test_deleting_many_is_taken_back_too(api: Client, world: World) -> None:
    ids = opened(api)
    job = finished(api, world, api.post("/tickets/bulk_delete", {"bulk_action": {"ids": ids}}))
    assert [row["id"] for row in api.get("/tickets?filter=deleted").body] == ids[::-1]
    finished(api, world, api.post(f"/jobs/{job['id']}/undo", {}))
    assert [row["id"] for row in api.get("/tickets").body] == ids[::-1]


@pytest.mark.slow
def test_a_job_of_many_chunks_goes_on_where_it_stood(api: Client, world: World) -> None:
    ids = opened(api, 27)
    told = update(api, ids, priority=4)
    with world.time():
        bulk.work(told.body["job_id"], 1, context(world))
    assert api.get(f"/jobs/{told.body['job_id']}").body["done"] == 2
    assert api.post(f"/jobs/{told.body['job_id']}/resume").status == 202
    assert finished(api, world, told)["done"] == 27


def test_the_history_names_the_job(api: Client, world: World) -> None:
    ids = opened(api, 1)
    job = finished(api, world, update(api, ids, priority=4))
    told = next(row["text"] for row in api.get(f"/tickets/{ids[0]}/activities").body if row["event"] == "fields.changed")
    assert told.endswith(f"(job {job['id']}).")


def test_the_same_request_again_makes_one_job(api: Client, world: World) -> None:
    ids = opened(api)
    body = {"bulk_action": {"ids": ids, "reply": {"body": "Hei"}}}
    told = [api.post("/tickets/bulk_update", body, Idempotency_Key="k") for _ in range(2)]
    assert told[0].body == told[1].body
    world.settle()
    assert len(world.mails()) == 3


@pytest.mark.parametrize(
    ("action", "fault"),
    [
        ({}, ("bulk_action", "missing_field")),
        ({"ids": [1]}, ("bulk_action", "missing_field")),
        ({"ids": [], "properties": {"priority": 2}}, ("bulk_action", "missing_field")),
        ({"ids": "1", "properties": {"priority": 2}}, ("bulk_action", "invalid_value")),
        ({"ids": [1], "properties": {"priority": 9}}, ("bulk_action", "invalid_value")),
        ({"ids": [1], "properties": {"group_id": 9}}, ("group_id", "invalid_value")),
    ],
)
def test_what_is_no_bulk_action_is_refused_by_name(api: Client, action: dict[str, Any], fault: tuple[str, str]) -> None:
    told = api.post("/tickets/bulk_update", {"bulk_action": action})
    assert (told.status, told.faults) == (400, [fault])


def test_a_job_is_its_makers_own_and_touches_only_what_they_see(api: Client, world: World) -> None:
    ids = opened(api, 2)
    aki = api.of("Aki", role="agent")
    told = update(aki, ids, priority=4)
    assert told.status == 202
    world.settle()
    job = aki.get(f"/jobs/{told.body['job_id']}")
    assert job.status == 200
    assert api.of("Mikko", role="agent").get(f"/jobs/{told.body['job_id']}").status == 404
    assert api.get(f"/jobs/{told.body['job_id']}").status == 200


@pytest.mark.parametrize("scope", ["group", "restricted"])
def test_of_a_colleagues_job_only_the_tickets_that_one_sees_are_told(api: Client, world: World, scope: str) -> None:
    groups = {row["name"]: row["id"] for row in api.get("/groups").body}
    liisa = api.agent("Liisa")
    seen, other = api.opened(group_id=groups["Support"], responder_id=liisa)["id"], api.opened(group_id=groups["Billing"])["id"]
    agents = [{**one, "scope": scope} if one["name"] == "Liisa" else one for one in DOCUMENT["agents"]]
    desks.activate({**DOCUMENT, "agents": agents}, world.now, "test")
    told = update(api.of("Ville"), [seen, other], status=3)
    job = api.of("Liisa").get(f"/jobs/{told.body['job_id']}").body
    assert ([row["id"] for row in job["tickets"]], job["total"]) == ([seen], 1)
    assert [row["id"] for row in api.of("Ville").get(f"/jobs/{told.body['job_id']}").body["tickets"]] == [seen, other]


def test_a_job_that_deletes_goes_on_only_by_who_may_delete(api: Client, world: World) -> None:
    told = api.post("/tickets/bulk_delete", {"bulk_action": {"ids": opened(api, 1)}})
    caller = api.of("Mikko", scopes=("change", "staff"))
    assert caller.post(f"/jobs/{told.body['job_id']}/resume").status == 403
    assert api.post(f"/jobs/{told.body['job_id']}/resume").status == 202
