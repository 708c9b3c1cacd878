"""A key that names one right does what that right says, and tells nothing that its holder may not read."""

import json
from typing import Any

import pytest

from chalicelib.storage import replays
from tests.handlers.client import Client, Told, basic

RECEIVER = "https://hook.example/events"


@pytest.fixture
def ticket(api: Client) -> int:
    """Aino's, which came by mail."""
    api.world.mail("Aino <aino@asiakas.example>", "Salainen", "Hukkasin passini")
    api.world.settle()
    return 1


def raw(caller: Client, method: str, path: str, body: Any) -> Told:
    """Not held to the shapes of the documents, which are those of callers who read."""
    headers = {"host": "api.example", "content-type": "application/json", **basic(caller.key)}
    answer = caller.world.http(method, f"/api/v2{path}", body=json.dumps(body).encode(), headers=headers)
    return Told(answer["statusCode"], json.loads(answer["body"]), answer["headers"])


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/tickets/1", {"priority": 3}),
        ("PUT", "/tickets/1/link", {"parent_id": 2}),
        ("PUT", "/tickets/1/unlink", {}),
        ("POST", "/tickets/2/unmerge", {}),
    ],
)
def test_who_may_only_change_a_ticket_is_not_told_whose_it_is(api: Client, ticket: int, method: str, path: str, body: Any) -> None:
    api.opened(subject="Salainen")
    if "unmerge" in path:
        api.put("/tickets/merge", {"primary_id": 1, "ticket_ids": [2]})
    told = raw(api.of("Mikko", scopes=("change",)), method, path, body)
    assert (told.status, told.body["subject"], told.body["requester_id"], told.body["cc_emails"]) == (200, None, None, [])


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/contacts/{}", {"job_title": "Lead"}),
        ("POST", "/contacts", {"name": "Aino", "email": "aino@muu.example"}),
        ("POST", "/contacts/{}/handles", {"kind": "phone", "value": "+358401112223"}),
        ("POST", "/contacts/merge", {"primary_contact_id": 0, "secondary_contact_ids": [1], "dry_run": True}),
    ],
)
def test_who_may_only_keep_contacts_is_not_told_who_they_are(api: Client, method: str, path: str, body: Any) -> None:
    one, other = (api.post("/contacts", {"name": name, "email": f"{name}@asiakas.example"}).body["id"] for name in ("aino", "bo"))
    named = {**body, "primary_contact_id": one, "secondary_contact_ids": [other]} if "dry_run" in body else body
    told = raw(api.of("Mikko", scopes=("contacts",)), method, path.format(one), named)
    assert (told.status < 300, [word for word in ("aino", "bo@", "+358", "Lead") if word in str(told.body).lower()]) == (True, [])


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_who_may_only_change_tickets_is_not_told_who_wrote_what_waits(api: Client, method: str) -> None:
    api.world.mail("Aino <aino@asiakas.example>", "Salainen", "Hukkasin passini", verdicts={"spam": "FAIL"})
    api.world.settle()
    (row,) = api.get("/suspended").body
    path = f"/suspended/{row['id']}" + ("/release" if method == "POST" else "")
    told = raw(api.of("Mikko", scopes=("change",)), method, path, {}).body
    assert (told["id"], told["cause"], told["subject"], told["text"], told["from_email"]) == (row["id"], row["cause"], None, None, None)


@pytest.mark.parametrize(
    ("right", "path", "action"),
    [("change", "/tickets/bulk_update", {"properties": {"priority": 3}}), ("delete", "/tickets/bulk_delete", {})],
)
def test_a_dry_run_shows_tickets_only_to_who_may_read_them(api: Client, ticket: int, right: str, path: str, action: Any) -> None:
    body = {"bulk_action": {"ids": [ticket], **action}}
    caller = api.of("Mikko", scopes=(right,))
    assert caller.post(path, {**body, "dry_run": True}).status == 403
    assert caller.post(path, body).status == 202


@pytest.mark.parametrize("more", [{}, {"include_quoted_text": True}, {"include_quoted_text": False, "include_original_attachments": True}])
def test_a_forward_takes_the_customers_words_along_only_by_who_may_read_them(api: Client, ticket: int, more: Any) -> None:
    caller, body = api.of("Mikko", scopes=("reply",)), {"body": "Katso tätä", "to_emails": ["eve@muu.example"]}
    assert caller.post("/tickets/1/forward", {**body, **more}).status == 403
    told = caller.post("/tickets/1/forward", {**body, "include_quoted_text": False})
    assert (told.status, "passini" in told.body["body"]) == (201, False)
    api.world.settle()
    assert [("passini" in mail.text) for mail in api.world.mails("eve@muu.example")] == [False]


def test_an_answer_that_came_too_late_shows_the_news_only_to_who_may_read_them(api: Client) -> None:
    version = api.opened()["version"]
    api.of("Aki").post("/tickets/1/reply", {"body": "Salainen"})
    body = {"body": "Hei", "seen_version": version}
    refused, shown = (caller.post("/tickets/1/reply", body) for caller in (api.of("Mikko", scopes=("reply",)), api.of("Liisa")))
    assert (refused.status, refused.body["conversations"]) == (412, [])
    assert (shown.status, [said["body_text"] for said in shown.body["conversations"]]) == (412, ["Salainen"])


def test_names_go_to_another_system_only_by_the_hand_of_who_may_read_them(api: Client) -> None:
    caller, both = api.of("Mikko", scopes=("webhooks",)), api.of("Mikko", scopes=("read", "webhooks"))
    assert caller.post("/webhooks", {"url": RECEIVER, "personal": True}).status == 403
    plain, personal = (
        one.post("/webhooks", {"url": RECEIVER, "personal": names}).body["id"] for one, names in ((caller, False), (both, True))
    )
    refused = [(plain, {"personal": True}), (personal, {"url": "https://eve.example/"}), (personal, {"personal": True})]
    assert [caller.put(f"/webhooks/{number}", body).status for number, body in refused] == [403] * 3
    allowed = [(plain, {"url": "https://other.example/"}), (personal, {"active": False}), (personal, {"personal": False})]
    assert [caller.put(f"/webhooks/{number}", body).status for number, body in allowed] == [200] * 3
    assert both.put(f"/webhooks/{plain}", {"personal": True}).status == 200


def test_the_secret_of_a_webhook_is_not_kept_with_the_answer(api: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[object] = []
    # What would be written is the promise here, so the one door to it is watched.
    monkeypatch.setattr(replays, "keep", lambda *told: kept.append(told))
    first, again = (api.post("/webhooks", {"url": RECEIVER}, Idempotency_Key="k") for _ in range(2))
    assert (first.status, again.status, again.body["id"], kept) == (201, 201, first.body["id"], [])


def test_a_key_for_the_configuration_gives_away_no_right_that_it_lacks(api: Client) -> None:
    admin = next(row["id"] for row in api.get("/roles").body if row["name"] == "Admin")
    caller, mikko = api.of("Mikko", scopes=("desk",)), api.agent("Mikko")
    otso = {"email": "otso@talo.example", "name": "Otso", "ticket_scope": 2}
    told = [
        caller.post("/agents", {**otso, "role_ids": [admin]}),
        caller.put(f"/agents/{api.agent('Aki')}", {"role_ids": [admin]}),
        caller.put(f"/agents/{mikko}", {"email": "eve@muu.example"}),
    ]
    assert [one.status for one in told] == [403] * 3
    assert raw(caller, "POST", "/agents", otso).status == 201
    assert api.put(f"/agents/{api.agent('Aki')}", {"role_ids": [admin]}).status == 200
