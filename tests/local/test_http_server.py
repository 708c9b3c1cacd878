"""The local API forgives in the address what clients get wrong, and answers HEAD and OPTIONS."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from chalice.app import Chalice

from infra.local.http_server import ApiServer, prefix, tolerant
from infra.local.ports import ports_from


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("/api/v2/tickets", "/api/v2/tickets"),
        ("//api//v2/tickets?x=//a.json", "/api/v2/tickets?x=//a.json"),
        ("/api/v2/tickets/7.json?include=requester", "/api/v2/tickets/7?include=requester"),
        ("/fd.freshdesk.com/api/v2/tickets", "/api/v2/tickets"),
        ("/fd.freshdesk.com/other", "/fd.freshdesk.com/other"),
    ],
)
def test_an_address_is_read_as_it_was_meant(asked: str, meant: str) -> None:
    assert tolerant(asked) == meant


@pytest.fixture
def url() -> Iterator[str]:
    app = Chalice(app_name="tiny", configure_logs=False)

    @app.route("/things/{name}", methods=["GET", "POST"], cors=True)
    def thing(name: str) -> dict[str, object]:
        request = app.current_request
        assert request is not None
        raw = request.raw_body
        return {"name": name, "raw": raw.decode() if isinstance(raw, bytes) else raw, "host": request.headers.get("x-forwarded-host", "")}

    port = ports_from(0).api
    server = ApiServer(app, port, timeout=30, memory=512)
    server.start()
    yield f"http://127.0.0.1:{port}"
    server.stop()


def answer(url: str, method: str = "GET", body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
    request = urllib.request.Request(url, body, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=10) as reply:
            return reply.status, reply.read()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read()


def test_a_request_reaches_its_view_with_the_exact_bytes(url: str) -> None:
    body = b'{"a":  "\\u00e4\\/"}'
    status, raw = answer(
        f"{url}/things//seven.json", "POST", body, **{"Content-Type": "application/json", "X-Forwarded-Host": "desk.example"}
    )
    assert (status, json.loads(raw)) == (200, {"name": "seven", "raw": body.decode(), "host": "desk.example"})


def test_head_is_get_without_a_body_and_options_tells_the_methods(url: str) -> None:
    assert answer(f"{url}/things/x", "HEAD") == (200, b"")
    assert answer(f"{url}/things/x", "OPTIONS")[0] == 200
    assert answer(f"{url}/nothing/here/at/all")[0] == 403


def test_a_body_larger_than_the_gateway_takes_is_refused(url: str) -> None:
    assert answer(f"{url}/things/x", "POST", b"", **{"Content-Length": str(11 * 1024 * 1024)})[0] == 413


def test_requests_at_the_same_time_do_not_mix(url: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: json.loads(answer(f"{url}/things/{n}")[1])["name"], range(40)))
    assert answers == [str(n) for n in range(40)]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("/fd.freshdesk.com/api/v2/tickets", "/fd.freshdesk.com"), ("//fd.freshdesk.com//api/v2/tickets?page=2", "/fd.freshdesk.com"),
        ("/api/v2/tickets", ""), ("/fd.freshdesk.com/other", ""), ("/api/v2/x/fd.freshdesk.com/api/v2", ""),
    ],
)  # fmt: skip
def test_the_prefix_of_a_client_for_another_service_is_told(asked: str, told: str) -> None:
    assert prefix(asked) == told


def test_an_address_of_the_api_that_is_not_there_is_told_in_its_words(url: str) -> None:
    given: tuple[dict[str, str], ...] = ({}, {"Authorization": "Basic S0VZOlg="})
    for headers in given:
        status, raw = answer(f"{url}/api/v2/nothing", "GET", None, **headers)
        told = json.loads(raw)
        assert (status, told["code"], told["message"], sorted(told)) == (
            404, "not_found", "There is no such address.", ["code", "message", "request_id"],
        )  # fmt: skip
