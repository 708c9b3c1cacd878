"""What all answers share: the addresses in them, the shape of errors, the rate limit."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from chalice.app import Request

from chalicelib.handlers import rates
from chalicelib.handlers.answer import asks_for_problem
from chalicelib.handlers.http import base_url
from chalicelib.settings import settings
from tests.handlers.client import Client, basic


def request(path: str, headers: dict[str, str]) -> Request:
    context = {"httpMethod": "GET", "resourcePath": "/api/v2/roles", "path": path}
    event = {"requestContext": context, "headers": headers, "multiValueQueryStringParameters": None, "pathParameters": None}
    return Request({**event, "stageVariables": None, "body": None})


@pytest.fixture
def _no_public_url(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("VUORO_PUBLIC_URL", "")
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


@pytest.mark.usefixtures("_no_public_url")
@pytest.mark.parametrize(
    ("path", "headers", "base"),
    [
        ("/desk/api/v2/roles", {"host": "a1.execute-api.example", "x-forwarded-proto": "https"}, "https://a1.execute-api.example/desk"),
        ("/desk/api/v2/roles/", {"host": "a1.execute-api.example", "x-forwarded-proto": "https"}, "https://a1.execute-api.example/desk"),
        ("/api/v2/roles", {"host": "127.0.0.1:8600"}, "http://127.0.0.1:8600"),
    ],
)
def test_without_a_public_address_the_one_that_was_used_counts(path: str, headers: dict[str, str], base: str) -> None:
    assert base_url(request(path, headers), "/api/v2/roles") == base


def test_the_public_address_counts_before_any_other() -> None:
    assert base_url(request("/desk/api/v2/roles", {"host": "a1.execute-api.example"}), "/api/v2/roles") == "https://desk.kauppa.example"


FOREIGN = "/fd.freshdesk.com"


@pytest.mark.parametrize(
    ("path", "headers", "base"),
    [
        (f"{FOREIGN}/api/v2/roles", {}, f"https://desk.kauppa.example{FOREIGN}"),
        ("/api/v2/roles", {"x-forwarded-prefix": FOREIGN}, f"https://desk.kauppa.example{FOREIGN}"),
        ("/api/v2/roles", {"x-forwarded-prefix": "/evil.example"}, "https://desk.kauppa.example"),
        ("/api/v2/roles", {"x-forwarded-prefix": f"//evil.example{FOREIGN}"}, "https://desk.kauppa.example"),
        ("/api/v2/roles", {"x-forwarded-prefix": f"{FOREIGN}@evil.example"}, "https://desk.kauppa.example"),
        ("/desk/api/v2/roles", {}, "https://desk.kauppa.example"),
    ],
)
def test_links_lead_back_under_the_prefix_that_the_caller_used(path: str, headers: dict[str, str], base: str) -> None:
    assert base_url(request(path, {"host": "a1.execute-api.example", **headers}), "/api/v2/roles") == base


def test_link_and_location_carry_it(api: Client) -> None:
    made = api.call("POST", "/tickets", {"email": "a@b.example"}, headers={"x-forwarded-prefix": FOREIGN})
    api.opened()
    page = api.call("GET", "/tickets?per_page=1", headers={"x-forwarded-prefix": FOREIGN})
    assert [made.headers["Location"], page.headers["Link"]] == [
        f"https://desk.kauppa.example{FOREIGN}/api/v2/tickets/1",
        f'<https://desk.kauppa.example{FOREIGN}/api/v2/tickets?page=2&per_page=1>; rel="next"',
    ]


# -- problem documents --


@pytest.mark.parametrize(
    ("accept", "asks"),
    [
        ("application/problem+json", True), ("application/json, application/problem+json", True), ("Application/Problem+JSON; q=0.5", True),
        ("", False), ("*/*", False), ("application/*", False), ("application/json", False), ("application/problem+json;q=0", False),
        ("application/problem+json; q=0.000", False), ("application/problem+json; q=0.001", True),
    ],
)  # fmt: skip
def test_a_problem_document_is_for_those_who_name_it(accept: str, asks: bool) -> None:
    assert asks_for_problem(accept) is asks


@pytest.mark.parametrize(
    ("method", "path", "body", "told"),
    [
        ("GET", "/tickets/4711", None, {"title": "Not Found", "status": 404, "detail": "there is no ticket 4711", "code": "not_found"}),
        (
            "POST", "/contacts", {},
            {
                "title": "Bad Request", "status": 400, "detail": "name: This field is mandatory", "code": "missing_field",
                "description": "Validation failed",
                "errors": [{"field": "name", "message": "This field is mandatory", "code": "missing_field"}],
            },
        ),
    ],
)  # fmt: skip
def test_an_error_is_told_as_a_problem_where_that_is_asked_for(
    api: Client, method: str, path: str, body: Any, told: dict[str, Any]
) -> None:
    raw = json.dumps(body).encode() if body is not None else b""
    headers = {"host": "api.example", "accept": "application/problem+json", "content-type": "application/json", **basic(api.key)}
    answer = api.world.http(method, f"/api/v2{path}", body=raw, headers=headers)
    assert answer["headers"]["Content-Type"] == "application/problem+json"
    assert json.loads(answer["body"]) == {"type": "about:blank", **told, "request_id": "r1"}


def test_an_answer_that_is_no_error_stays_what_it_is(api: Client) -> None:
    told = api.call("GET", "/roles", headers={"accept": "application/problem+json"})
    assert (told.status, told.headers["Content-Type"]) == (200, "application/json")


# -- the rate limit --


@pytest.fixture
def _ten_a_minute(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("VUORO_RATE", "10")
    settings.cache_clear()
    rates.forget()
    yield
    monkeypatch.undo()
    settings.cache_clear()


@pytest.mark.usefixtures("_ten_a_minute")
def test_who_asks_too_often_is_told_when_to_come_again_and_nobody_else_is(api: Client) -> None:
    told = [api.get("/roles") for _ in range(11)]
    assert [one.status for one in told] == [200] * 10 + [429]
    assert (told[10].body["code"], told[10].headers["Retry-After"]) == ("rate_limited", "6")
    assert [one.headers["X-RateLimit-Remaining"] for one in told] == [*map(str, range(9, -1, -1)), "0"]
    assert (told[0].headers["RateLimit-Policy"], told[0].headers["RateLimit"]) == ('"default";q=10;w=60', '"default";r=9;t=6')
    assert api.of("Aki").get("/roles").status == 200
    api.later(seconds=6)
    assert [api.get("/roles").status for _ in range(2)] == [200, 429]


@pytest.mark.usefixtures("_ten_a_minute")
def test_a_request_too_many_does_nothing(api: Client) -> None:
    told = [api.post("/tickets", {"email": "a@b.example"}).status for _ in range(12)]
    api.later(minutes=1)
    assert (told.count(429), len(api.get("/tickets").body)) == (2, 10)


@pytest.mark.usefixtures("_ten_a_minute")
def test_who_has_no_key_counts_against_nobody(api: Client) -> None:
    assert {Client(api.world, "wrong").get("/roles").status for _ in range(20)} == {401}
    assert api.get("/roles").status == 200
