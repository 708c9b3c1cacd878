"""Agents, groups and roles through the API, and the caller."""

import pytest

from tests.handlers.client import Client

SINCE = {"created_at": "2026-12-01T08:00:00Z", "updated_at": "2026-12-01T08:00:00Z"}


def test_an_agent_has_the_whole_shape(api: Client) -> None:
    support = next(group["id"] for group in api.get("/groups").body if group["name"] == "Support")
    supervisor = next(role["id"] for role in api.get("/roles").body if role["name"] == "Supervisor")
    assert api.get(f"/agents/{api.agent('Liisa')}").body == {
        "id": api.agent("Liisa"),
        "available": True,
        "available_since": None,
        "occasional": False,
        "signature": None,
        "ticket_scope": 1,
        "type": "support_agent",
        "group_ids": [support],
        "role_ids": [supervisor],
        "skill_ids": [],
        "focus_mode": False,
        "deactivated": False,
        "freshcaller_agent": False,
        "agent_level_id": None,
        "last_active_at": None,
        **SINCE,
        "contact": {
            "active": True,
            "email": "liisa@talo.example",
            "job_title": None,
            "language": "fi",
            "last_login_at": None,
            "mobile": None,
            "name": "Liisa",
            "phone": None,
            "time_zone": None,
            "avatar": None,
            **SINCE,
        },
        "cap": 10,
        "load": 0,
        "skills": [],
        "languages": ["fi", "sv", "en"],
    }


def test_the_load_of_an_agent_is_shown(api: Client) -> None:
    api.opened(responder_id=api.agent("Aki"))
    api.world.settle()
    assert api.get(f"/agents/{api.agent('Aki')}").body["load"] == 1


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Liisa", "Aki", "Ville", "Mikko"]),
        ("email=AKI@talo.example", ["Aki"]),
        ("state=occasional", []),
        ("per_page=2&page=2", ["Ville", "Mikko"]),
    ],
)
def test_agents_are_listed_and_found(api: Client, query: str, names: list[str]) -> None:
    assert [row["contact"]["name"] for row in api.get(f"/agents?{query}").body] == names


def test_agents_are_found_by_the_beginning_of_a_name(api: Client) -> None:
    assert api.get("/agents/autocomplete?term=ak").body == [{"id": api.agent("Aki"), "name": "Aki"}]


def test_me_is_the_agent_of_the_key_and_the_admin_agent_for_the_administrator(api: Client) -> None:
    assert [caller.get("/agents/me").body["contact"]["name"] for caller in (api, api.of("Aki"))] == ["Mikko", "Aki"]


def test_me_is_an_administrator_where_no_agent_is_one(api: Client) -> None:
    from chalicelib.desk import actions as desks
    from tests.small_desk import DOCUMENT

    desks.activate({**DOCUMENT, "agents": DOCUMENT["agents"][:2]}, api.world.now, "tests")
    me = api.get("/agents/me")
    assert (me.status, me.body["contact"]["name"], me.body["cap"], me.body["id"] > 0) == (200, "The administrator", 0, True)
    assert api.opened()["responder_id"] is None
    assert api.post("/tickets/1/reply", {"body": "Hei"}).body["user_id"] is None


def test_an_agent_switches_availability_and_a_supervisor_does_it_for_others(api: Client) -> None:
    aki, ville = api.agent("Aki"), api.agent("Ville")
    assert api.of("Aki").put(f"/agents/{aki}", {"available": False}).body["available"] is False
    assert api.of("Liisa").put(f"/agents/{ville}", {"available": False}).body["available"] is False
    assert api.of("Aki").put(f"/agents/{ville}", {"available": True}).status == 403


def test_who_goes_off_hands_open_tickets_over_and_keeps_what_is_done(api: Client) -> None:
    aki, liisa = api.agent("Aki"), api.agent("Liisa")
    for _ in range(3):
        api.opened(responder_id=aki)
    api.world.settle()
    api.put("/tickets/3", {"status": 4})
    api.world.settle()
    assert api.of("Aki").put(f"/agents/{aki}", {"available": False, "hand_over": True}).status == 200
    api.world.settle()
    assert [api.get(f"/tickets/{number}").body["responder_id"] for number in (1, 2, 3)] == [liisa, liisa, aki]
    assert [api.get(f"/agents/{agent}").body["load"] for agent in (aki, liisa)] == [0, 2]
    released = [row for row in api.get("/tickets/1/activities").body if row["event"] == "ticket.released"]
    assert [row["text"] for row in released] == ["Aki took the ticket from Aki: Aki is going off."]


def test_tickets_that_nobody_else_can_take_wait_when_their_owner_goes_off(api: Client) -> None:
    ville = api.agent("Ville")
    api.opened(responder_id=ville, group_id=next(group["id"] for group in api.get("/groups").body if group["name"] == "Billing"))
    api.world.settle()
    api.put(f"/agents/{ville}", {"available": False, "hand_over": True})
    api.world.settle()
    told = api.get("/tickets/1").body
    assert (told["responder_id"], told["waiting"]) == (None, "uncovered")


def test_only_who_goes_off_hands_over(api: Client) -> None:
    told = [api.put(f"/agents/{api.agent('Aki')}", body) for body in ({"hand_over": True}, {"available": True, "hand_over": True})]
    assert [answer.faults for answer in told] == [[("hand_over", "invalid_value")]] * 2


def test_a_role_is_named_by_its_id_only(api: Client) -> None:
    told = api.put(f"/agents/{api.agent('Aki')}", {"role": "admin", "shift": "Office"})
    assert (told.status, told.faults) == (400, [("role", "invalid_field"), ("shift", "invalid_field")])


def test_a_group_has_the_whole_shape(api: Client) -> None:
    support = next(group for group in api.get("/groups").body if group["name"] == "Support")
    assert support == {
        "id": support["id"],
        "name": "Support",
        "description": None,
        "agent_ids": [api.agent(name) for name in ("Liisa", "Aki", "Mikko")],
        "escalate_to": api.agent("Liisa"),
        "unassigned_for": None,
        "business_hour_id": None,
        "group_type": "support_agent_group",
        "auto_ticket_assign": 3,
        "allow_agents_to_change_availability": True,
        **SINCE,
        "manager_id": api.agent("Mikko"),
    }
    assert api.get(f"/groups/{support['id']}").body == support


def test_a_list_without_a_second_page_answers_one_with_nothing(api: Client) -> None:
    assert [api.get(f"/{path}?page=2").body for path in ("groups", "roles", "agents", "companies")] == [[]] * 4


def test_there_are_six_roles(api: Client) -> None:
    rows = api.get("/roles").body
    assert [(row["name"], row["default"], row["agent_type"]) for row in rows] == [
        ("Admin", True, 1),
        ("Supervisor", True, 1),
        ("Agent", True, 1),
        ("Light", True, 3),
        ("Finance", True, 3),
        ("Reporting", True, 3),
    ]
    assert api.get(f"/roles/{rows[3]['id']}").body == rows[3]
