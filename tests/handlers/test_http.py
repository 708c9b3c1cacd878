"""Addresses that the API gives out."""

from collections.abc import Iterator

import pytest
from chalice.app import Request

from chalicelib.handlers.http import base_url
from chalicelib.settings import settings


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
