"""Contacts through the API."""

from typing import Any
from urllib.parse import urlsplit

import pytest

from chalicelib.outside.files import exists
from tests.handlers.client import Client, Told
from tests.handlers.test_attachments import fetched

AINO = {"name": "Aino Aalto", "email": "Aino@Asiakas.example", "mobile": "+358 40 123 4567", "unique_external_id": "crm-7", "tags": ["vip"]}
NOBODY_ASKED: dict[str, Any] = {
    "other_phone_numbers": [],
    "twitter_id": None,
    "facebook_id": None,
    "visitor_id": None,
    "org_contact_id": None,
    "address": None,
    "description": None,
    "job_title": None,
    "language": None,
    "time_zone": None,
    "time_zone_iana": None,
    "view_all_tickets": False,
    "other_companies": [],
    "custom_fields": {},
    "active": False,
    "deleted": False,
    "avatar": None,
    "csat_rating": None,
    "preferred_source": None,
    "whatsapp_id": None,
    "merged_into_id": None,
    "merged_ids": [],
}


def test_a_contact_is_made_and_viewed(api: Client) -> None:
    made = api.post("/contacts", AINO)
    number = made.body["id"]
    assert (made.status, made.headers["Location"]) == (201, f"https://desk.kauppa.example/api/v2/contacts/{number}")
    assert made.body == {
        "id": number,
        "name": "Aino Aalto",
        "first_name": "Aino",
        "last_name": "Aalto",
        "email": "aino@asiakas.example",
        "other_emails": [],
        "phone": None,
        "mobile": "+358401234567",
        "unique_external_id": "crm-7",
        "company_id": None,
        "tags": ["vip"],
        "created_at": "2026-12-01T08:00:00Z",
        "updated_at": "2026-12-01T08:00:00Z",
        **NOBODY_ASKED,
    }
    assert api.get(f"/contacts/{number}").body == made.body


def test_a_contact_of_a_known_mail_domain_belongs_to_its_company(api: Client) -> None:
    made = api.post("/contacts", {"name": "Tuure", "email": "tuure@tukku.example"}).body
    assert api.get(f"/companies/{made['company_id']}").body["name"] == "Tukku Oy"


@pytest.mark.parametrize(
    ("taken", "field"),
    [
        ({"email": "aino@asiakas.example"}, "email"),
        ({"phone": "0035840 1234567"}, "phone"),
        ({"unique_external_id": "crm-7"}, "unique_external_id"),
    ],
)
def test_what_only_one_may_have_is_refused_with_its_owner(api: Client, taken: dict[str, str], field: str) -> None:
    owner = api.post("/contacts", AINO).body["id"]
    told = api.post("/contacts", {"name": "Bo", "email": "bo@asiakas.example", **taken})
    (row,) = told.body["errors"]
    assert (told.status, row["field"], row["code"], row["additional_info"]) == (409, field, "duplicate_value", {"user_id": owner})


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ({"name": "Aino"}, [("email", "missing_field")]),
        ({"email": "a@b.example"}, [("name", "missing_field")]),
        ({"name": "Aino", "email": "a", "phone": "x"}, [("email", "invalid_value"), ("phone", "invalid_value")]),
        ({"name": "Aino", "email": "a@b.example", "company_id": 5}, [("company_id", "invalid_value")]),
        ({"name": "Aino", "email": "a@b.example", "role": "admin"}, [("role", "invalid_field")]),
    ],
)
def test_a_wrong_contact_names_its_faults(api: Client, body: dict[str, Any], faults: list[tuple[str, str]]) -> None:
    assert api.post("/contacts", body).faults == faults


def test_a_change_sets_what_it_names_and_keeps_every_address(api: Client) -> None:
    number = api.post("/contacts", AINO).body["id"]
    api.later(minutes=1)
    told = api.put(f"/contacts/{number}", {"email": "aalto@asiakas.example", "job_title": "Ostaja", "custom_fields": {"cf_a": 1}}).body
    assert (told["email"], told["other_emails"], told["job_title"]) == ("aalto@asiakas.example", ["aino@asiakas.example"], "Ostaja")
    assert (told["name"], told["custom_fields"], told["updated_at"]) == ("Aino Aalto", {"cf_a": 1}, "2026-12-01T08:01:00Z")
    assert {api.opened(email=address)["requester_id"] for address in ("aino@asiakas.example", "aalto@asiakas.example")} == {number}


def test_a_contact_that_moves_to_a_company_takes_new_tickets_with_it(api: Client) -> None:
    number = api.post("/contacts", AINO).body["id"]
    company = api.get("/companies").body[0]["id"]
    api.put(f"/contacts/{number}", {"company_id": company})
    api.world.mail("aino@asiakas.example", "Hei", "Apua")
    api.world.settle()
    assert (api.get("/tickets/1").body["company_id"], api.opened()["company_id"]) == (company, company)


def test_an_address_of_somebody_else_is_not_taken_over(api: Client) -> None:
    api.post("/contacts", AINO)
    number = api.post("/contacts", {"name": "Bo", "email": "bo@asiakas.example"}).body["id"]
    assert api.put(f"/contacts/{number}", {"email": "aino@asiakas.example"}).status == 409


def test_contacts_are_listed_oldest_first_page_by_page(api: Client) -> None:
    made = []
    for number in range(5):
        api.later(seconds=1)
        made.append(api.post("/contacts", {"name": f"A{number}", "email": f"a{number}@asiakas.example"}).body["id"])
    pages = [api.get(f"/contacts?per_page=2&page={page}") for page in (1, 2, 3, 4)]
    assert [[row["id"] for row in page.body] for page in pages] == [made[:2], made[2:4], made[4:], []]
    assert ["Link" in page.headers for page in pages] == [True, True, False, False]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("email=AINO@asiakas.example", ["Aino Aalto"]),
        ("mobile=%2B358401234567", ["Aino Aalto"]),
        ("unique_external_id=crm-7", ["Aino Aalto"]),
        ("email=aino@asiakas.example&unique_external_id=other", []),
        ("email=nonsense", []),
        ("company_id={company}", ["Tuure"]),
        ("_updated_since=2026-12-01T08:00:30Z", ["Tuure"]),
        ("state=deleted", []),
        ("state=verified", []),
        ("state=unverified", ["Aino Aalto", "Tuure"]),
        ("updated_since=2030-01-01T00:00:00Z", ["Aino Aalto", "Tuure"]),
    ],
)
def test_contacts_are_found_by_what_is_known_of_them(api: Client, query: str, found: list[str]) -> None:
    api.post("/contacts", AINO)
    api.later(minutes=1)
    company = api.post("/contacts", {"name": "Tuure", "email": "tuure@tukku.example"}).body["company_id"]
    api.later(minutes=1)
    assert [row["name"] for row in api.get(f"/contacts?{query.format(company=company)}").body] == found


def test_a_repeated_request_makes_one_contact(api: Client) -> None:
    told = [api.post("/contacts", AINO, Idempotency_Key="k") for _ in range(2)]
    assert (told[0].status, told[0].body) == (told[1].status, told[1].body)


def test_a_customer_known_by_chat_is_shown_with_the_number(api: Client) -> None:
    api.world.whatsapp("358401112223", "Hei, missä tilaukseni on?", name="Aino")
    api.world.settle()
    (one,) = api.get("/contacts").body
    assert (one["name"], one["mobile"], one["whatsapp_id"], one["email"]) == ("Aino", "+358401112223", "358401112223", None)


@pytest.mark.parametrize(("given", "shown", "iana"), [("Helsinki", "Helsinki", "Europe/Helsinki"), ("Asia/Tokyo", "Tokyo", "Asia/Tokyo")])
def test_a_time_zone_is_taken_and_shown_by_both_names(api: Client, given: str, shown: str, iana: str) -> None:
    told = api.post("/contacts", {**AINO, "time_zone": given}).body
    assert (told["time_zone"], told["time_zone_iana"]) == (shown, iana)
    assert api.put(f"/contacts/{told['id']}", {"time_zone": "Nowhere"}).faults == [("time_zone", "invalid_value")]


def test_further_numbers_and_companies_are_kept(api: Client) -> None:
    company = api.get("/companies").body[0]["id"]
    others = [{"company_id": company, "view_all_tickets": True}]
    more = {"other_phone_numbers": ["+358 9 1234567"], "other_companies": others, "view_all_tickets": True}
    told = api.post("/contacts", {**AINO, **more}).body
    assert (told["mobile"], told["other_phone_numbers"]) == ("+358401234567", ["+35891234567"])
    assert (told["other_companies"], told["view_all_tickets"]) == (others, True)
    assert api.get("/contacts?phone=%2B35891234567").body == [told]
    wrong = api.put(f"/contacts/{told['id']}", {"other_companies": [{"company_id": 12}]})
    assert wrong.faults == [("company_id", "invalid_value")]


def test_who_writes_by_a_proven_way_is_verified_and_listed_so(api: Client) -> None:
    told = api.post("/contacts", AINO).body
    bo = api.post("/contacts", {"name": "Bo", "email": "bo@asiakas.example"}).body["id"]
    assert told["active"] is False
    api.world.mail("aino@asiakas.example", "Hei", "Apua", verdicts={"dmarc": "FAIL"})
    api.world.settle()
    assert api.get(f"/contacts/{told['id']}").body["active"] is False
    api.world.mail("aino@asiakas.example", "Hei", "Apua")
    api.world.settle()
    assert api.get(f"/contacts/{told['id']}").body["active"] is True
    states = {state: [row["id"] for row in api.get(f"/contacts?state={state}").body] for state in ("verified", "unverified", "blocked")}
    assert states == {"verified": [told["id"]], "unverified": [bo], "blocked": []}
    active = api.get("/search/contacts?query=\"active:true AND created_at:>'2026-01-01'\"").body["results"]
    assert [row["id"] for row in active] == [told["id"]]


def test_a_picture_comes_in_a_form_and_leaves_again(api: Client) -> None:
    made = form(api, "POST", "/contacts", [("name", "Aino"), ("email", "aino@asiakas.example")], PICTURE)
    assert made.status == 201, made.body
    avatar = made.body["avatar"]
    assert (avatar["name"], avatar["content_type"], avatar["size"]) == ("a.png", "image/png", 4)
    assert fetched(avatar["avatar_url"]) == b"\x89PNG"
    path = f"/contacts/{made.body['id']}"
    assert form(api, "PUT", path, [], ("a.svg", "image/svg+xml", b"<svg/>")).faults == [("avatar", "invalid_value")]
    assert api.put(path, {"avatar": "x"}).faults == [("avatar", "invalid_value")]
    assert api.put(path, {"avatar": None}).body["avatar"] is None


def test_a_picture_that_was_replaced_or_taken_away_is_kept_no_longer(api: Client) -> None:
    made = form(api, "POST", "/contacts", [("name", "Aino"), ("email", "aino@asiakas.example")], PICTURE).body
    path, first = f"/contacts/{made['id']}", made["avatar"]["avatar_url"]
    second = form(api, "PUT", path, [], ("b.png", "image/png", b"\x89PNG2")).body["avatar"]["avatar_url"]
    api.world.after(minutes=2)
    assert (is_there(first), is_there(second)) == (False, True)
    assert form(api, "PUT", path, [], ("a.svg", "image/svg+xml", b"<svg/>")).status == 400
    assert api.put(path, {"address": "Kuja 1"}).status == 200
    api.world.after(minutes=2)
    assert is_there(second)
    api.put(path, {"avatar": None})
    api.world.after(minutes=2)
    assert (is_there(second), api.world.failures) == (False, [])


def is_there(url: str) -> bool:
    return exists("files", f"attachments/{urlsplit(url).path.rpartition('/')[2]}")


PICTURE = ("a.png", "image/png", b"\x89PNG")


def form(api: Client, method: str, path: str, fields: list[tuple[str, str]], file: tuple[str, str, bytes]) -> Told:
    name, kind, content = file
    parts = [f'--b\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode() for key, value in fields]
    head = f'--b\r\nContent-Disposition: form-data; name="avatar"; filename="{name}"\r\nContent-Type: {kind}\r\n\r\n'.encode()
    raw = b"".join([*parts, head, content, b"\r\n--b--\r\n"])
    return api.call(method, path, raw, headers={"content-type": "multipart/form-data; boundary=b"})
