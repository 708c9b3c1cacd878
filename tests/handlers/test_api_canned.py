"""Canned responses: who sees and keeps which, in which language they speak, and how they are filled in."""

from typing import Any

import pytest

from tests.handlers.client import Client

HELLO = "<p>Hei {{ticket.requester.firstname}}, tikettisi {{ticket.id}} on työn alla. {{agent.name}}</p>"


@pytest.fixture
def folder(api: Client) -> int:
    made = api.post("/canned_response_folders", {"name": "Toimitukset"})
    assert made.status == 201, made.body
    return int(made.body["id"])


def _made(api: Client, folder: int, **fields: Any) -> Any:
    made = api.post("/canned_responses", {"title": "Matkalla", "content_html": HELLO, "folder_id": folder, **fields})
    assert made.status == 201, made.body
    return made.body


def _titles(api: Client, folder: int) -> list[str]:
    return [one["title"] for one in api.get(f"/canned_response_folders/{folder}/responses").body]


def test_a_folder_and_a_response_are_kept_and_told_with_the_keys_that_clients_know(api: Client, folder: int) -> None:
    one = _made(api, folder, content_html=f"{HELLO}<script>alert(1)</script>")
    assert {**one, "id": 0} == {
        "id": 0, "title": "Matkalla", "folder_id": folder, "visibility": 0, "group_ids": [], "attachments": [], "content_html": HELLO,
        "content": "Hei {{ticket.requester.firstname}}, tikettisi {{ticket.id}} on työn alla. {{agent.name}}",
        "created_at": "2026-12-01T08:00:00Z", "updated_at": "2026-12-01T08:00:00Z",
    }  # fmt: skip
    assert api.get(f"/canned_responses/{one['id']}").body == one
    assert api.get("/canned_response_folders").body == [
        {
            "id": folder, "name": "Toimitukset", "personal": False, "responses_count": 1, "created_at": "2026-12-01T08:00:00Z",
            "updated_at": "2026-12-01T08:00:00Z",
        }
    ]  # fmt: skip
    assert api.get(f"/canned_response_folders/{folder}").body["canned_responses"] == [{"id": one["id"], "title": "Matkalla"}]


def test_a_change_sets_only_what_it_names(api: Client, folder: int) -> None:
    one = _made(api, folder)
    api.later(minutes=1)
    told = api.put(f"/canned_responses/{one['id']}", {"title": "Perillä"}).body
    assert told == {**one, "title": "Perillä", "updated_at": "2026-12-01T08:01:00Z"}
    assert api.put(f"/canned_response_folders/{folder}", {"name": "Paketit"}).body["name"] == "Paketit"


def test_what_is_deleted_is_gone_and_a_folder_goes_last(api: Client, folder: int) -> None:
    one = _made(api, folder)
    assert api.delete(f"/canned_response_folders/{folder}").status == 409
    assert api.delete(f"/canned_responses/{one['id']}").status == 204
    assert api.get(f"/canned_responses/{one['id']}").status == 404
    assert (api.delete(f"/canned_response_folders/{folder}").status, api.get("/canned_response_folders").body) == (204, [])


def test_each_sees_what_is_for_everybody_for_their_group_and_for_themselves(api: Client, folder: int) -> None:
    billing = next(group["id"] for group in api.get("/groups").body if group["name"] == "Billing")
    aki, ville, liisa = api.of("Aki"), api.of("Ville"), api.of("Liisa")
    _made(liisa, folder, title="A kaikille")
    _made(liisa, folder, title="B laskutukselle", visibility=2, group_ids=[billing])
    own = _made(aki, folder, title="C omani", visibility=1)
    assert (_titles(aki, folder), _titles(ville, folder)) == (["A kaikille", "C omani"], ["A kaikille", "B laskutukselle"])
    assert _titles(liisa, folder) == ["A kaikille", "B laskutukselle"]
    assert [ville.call(method, f"/canned_responses/{own['id']}", {}).status for method in ("GET", "PUT", "DELETE")] == [404, 404, 404]
    assert [one["responses_count"] for one in ville.get("/canned_response_folders").body] == [2]


def test_what_everybody_uses_is_kept_by_supervisors(api: Client, folder: int) -> None:
    aki, one = api.of("Aki"), _made(api, folder)
    body = {"title": "x", "content_html": "x", "folder_id": folder}
    assert [aki.post("/canned_responses", body).status, aki.post("/canned_response_folders", {"name": "x"}).status] == [403, 403]
    assert [aki.put(f"/canned_responses/{one['id']}", {"title": "x"}).status, aki.delete(f"/canned_responses/{one['id']}").status] == [
        403,
        403,
    ]
    own = _made(aki, folder, visibility=1)
    assert aki.put(f"/canned_responses/{own['id']}", {"visibility": 0}).status == 403
    assert aki.put(f"/canned_responses/{own['id']}", {"title": "Oma"}).status == 200


def test_a_personal_folder_is_its_owners_alone(api: Client) -> None:
    aki, ville = api.of("Aki"), api.of("Ville")
    own = aki.post("/canned_response_folders", {"name": "Omat", "personal": True}).body
    assert (own["personal"], [one["id"] for one in ville.get("/canned_response_folders").body]) == (True, [])
    assert ville.get(f"/canned_response_folders/{own['id']}/responses").status == 404
    refused = aki.post("/canned_responses", {"title": "x", "content_html": "x", "folder_id": own["id"]})
    assert refused.faults == [("visibility", "invalid_value")]
    _made(aki, own["id"], visibility=1)
    assert _titles(aki, own["id"]) == ["Matkalla"]


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"content_html": "{{ticket.__class__}}"}, ("content_html", "invalid_value")),
        ({"content_html": "<p>&#123;{secret}}</p>"}, ("content_html", "invalid_value")),
        ({"content_html": ""}, ("content_html", "missing_field")),
        ({"folder_id": 4711}, ("folder_id", "invalid_value")),
        ({"visibility": 3}, ("visibility", "invalid_value")),
        ({"visibility": 2}, ("group_ids", "missing_field")),
        ({"visibility": 2, "group_ids": [4711]}, ("group_ids", "invalid_value")),
    ],
)
def test_a_response_that_could_not_be_used_is_refused(api: Client, folder: int, fields: Any, fault: Any) -> None:
    told = api.post("/canned_responses", {"title": "x", "content_html": "x", "folder_id": folder, **fields})
    assert (told.status, told.faults) == (400, [fault])


def test_a_repeated_request_keeps_one(api: Client, folder: int) -> None:
    body = {"title": "x", "content_html": "x", "folder_id": folder}
    assert len({api.post("/canned_responses", body, Idempotency_Key="k").body["id"] for _ in range(2)}) == 1
    assert _titles(api, folder) == ["x"]


# -- preview --


@pytest.fixture
def ticket(api: Client) -> int:
    api.world.mail("Aino Aalto <aino@asiakas.example>", "Paketti", "Missä paketti on?")
    api.world.settle()
    return 1


def test_a_preview_is_filled_in_from_the_ticket_and_sends_nothing(api: Client, folder: int, ticket: int) -> None:
    one = _made(api, folder, content_html=f"{HELLO}<p>Tilaus {{{{ticket.cf_order}}}}</p>")
    told = api.of("Liisa").get(f"/canned_responses/{one['id']}/preview?ticket_id=1").body
    assert (told["content"], told["language"], told["empty"]) == (
        "Hei Aino, tikettisi 1 on työn alla. Liisa\n\nTilaus", "fi", ["ticket.cf_order"],
    )  # fmt: skip
    assert api.world.mails("aino@asiakas.example") == []


def test_a_customers_name_is_no_markup(api: Client, folder: int) -> None:
    ticket = api.opened(name="<img src=x onerror=alert(1)>", subject='" onmouseover="alert(1)')
    one = _made(api, folder, content_html='<p>{{ticket.requester.name}} <a href="https://kauppa.example/?q={{ticket.subject}}">x</a></p>')
    told = api.get(f"/canned_responses/{one['id']}/preview?ticket_id={ticket['id']}").body["content_html"]
    assert ("<img" in told, "&lt;img src=x onerror=alert(1)&gt;" in told) == (False, True)
    assert (told.count("<a "), '"alert(1)"' in told) == (1, False)


def test_the_customers_language_is_spoken_if_there_is_a_translation(api: Client, folder: int, ticket: int) -> None:
    one = _made(api, folder)
    path = f"/canned_responses/{one['id']}"
    put = api.put(f"{path}/translations/sv", {"title": "På väg", "content_html": "<p>Hej {{ticket.requester.firstname}}!</p>"})
    assert (put.status, put.body["language"], put.body["canned_response_id"]) == (200, "sv", one["id"])
    api.put(f"{path}/translations/en", {"content_html": "<p>Hello {{ticket.requester.firstname}}!</p>"})
    assert [row["language"] for row in api.get(f"{path}/translations").body] == ["en", "sv"]
    spoken = {
        language: (told["language"], told["title"], told["content"][:5])
        for language in ("sv", "sv-FI", "en", "de", "")
        for told in [api.get(f"{path}/preview?ticket_id=1&language={language}").body]
    }
    assert spoken == {
        "sv": ("sv", "På väg", "Hej A"),
        "sv-FI": ("sv", "På väg", "Hej A"),
        "en": ("en", "Matkalla", "Hello"),
        "de": ("fi", "Matkalla", "Hei A"),
        "": ("fi", "Matkalla", "Hei A"),
    }
    assert (api.delete(f"{path}/translations/sv").status, api.delete(f"{path}/translations/sv").status) == (204, 404)
    assert api.put(f"{path}/translations/klingon!", {"content_html": "x"}).status == 404


def test_a_preview_shows_no_ticket_that_is_not_the_callers(api: Client, folder: int, ticket: int) -> None:
    one = _made(api, folder)
    assert api.get(f"/canned_responses/{one['id']}/preview?ticket_id=99").status == 404
    assert api.get(f"/canned_responses/{one['id']}/preview").faults == [("ticket_id", "missing_field")]
