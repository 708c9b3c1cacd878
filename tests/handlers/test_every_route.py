"""What holds for every route under /api/v2: the key first, then the right, one shape of errors, headers on every answer."""

import json
import re
from typing import Any

import boto3
import pytest

from app import app
from chalicelib.desk import actions as desks
from chalicelib.handlers.api_reference import OPEN
from chalicelib.handlers.http import ROUTES as DECLARED
from chalicelib.people import actions as people
from chalicelib.people.hiding import SIGHTS, kind_of
from chalicelib.people.keys import RIGHTS, Key, Right
from tests.handlers.access import HAS, IMPLIES, ROWS
from tests.handlers.client import Client, Told, basic
from tests.small_desk import DOCUMENT
from tests.world import World

ROUTES = [(route.method, route.path) for route in DECLARED if f"{route.method} {route.path}" in ROWS]
NAMED = [route for route in ROUTES if "{" in route[1]]
RATE = {"X-RateLimit-Total", "X-RateLimit-Remaining", "X-RateLimit-Used-CurrentRequest"}
UNAUTHORIZED = {"code": "invalid_credentials", "message": "You have to be logged in to perform this action.", "request_id": "r1"}
SCOPES = ("group", "restricted")
NOWHERE = 4711


def row(route: tuple[str, str]) -> Any:
    return ROWS[" ".join(route)]


def filled(path: str, number: int) -> str:
    return re.sub(r"{number}", str(number), re.sub(r"{(?!number})\w+}", "7", path))


def tried(caller: Client, route: tuple[str, str], number: int = NOWHERE) -> Told:
    """Past the check against the document of the API: this is about who, not about what."""
    body = json.dumps(row(route).body).encode() if route[0] != "GET" else b""
    headers = {"host": "api.example", "content-type": "application/json", **basic(caller.key)}
    answer = caller.world.http(route[0], f"/api/v2{filled(route[1], number)}", body=body, headers=headers)
    return Told(answer["statusCode"], json.loads(answer["body"]) if answer["body"] else None, answer["headers"])


# -- the access matrix --


def test_every_route_has_its_row_with_the_right_that_it_needs() -> None:
    assert {f"{route.method} {route.path}": route.needs.value for route in DECLARED} == {name: one.right for name, one in ROWS.items()}
    known = {*OPEN, *(route.path for route in DECLARED)}
    assert {f"/api/v2{path}" for path in known} == {path for path in app.routes if path.startswith("/api")}


def test_each_role_has_its_rights_and_no_other() -> None:
    assert {role.value: set(rights) for role, rights in RIGHTS.items()} == HAS


def test_what_is_for_those_who_may_not_read_says_what_they_see() -> None:
    assert {kind_of(route.path) for route in DECLARED if route.needs is Right.HEADS} <= set(SIGHTS)


def test_no_key_is_401_on_every_route(world: World) -> None:
    told = {route: world.http(route[0], f"/api/v2{filled(route[1], 1)}") for route in ROUTES}
    assert {route: (one["statusCode"], json.loads(one["body"])) for route, one in told.items()} == dict.fromkeys(
        ROUTES, (401, UNAUTHORIZED)
    )
    assert all(set(one["headers"]) >= RATE | {"X-Request-Id", "WWW-Authenticate"} for one in told.values())


@pytest.mark.parametrize("ended", ["unknown", "expired", "left", "revoked"])
def test_a_key_that_holds_no_longer_is_401_on_every_route(api: Client, ended: str) -> None:
    key = Key(4711 if ended == "left" else api.agent("Mikko"), expires=api.world.now if ended == "expired" else None)
    if ended != "unknown":
        people.ensure_key("THE-KEY", key, api.world.now)
    if ended == "revoked":
        people.revoke_key(next(found for found, one, _ in people.list_keys() if one == key))
    caller = Client(api.world, "THE-KEY")
    told = {route: tried(caller, route) for route in ROUTES}
    assert {route: (one.status, one.body) for route, one in told.items()} == dict.fromkeys(ROUTES, (401, UNAUTHORIZED))


@pytest.mark.parametrize("role", sorted(HAS))
def test_each_role_passes_where_it_may_and_nowhere_else(api: Client, role: str) -> None:
    """A caller with the right gets as far as the missing object or the wrong body."""
    caller = api.of("Mikko", role=role)
    assert refused(caller) == {route for route in ROUTES if row(route).right not in HAS[role]}


@pytest.mark.parametrize("right", sorted(right.value for right in Right))
def test_a_key_that_names_one_right_opens_what_needs_it_and_nothing_else(api: Client, right: str) -> None:
    caller = api.of("Mikko", scopes=(right,))
    assert refused(caller) == {route for route in ROUTES if row(route).right not in {right} | IMPLIES.get(right, set())}


def test_a_role_that_a_key_names_never_raises_its_agents(api: Client) -> None:
    """Aki is an agent; a key of his that says admin is an agent's."""
    assert refused(api.of("Aki", role="admin")) == {route for route in ROUTES if row(route).right not in HAS["agent"]}


def refused(caller: Client) -> set[tuple[str, str]]:
    return {route for route in ROUTES if not row(route).extra and tried(caller, route).status == 403}


# -- what is not there, and what is not theirs --


def test_an_id_nobody_has_is_404_with_a_body_on_every_route(api: Client) -> None:
    told = {route: tried(api, route) for route in NAMED}
    assert {route: (one.status, one.body["code"], sorted(one.body)) for route, one in told.items()} == dict.fromkeys(
        NAMED, (404, "not_found", ["code", "message", "request_id"])
    )


def test_what_is_no_id_is_404_too(api: Client) -> None:
    paths = [filled(path, 0).replace("0", number) for method, path in NAMED if method == "GET" for number in ("abc", "-1", "1.0", "9" * 20)]
    assert {api.get(path).status for path in paths} == {404}


@pytest.mark.parametrize("scope", SCOPES)
def test_a_ticket_outside_the_scope_looks_as_if_it_were_not_there(api: Client, scope: str) -> None:
    """Whatever is tried on it, word for word; and it stays as it was."""
    api.opened(group_id=group(api, "Billing"))
    before = api.get("/tickets/1/activities").body
    caller = limited(api, scope)
    routes = [route for route in NAMED if route[1].startswith("/tickets/{number}")]
    theirs, nobodys = ({route: told(caller, route, number) for route in routes} for number in (1, NOWHERE))
    assert theirs == nobodys
    assert {status for status, _ in theirs.values()} == {404}
    assert api.get("/tickets/1/activities").body == before


def told(caller: Client, route: tuple[str, str], number: int) -> tuple[int, str]:
    """An answer with the ticket's own number taken out."""
    one = tried(caller, route, number)
    return one.status, json.dumps(one.body).replace(f" {number}", " N")


@pytest.mark.parametrize("scope", SCOPES)
def test_a_ticket_inside_the_scope_is_there_on_every_route(api: Client, scope: str) -> None:
    api.opened(
        responder_id=api.agent("Liisa"), group_id=next(one["id"] for one in tried(api, ("GET", "/groups")).body if one["name"] == "Support")
    )
    caller = limited(api, scope)
    routes = [route for route in NAMED if route[1].startswith("/tickets/{number}") and route[1].count("{") == 1]
    assert {route: tried(caller, route, 1).status for route in routes if tried(caller, route, 1).status in (401, 403, 500)} == {}
    assert tried(caller, ("GET", "/tickets/{number}"), 1).status == 200


@pytest.mark.parametrize("scope", SCOPES)
def test_what_belongs_to_no_ticket_yet_is_for_those_who_see_every_ticket(api: Client, scope: str) -> None:
    caller = limited(api, scope)
    assert refused(caller) == {route for route in ROUTES if row(route).whole or row(route).right not in HAS["supervisor"]}


def group(api: Client, name: str) -> int:
    return next(int(one.id) for one in desks.current(api.world.now).groups if one.name == name)


def limited(api: Client, scope: str) -> Client:
    """Liisa, who leads, with another scope."""
    agents = [{**one, "scope": scope} if one["name"] == "Liisa" else one for one in DOCUMENT["agents"]]
    desks.activate({**DOCUMENT, "agents": agents}, api.world.now, "tests")
    return api.of("Liisa")


# -- those who may not read --

PERSONAL = (
    "Aino", "asiakas.example", "+358401112223", "Salainen", "passi", "Musti", "Liisa", "Mikko", "Aki", "Ville", "talo.example", "Kaisa",
)  # fmt: skip


@pytest.mark.parametrize("role", ["finance", "reporting"])
def test_nothing_of_a_person_is_told_to_those_who_work_with_numbers(api: Client, role: str) -> None:
    """Every route that such a role may call, with everything embedded that there is; whoever reads gets all of it."""
    company = api.post("/companies", {"name": "Nurkka Oy", "note": "Kaisa", "description": "Kaisa"})
    fields = {"cf_dog": "Musti", "cf_size": 44}
    made = api.opened(
        name="Aino", phone="+358401112223", subject="Salainen", description="Salainen", cc_emails=["bo@asiakas.example"],
        custom_fields=fields, company_id=company.body["id"], responder_id=api.agent("Liisa"),
    )  # fmt: skip
    api.post("/tickets/1/notes", {"body": "Salainen"})
    ids = {"tickets": made["id"], "agents": api.agent("Liisa"), "companies": company.body["id"], "groups": group(api, "Support")}
    embedded = {"/tickets": "?include=stats,requester,description,company", "/tickets/{number}": "?include=conversations,requester,stats"}
    routes = [path for method, path in ROUTES if method == "GET" and row((method, path)).right in HAS[role] - {"keys"}]
    asked = [filled(path, ids.get(path.split("/")[1], 1)) + embedded.get(path, "") for path in routes]
    limited, whole = ([read(caller, path) for path in asked] for caller in (api.of("Mikko", role=role), api))
    assert {word for word in PERSONAL if word in str(limited)} == set()
    assert {"Aino", "asiakas.example", "Salainen", "Musti", "Liisa", "talo.example", "Kaisa"} <= {
        word for word in PERSONAL if word in str(whole)
    }
    assert ("44" in str(limited[routes.index("/tickets")])) is (role == "reporting")


def read(caller: Client, path: str) -> Any:
    headers = {"host": "api.example", **basic(caller.key)}
    return caller.world.http("GET", f"/api/v2{path}", headers=headers)["body"]


@pytest.mark.parametrize("asked", ["email=aino@asiakas.example", "requester_id=5", "unique_external_id=a"])
def test_who_may_not_read_may_not_ask_by_a_person_either(api: Client, asked: str) -> None:
    told = api.of("Mikko", role="reporting").get(f"/tickets?{asked}")
    assert (told.status, told.body["code"]) == (403, "access_denied")


# -- the key --


@pytest.mark.parametrize(
    "header",
    [
        basic("KEY")["authorization"], basic("KEY", "")["authorization"], basic("KEY", "any:thing")["authorization"],
        basic("KEY")["authorization"].replace("Basic", "basic"), basic("KEY")["authorization"].replace("Basic", "BASIC"),
        basic("KEY")["authorization"].removeprefix("Basic "), basic("KEY")["authorization"].rstrip("="), "Bearer KEY", "bearer KEY",
    ],
)  # fmt: skip
def test_a_key_is_taken_in_every_way_clients_send_it(api: Client, header: str) -> None:
    people.ensure_key("KEY", Key(), api.world.now)
    assert api.call("GET", "/roles", headers={"authorization": header}).status == 200


@pytest.mark.parametrize("header", ["", "Basic", "Basic !!!", "Basic 8J+YgA", "Bearer", "Digest x", "KEY", "Basic " + "A" * 5_000])
def test_anything_else_is_401(api: Client, header: str) -> None:
    told = api.call("GET", "/roles", headers={"authorization": header})
    assert (told.status, told.body) == (401, UNAUTHORIZED)


# -- errors and headers --


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"null", b'{"a": NaN}', b"\xff", b"[" * 100_000])
def test_what_is_no_json_object_is_refused_as_such(api: Client, body: bytes) -> None:
    told = api.post("/tickets", body)
    assert (told.status, told.body["code"], told.body["errors"][0]["code"]) == (400, "invalid_json", "invalid_json")


def test_another_type_of_body_is_refused(api: Client) -> None:
    told = api.call("POST", "/tickets", b"a=b", headers={"content-type": "application/x-www-form-urlencoded"})
    assert (told.status, told.body["code"]) == (415, "invalid_content_type")


def test_a_get_may_say_it_has_json_and_have_no_body(api: Client) -> None:
    kinds = ("application/json", "application/json; charset=utf-8", "text/plain")
    assert [api.call("GET", "/roles", headers={"content-type": kind}).status for kind in kinds] == [200] * 3


def test_a_validation_error_has_the_shape_clients_read(api: Client) -> None:
    assert api.post("/tickets/1/notes", {"body": 5}).body == {
        "description": "Validation failed",
        "errors": [{"field": "body", "message": "It should be a string", "code": "datatype_mismatch"}],
        "code": "datatype_mismatch",
        "message": "body: It should be a string",
        "request_id": "r1",
    }


def test_a_verb_that_a_path_has_not_is_405_with_those_it_has(world: World) -> None:
    event = {
        "requestContext": {"httpMethod": "DELETE", "resourcePath": "/api/v2/roles"}, "headers": {}, "multiValueQueryStringParameters": None,
        "pathParameters": None, "stageVariables": None, "body": None,
    }  # fmt: skip
    told = app(event, None)
    assert (told["statusCode"], told["headers"]["Allow"], json.loads(told["body"])) == (
        405, "OPTIONS, GET", {"code": "method_not_allowed", "message": "This path takes OPTIONS, GET."},
    )  # fmt: skip


def test_every_answer_has_its_headers(api: Client) -> None:
    made = api.post("/tickets", {"email": "a@b.example"})
    assert {name: made.headers[name] for name in ("Content-Type", "X-Request-Id", "X-RateLimit-Total", "Cache-Control")} == {
        "Content-Type": "application/json", "X-Request-Id": "r1", "X-RateLimit-Total": "3000", "Cache-Control": "no-store",
    }  # fmt: skip
    used = [int(api.get("/roles").headers["X-RateLimit-Remaining"]) for _ in range(2)]
    assert used[0] - used[1] == 1


def test_nothing_is_told_of_what_went_wrong_inside(api: Client) -> None:
    """A stored row that cannot be read is our own fault."""
    from chalicelib.storage import people as rows

    rows.put_object("CT", 7, {"handles": 5}, api.world.now)
    told = api.get("/contacts/7")
    assert (told.status, told.body) == (
        500, {"code": "internal_error", "message": "Something went wrong on our side.", "request_id": "r1"},
    )  # fmt: skip
    assert set(told.headers) >= RATE


def test_a_service_that_does_not_answer_is_503_with_a_time_to_come_again(world: World) -> None:
    """Before the first configuration is active nothing can be told."""
    from chalicelib.settings import settings

    boto3.client("dynamodb").delete_item(TableName=settings().desk_table, Key={"pk": {"S": "CONFIG"}, "sk": {"S": "CURRENT"}})
    desks.forget()
    told = Client(world).get("/roles")
    assert (told.status, told.body["code"], told.headers["Retry-After"]) == (503, "unavailable", "60")
