"""Web pages of the configured origins may call the API from a browser, and nobody else's."""

from collections.abc import Iterator
from typing import Any

import pytest

from app import app
from chalicelib.handlers.http import ROUTES
from chalicelib.settings import settings
from tests.handlers.client import Client, basic
from tests.handlers.test_every_route import filled

OURS, OTHERS = "https://agents.kauppa.example", "https://evil.example"
ALLOW, EXPOSE = "Access-Control-Allow-Origin", "Access-Control-Expose-Headers"


@pytest.fixture
def pages(api: Client, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """Two origins are configured."""
    monkeypatch.setenv("VUORO_ORIGINS", f"{OURS}, https://other.kauppa.example")
    settings.cache_clear()
    yield api
    monkeypatch.undo()
    settings.cache_clear()


def asked(api: Client, method: str, path: str, origin: str = OURS, **headers: str) -> dict[str, Any]:
    return api.world.http(method, f"/api/v2{path}", headers={"host": "api.example", "origin": origin, **headers})


def test_by_default_no_page_is_told_anything(api: Client) -> None:
    headers = [asked(api, method, "/roles", **basic(api.key))["headers"] for method in ("GET", "OPTIONS")]
    assert [[name for name in one if name in (ALLOW, EXPOSE)] for one in headers] == [[], []]
    assert [one.get("Vary") for one in headers] == ["Accept", None]


def test_every_route_answers_a_browser_that_asks_first_without_a_key(pages: Client) -> None:
    paths = {route.path for route in ROUTES}
    told = {path: asked(pages, "OPTIONS", filled(path, 1)) for path in paths}
    assert {path: (one["statusCode"], one["body"], one["headers"][ALLOW]) for path, one in told.items()} == dict.fromkeys(
        paths, (204, "", OURS)
    )
    methods = {path: ", ".join(sorted(route.method for route in ROUTES if route.path == path)) for path in paths}
    assert {path: one["headers"]["Access-Control-Allow-Methods"] for path, one in told.items()} == methods
    wanted = {"Authorization", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match"}
    assert all(wanted <= set(one["headers"]["Access-Control-Allow-Headers"].split(", ")) for one in told.values())


def test_every_path_has_its_own_verbs_and_the_question_which(pages: Client) -> None:
    assert all("OPTIONS" in app.routes[f"/api/v2{route.path}"] for route in ROUTES)


@pytest.mark.parametrize(
    ("method", "path", "with_key", "status"),
    [
        ("GET", "/roles", True, 200), ("GET", "/roles", False, 401), ("GET", "/tickets/4711", True, 404), ("DELETE", "/roles", True, 405),
        ("GET", "/contacts/7", True, 500), ("GET", "/tickets?page=x", True, 400),
    ],
)  # fmt: skip
def test_a_page_of_ours_may_read_every_answer_errors_too(pages: Client, method: str, path: str, with_key: bool, status: int) -> None:
    from chalicelib.storage import people

    people.put_object("CT", 7, {"handles": 5}, pages.world.now)
    told = asked(pages, method, path, **(basic(pages.key) if with_key else {}))
    headers = told["headers"]
    # A list may come as a table too.
    varies = "Origin, Accept" if status == 200 else "Origin"
    assert (told["statusCode"], headers[ALLOW], headers["Vary"]) == (status, OURS, varies)
    assert {"Link", "Location", "ETag", "X-Request-Id", "Retry-After", "X-RateLimit-Remaining", "RateLimit"} <= set(
        headers[EXPOSE].split(", ")
    )


@pytest.mark.parametrize(
    "origin", [OTHERS, "null", "", "*", OURS + ".evil.example", OURS.replace("https", "http"), OURS.upper(), f"{OURS}, {OTHERS}"]
)
@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
def test_a_page_of_somebody_else_may_read_nothing(pages: Client, origin: str, method: str) -> None:
    headers = asked(pages, method, "/roles", origin, **basic(pages.key))["headers"]
    varies = "Origin, Accept" if method == "GET" else "Origin"
    assert (ALLOW in headers, EXPOSE in headers, headers["Vary"]) == (False, False, varies)


@pytest.mark.parametrize("origin", [OURS, OTHERS])
def test_a_browsers_own_credentials_are_never_allowed(pages: Client, origin: str) -> None:
    for method in ("GET", "OPTIONS"):
        headers = asked(pages, method, "/roles", origin)["headers"]
        assert "Access-Control-Allow-Credentials" not in headers
        assert "*" not in headers.values()
