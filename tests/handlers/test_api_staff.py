"""The administrator keeps agents and groups through the API; each change is a version of the configuration."""

import threading
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from chalicelib.desk import actions as desks
from chalicelib.people import actions as people
from chalicelib.people.keys import Key
from tests.handlers.client import Client
from tests.handlers.test_once import killed

OTSO = {"email": "Otso@talo.example", "name": "Otso", "ticket_scope": 2}


def group(api: Client, name: str) -> Any:
    return next(row for row in api.get("/groups").body if row["name"] == name)


def role(api: Client, name: str) -> int:
    return next(int(row["id"]) for row in api.get("/roles").body if row["name"] == name)


def key_of(api: Client, agent: int) -> Client:
    people.ensure_key(f"key-of-{agent}", Key(agent), api.world.now)
    return replace(api, key=f"key-of-{agent}")


# -- agents --


def test_an_agent_is_added_with_all_that_is_told_of_them(api: Client) -> None:
    support = group(api, "Support")["id"]
    told = api.post(
        "/agents",
        {
            **OTSO, "group_ids": [support], "role_ids": [role(api, "Supervisor")], "signature": "<b>Otso</b><script>x()</script>",
            "job_title": "Lead", "phone": "+358401234567", "language": "sv", "languages": ["sv", "FI"], "time_zone": "Helsinki", "cap": 3,
        },
    )  # fmt: skip
    made = told.body
    assert (told.status, told.headers["Location"].rpartition("/api/v2")[2]) == (201, f"/agents/{made['id']}")
    assert api.get(f"/agents/{made['id']}").body == made
    asked = ("available", "ticket_scope", "group_ids", "role_ids", "signature", "languages", "cap", "type")
    assert {name: made[name] for name in asked} == {
        "available": True, "ticket_scope": 2, "group_ids": [support], "role_ids": [role(api, "Supervisor")], "signature": "<b>Otso</b>",
        "languages": ["sv", "fi"], "cap": 3, "type": "support_agent",
    }  # fmt: skip
    of_person = ("email", "name", "job_title", "phone", "language", "time_zone")
    assert [made["contact"][name] for name in of_person] == ["otso@talo.example", "Otso", "Lead", "+358401234567", "sv", "Helsinki"]


def test_a_new_agent_gets_tickets_and_calls_the_api_with_a_key(api: Client) -> None:
    quiet = [api.put(f"/agents/{api.agent(name)}", {"available": False}).status for name in ("Liisa", "Aki")]
    made = api.post("/agents", {**OTSO, "group_ids": [group(api, "Support")["id"]], "languages": ["fi"]}).body
    assert quiet == [200, 200]
    api.opened()
    api.world.settle()
    assert api.get("/tickets/1").body["responder_id"] == made["id"]
    assert key_of(api, made["id"]).get("/agents/me").body["id"] == made["id"]


@pytest.mark.parametrize(
    ("body", "status", "faults"),
    [
        ({}, 400, [("email", "missing_field"), ("ticket_scope", "missing_field")]),
        ({**OTSO, "ticket_scope": 4}, 400, [("ticket_scope", "invalid_value")]),
        ({**OTSO, "email": "otso"}, 400, [("email", "invalid_value")]),
        ({**OTSO, "group_ids": [4711]}, 400, [("group_ids", "invalid_value")]),
        ({**OTSO, "role_ids": [4711], "skill_ids": [1]}, 400, [("role_ids", "invalid_value"), ("skill_ids", "invalid_value")]),
        ({**OTSO, "language": "Finnish"}, 400, [("language", "invalid_value")]),
        ({**OTSO, "time_zone": "Nowhere"}, 400, [("time_zone", "invalid_value")]),
        ({**OTSO, "cap": 10_001}, 400, [("cap", "invalid_value")]),
        ({**OTSO, "occasional": True}, 400, [("occasional", "inaccessible_field")]),
        ({**OTSO, "role": "admin"}, 400, [("role", "invalid_field")]),
        ({**OTSO, "email": "AKI@talo.example"}, 409, [("email", "duplicate_value")]),
    ],
)
def test_what_is_wrong_with_an_agent_is_named_and_nothing_is_written(
    api: Client, body: Any, status: int, faults: list[tuple[str, str]]
) -> None:
    told = api.post("/agents", body)
    assert (told.status, told.faults, len(desks.history())) == (status, faults, 1)


def test_a_change_of_an_agent_is_a_version_by_name_and_the_rest_stays(api: Client) -> None:
    before = api.get(f"/agents/{api.agent('Aki')}").body
    told = api.put(f"/agents/{api.agent('Aki')}", {"ticket_scope": 3, "role_ids": [role(api, "Light")], "cap": 2})
    changed = {"ticket_scope": 3, "role_ids": [role(api, "Light")], "cap": 2, "type": "collaborator"}
    assert told.body == {**before, **changed, "updated_at": told.body["updated_at"], "contact": told.body["contact"]}
    latest = desks.history(1)[0]
    assert (latest.number, latest.by, latest.through) == (2, f"agent:{api.agent('Mikko')}", "api")
    assert api.put(f"/agents/{api.agent('Aki')}", {"cap": 2}).status == 200
    assert desks.history(1)[0] == latest


def test_an_agent_who_changes_address_is_the_same_agent(api: Client) -> None:
    liisa = api.agent("Liisa")
    api.opened(responder_id=liisa)
    told = api.put(f"/agents/{liisa}", {"email": "liisa.laine@talo.example", "name": "Liisa Laine"}).body
    assert (told["id"], told["contact"]["email"]) == (liisa, "liisa.laine@talo.example")
    assert group(api, "Support")["escalate_to"] == liisa
    other = api.post("/agents", {**OTSO, "email": "liisa@talo.example"}).body["id"]
    assert other != liisa


def test_agents_may_say_of_themselves_what_is_theirs_to_say(api: Client) -> None:
    aki = api.of("Aki")
    own = {"signature": "Aki", "job_title": "Wizard", "phone": "+358401234567", "language": "en", "time_zone": "Europe/Berlin"}
    assert aki.put(f"/agents/{api.agent('Aki')}", own).body["contact"]["time_zone"] == "Berlin"
    others = [("Aki", {"cap": 0}), ("Aki", {"role_ids": [role(api, "Admin")]}), ("Aki", {"name": "X"}), ("Liisa", own)]
    assert [aki.put(f"/agents/{api.agent(name)}", body).status for name, body in others] == [403] * 4
    assert api.of("Liisa").put(f"/agents/{api.agent('Aki')}", {"cap": 1}).status == 403


def test_what_agents_say_of_themselves_is_no_change_of_the_configuration(api: Client) -> None:
    aki = api.of("Aki")
    path = f"/agents/{api.agent('Aki')}"
    before, versions = desks.newest(api.world.now), len(desks.history())
    for own in ({"signature": "<b>Aki</b>"}, {"job_title": "Wizard", "available": False}, {"phone": "+358401234567", "signature": ""}):
        assert aki.put(path, own).status == 200
        api.later(seconds=1)
    assert (desks.newest(api.world.now), len(desks.history())) == (before, versions)
    told = api.get(path).body
    assert (told["signature"], told["contact"]["job_title"], told["contact"]["phone"]) == (None, "Wizard", "+358401234567")
    assert told["updated_at"] > told["created_at"]
    assert [row["id"] for row in api.get("/agents?phone=%2B358401234567").body] == [told["id"]]
    assert api.get("/agents?phone=%2B358409999999").body == []


def test_who_leaves_takes_along_what_they_said_of_themselves(api: Client) -> None:
    aki = api.agent("Aki")
    api.of("Aki").put(f"/agents/{aki}", {"job_title": "Wizard"})
    api.delete(f"/agents/{aki}")
    back = api.post("/agents", {"email": "aki@talo.example", "name": "Aki", "ticket_scope": 1}).body
    assert (back["id"], back["contact"]["job_title"]) == (aki, None)


def test_an_agent_who_leaves_hands_over_and_the_keys_end(api: Client) -> None:
    aki, liisa = api.agent("Aki"), api.agent("Liisa")
    for _ in range(2):
        api.opened(responder_id=aki)
    api.world.settle()
    gone = key_of(api, aki)
    assert gone.get("/agents/me").status == 200
    assert api.delete(f"/agents/{aki}").status == 204
    api.world.settle()
    assert [api.get(f"/tickets/{number}").body["responder_id"] for number in (1, 2)] == [liisa, liisa]
    assert (gone.get("/agents/me").status, api.get(f"/agents/{aki}").status, api.delete(f"/agents/{aki}").status) == (401, 404, 404)


def test_who_comes_back_is_at_work_and_the_old_keys_stay_ended(api: Client) -> None:
    aki = api.agent("Aki")
    gone = key_of(api, aki)
    api.delete(f"/agents/{aki}")
    back = api.post("/agents", {"email": "aki@talo.example", "name": "Aki", "ticket_scope": 1}).body
    assert (back["id"], back["available"], gone.get("/agents/me").status) == (aki, True, 401)


def test_somebody_is_always_admin(api: Client) -> None:
    """Neither by leaving nor by another role: nobody could change the configuration any more."""
    mikko, plain = api.agent("Mikko"), role(api, "Agent")
    api.put(f"/groups/{group(api, 'Support')['id']}", {"manager_id": api.agent("Liisa")})
    key = key_of(api, mikko)
    assert (api.put(f"/agents/{mikko}", {"role_ids": [plain]}).status, api.delete(f"/agents/{mikko}").status) == (409, 409)
    assert key.get("/keys").status == 200
    api.put(f"/agents/{api.agent('Aki')}", {"role_ids": [role(api, "Admin")]})
    assert api.delete(f"/agents/{mikko}").status == 204


def test_who_hears_of_broken_promises_is_not_removed(api: Client) -> None:
    told = api.delete(f"/agents/{api.agent('Liisa')}")
    assert (told.status, told.body["message"]) == (
        409, "Liisa hears of broken promises of Support: name somebody else there first",
    )  # fmt: skip
    assert key_of(api, api.agent("Liisa")).get("/agents/me").status == 200
    assert api.put(f"/groups/{group(api, 'Support')['id']}", {"escalate_to": api.agent("Aki")}).status == 200
    assert api.delete(f"/agents/{api.agent('Liisa')}").status == 204


def test_a_contact_becomes_an_agent_and_stays_a_contact(api: Client) -> None:
    person = api.post("/contacts", {"name": "Otso", "email": "otso@talo.example", "job_title": "Lead"}).body
    told = api.put(f"/contacts/{person['id']}/make_agent", {"group_ids": [group(api, "Billing")["id"]]})
    made = told.body.pop("agent")
    assert (told.status, told.body) == (200, person)
    assert (made["ticket_scope"], made["contact"]["name"], made["contact"]["job_title"]) == (2, "Otso", "Lead")
    assert api.get(f"/agents/{made['id']}").body == made
    assert api.put(f"/contacts/{person['id']}/make_agent", {}).status == 409
    phone = api.post("/contacts", {"name": "Bo", "phone": "+358401234567"}).body["id"]
    assert (api.put(f"/contacts/{phone}/make_agent", {}).status, api.put("/contacts/4711/make_agent", {}).status) == (409, 404)


# -- groups --


def test_a_group_is_added_with_its_members(api: Client) -> None:
    told = api.post(
        "/groups", {"name": "Yard", "description": "Outside", "agent_ids": [api.agent("Aki")], "escalate_to": api.agent("Liisa")}
    )
    made = told.body
    assert (told.status, told.headers["Location"].rpartition("/api/v2")[2]) == (201, f"/groups/{made['id']}")
    assert (made["name"], made["description"], made["agent_ids"]) == ("Yard", "Outside", [api.agent("Aki")])
    assert (made["escalate_to"], made["manager_id"]) == (api.agent("Liisa"), None)
    assert api.get(f"/groups/{made['id']}").body == api.get(f"/admin/groups/{made['id']}").body == made


def test_what_was_read_of_a_group_may_be_sent_back(api: Client) -> None:
    read = group(api, "Support")
    sent = {name: value for name, value in read.items() if name not in ("id", "created_at", "updated_at")}
    assert (api.put(f"/groups/{read['id']}", sent).body, len(desks.history())) == (read, 1)


def test_what_clients_send_unasked_is_taken_and_what_holds_is_told(api: Client) -> None:
    made = api.post("/groups", {"name": "Yard", "auto_ticket_assign": 0, "unassigned_for": "30m"}).body
    assert (made["auto_ticket_assign"], made["unassigned_for"]) == (3, None)


@pytest.mark.parametrize(
    ("body", "status", "faults"),
    [
        ({}, 400, [("name", "missing_field")]),
        ({"name": "support"}, 409, [("name", "duplicate_value")]),
        ({"name": "Yard", "agent_ids": [4711]}, 400, [("agent_ids", "invalid_value")]),
        ({"name": "Yard", "escalate_to": 4711}, 400, [("escalate_to", "invalid_value")]),
        ({"name": "Yard", "manager_id": 4711}, 400, [("manager_id", "invalid_value")]),
        ({"name": "Yard", "auto_ticket_assign": 4, "unassigned_for": "5m"}, 400,
         [("auto_ticket_assign", "inaccessible_field"), ("unassigned_for", "inaccessible_field")]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_group_is_named_and_nothing_is_written(
    api: Client, body: Any, status: int, faults: list[tuple[str, str]]
) -> None:
    told = api.post("/groups", body)
    assert (told.status, told.faults, len(desks.history())) == (status, faults, 1)


def test_a_renamed_group_keeps_its_tickets_members_rules_and_promises(api: Client) -> None:
    billing = group(api, "Billing")
    api.opened(group_id=billing["id"], responder_id=api.agent("Ville"))
    api.opened(group_id=billing["id"])
    api.world.settle()
    told = api.put(f"/groups/{billing['id']}", {"name": "Money"}).body
    assert (told["id"], told["name"], told["agent_ids"]) == (billing["id"], "Money", [api.agent("Ville")])
    api.world.settle()
    assert [api.get(f"/tickets/{number}").body["group_id"] for number in (1, 2)] == [billing["id"]] * 2
    assert any("Billing is called Money now" in row["text"] for row in api.get("/tickets/1/activities").body)
    api.world.mail("bo@kund.example", "Lasku", "Lasku on väärin")
    api.world.settle()
    assert api.get("/tickets/3").body["group_id"] == billing["id"]
    assert [row["id"] for row in api.get(f"/tickets?group_id={billing['id']}").body] == [3, 2, 1]


def test_tickets_of_a_removed_group_go_to_the_default_one(api: Client) -> None:
    yard = api.post("/groups", {"name": "Yard", "agent_ids": [api.agent("Aki")]}).body["id"]
    api.opened(group_id=yard)
    api.opened(group_id=yard, status=4)
    api.world.settle()
    assert api.delete(f"/groups/{yard}").status == 204
    api.world.settle()
    support = group(api, "Support")["id"]
    assert (api.get("/tickets/1").body["group_id"], api.get("/tickets/2").body["group_id"]) == (support, None)
    assert api.get(f"/groups/{yard}").status == 404
    assert api.get(f"/agents/{api.agent('Aki')}").body["group_ids"] == [support]


def test_a_group_that_rules_name_is_not_removed(api: Client) -> None:
    told = api.delete(f"/groups/{group(api, 'Billing')['id']}")
    assert (told.status, told.body["message"]) == (
        409, "The group Billing is named by the rule money to billing, the channel laskutus@kauppa.example: change that first",
    )  # fmt: skip


# -- versions --


def test_every_commit_obeys_the_version_that_held(api: Client) -> None:
    api.opened()
    before = desks.history(1)[0].version
    api.post("/groups", {"name": "Yard"})
    api.opened()
    after = desks.history(1)[0].version
    from chalicelib.storage import tickets as rows

    assert [rows.find_commits(number)[0].config for number in (1, 2)] == [before, after]
    assert before != after


def test_changes_at_the_same_moment_are_all_kept(api: Client) -> None:
    def add(name: str) -> None:
        desks.change(lambda desk: replace(desk, languages=(*desk.languages, name)), api.world.now, name)

    hands = [threading.Thread(target=add, args=(name,)) for name in ("da", "no", "et")]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert set(desks.newest(api.world.now).languages) == {"fi", "sv", "en", "da", "no", "et"}
    assert [row.number for row in desks.history()] == [4, 3, 2, 1]


def test_a_change_that_another_process_made_meanwhile_is_not_overwritten(api: Client) -> None:
    """The first look at the configuration is older than the other's write."""
    looked: list[str] = []

    def edit(desk: desks.Desk) -> desks.Desk:
        if not looked:
            looked.append(desk.version)
            desks.change(lambda other: replace(other, name="Toinen"), api.world.now, "other")
        return replace(desk, language="en")

    _, after = desks.change(edit, api.world.now, "first")
    assert (after.name, after.language) == ("Toinen", "en")


def test_what_no_configuration_may_have_is_refused(api: Client) -> None:
    from chalicelib.errors import Inconsistent

    with pytest.raises(Inconsistent, match="routing: its default_group names the group Nowhere, and there is none"):
        desks.change(lambda desk: replace(desk, default_group="Nowhere"), api.world.now, "test")
    assert len(desks.history()) == 1


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["before-call", "after-call"])
def test_a_change_that_was_cut_off_holds_whole_or_not_at_all(api: Client, moment: str) -> None:
    """Whoever asks again finds it done or does it, and the tickets follow either way."""
    for turn in range(20):
        made = api.post("/groups", {"name": f"Piha {turn}"}).body["id"]
        ticket = api.opened(group_id=made)["id"]
        api.world.settle()
        died = killed(partial(api.delete, f"/groups/{made}"), turn, moment)
        assert api.delete(f"/groups/{made}").status in (204, 404)
        api.world.settle().after(seconds=40)
        assert (api.get(f"/groups/{made}").status, api.get(f"/tickets/{ticket}").body["group_id"]) == (404, group(api, "Support")["id"])
        if not died:
            assert turn > 3
            return
    raise AssertionError("it never came to an end")
