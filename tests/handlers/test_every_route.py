"""What holds for every route under /api/v2: the key first, then the right, one shape of errors, headers on every answer."""

import json
from typing import Any

import boto3
import pytest

from app import app
from chalicelib.people.keys import RIGHTS, Role
from tests.handlers.client import Client, basic
from tests.world import World

ROUTES = sorted(
    (method, path.removeprefix("/api/v2")) for path, methods in app.routes.items() if path.startswith("/api/v2") for method in methods
)
NAMED = [(method, path) for method, path in ROUTES if "{number}" in path]
RATE = {"X-RateLimit-Total", "X-RateLimit-Remaining", "X-RateLimit-Used-CurrentRequest"}
UNAUTHORIZED = {"code": "invalid_credentials", "message": "You have to be logged in to perform this action.", "request_id": "r1"}
# Who may call a route at all; a route without a row here fails.
NEEDS = {
    "GET": {"": "light", "/suspended": "agent", "/suspended/{number}": "agent"},
    "POST": {
        "/tickets": "agent", "/tickets/{number}/reply": "agent", "/tickets/{number}/notes": "light", "/contacts": "agent",
        "/tickets/{number}/fallback": "agent", "/contacts/merge": "agent", "/contacts/{number}/unmerge": "agent",
        "/contacts/{number}/handles": "agent",
        "/companies": "supervisor", "/line/next": "agent", "/suspended/{number}/release": "agent",
    },
    "PUT": {
        "/tickets/{number}": "agent", "/tickets/{number}/restore": "supervisor", "/contacts/{number}": "agent",
        "/companies/{number}": "supervisor", "/agents/{number}": "agent",
    },
    "DELETE": {"/tickets/{number}": "supervisor"},
}  # fmt: skip
LADDER = ("light", "agent", "supervisor", "admin")


def test_the_first_part_of_the_api_is_there() -> None:
    assert len(ROUTES) == 41


def test_no_key_is_401_on_every_route(world: World) -> None:
    told = {route: world.http(route[0], f"/api/v2{route[1].format(number=1)}") for route in ROUTES}
    assert {route: (one["statusCode"], json.loads(one["body"])) for route, one in told.items()} == dict.fromkeys(
        ROUTES, (401, UNAUTHORIZED)
    )
    assert all(set(one["headers"]) >= RATE | {"X-Request-Id", "WWW-Authenticate"} for one in told.values())


def test_an_id_nobody_has_is_404_with_a_body_on_every_route(api: Client) -> None:
    bodies: dict[str, Any] = {"/tickets/{number}/reply": {"body": "Hei"}, "/tickets/{number}/notes": {"body": "Hei"}}
    bodies["/tickets/{number}/fallback"] = {"conversation_id": 7}
    bodies["/contacts/{number}/handles"] = {"kind": "email", "value": "aino@asiakas.example"}
    told = {(method, path): api.call(method, path.format(number=4711), bodies.get(path, {})) for method, path in NAMED}
    assert {route: (one.status, one.body["code"], sorted(one.body)) for route, one in told.items()} == dict.fromkeys(
        NAMED, (404, "not_found", ["code", "message", "request_id"])
    )


def test_what_is_no_id_is_404_too(api: Client) -> None:
    paths = [path.format(number=number) for method, path in NAMED if method == "GET" for number in ("abc", "-1", "1.0", "9" * 20)]
    assert {api.get(path).status for path in paths} == {404}


@pytest.mark.parametrize("role", LADDER)
def test_each_role_passes_where_it_may_and_nowhere_else(api: Client, role: str) -> None:
    """A caller with the right gets as far as the missing object or the wrong body."""
    caller = api.of("Mikko", role=role)
    needed = {(method, path): NEEDS[method].get(path, NEEDS[method].get("")) for method, path in ROUTES}
    allowed = {route for route, least in needed.items() if least and LADDER.index(role) >= LADDER.index(least)}
    refused = {(method, path) for method, path in ROUTES if caller.call(method, path.format(number=4711), {}).status == 403}
    assert set(ROUTES) - refused == allowed


def test_every_right_is_somebodys(api: Client) -> None:
    assert RIGHTS[Role.LIGHT] < RIGHTS[Role.AGENT] < RIGHTS[Role.SUPERVISOR] == RIGHTS[Role.ADMIN]


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
    from chalicelib.people import actions as people
    from chalicelib.people.keys import Key

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
        405, "GET", {"code": "method_not_allowed", "message": "This path takes GET."},
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
    from chalicelib.storage import people

    people.put_object("CT", 7, {"handles": 5}, api.world.now)
    told = api.get("/contacts/7")
    assert (told.status, told.body) == (
        500, {"code": "internal_error", "message": "Something went wrong on our side.", "request_id": "r1"},
    )  # fmt: skip
    assert set(told.headers) >= RATE


def test_a_service_that_does_not_answer_is_503_with_a_time_to_come_again(world: World) -> None:
    """Before the first configuration is active nothing can be told."""
    from chalicelib.desk import actions as desks
    from chalicelib.settings import settings

    boto3.client("dynamodb").delete_item(TableName=settings().desk_table, Key={"pk": {"S": "CONFIG"}, "sk": {"S": "CURRENT"}})
    desks.forget()
    told = Client(world).get("/roles")
    assert (told.status, told.body["code"], told.headers["Retry-After"]) == (503, "unavailable", "60")
