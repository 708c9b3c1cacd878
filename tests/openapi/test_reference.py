"""What the desk tells of its API to anybody: the document and the page."""

import base64
import hashlib
import json
import re
from typing import Any

import pytest

from chalicelib.settings import settings
from infra.openapi.document import document
from tests.world import World

PATHS = ("/api/v2/openapi.json", "/api/v2/reference")


@pytest.fixture
def told(world: World) -> dict[str, Any]:
    return {path: world.http("GET", path, headers={"host": "desk.example.net"}) for path in PATHS}


def test_anybody_gets_the_document_with_the_address_that_was_called(told: dict[str, Any]) -> None:
    answer = told[PATHS[0]]
    assert (answer["statusCode"], answer["headers"]["Content-Type"]) == (200, "application/json")
    given = json.loads(answer["body"])
    assert given["servers"] == [{"url": f"{settings().public_url}/api/v2"}]
    assert given["paths"] == json.loads(json.dumps(document()["paths"]))


def test_the_page_holds_the_document_and_asks_for_nothing_else(told: dict[str, Any]) -> None:
    answer = told[PATHS[1]]
    assert (answer["statusCode"], answer["headers"]["Content-Type"]) == (200, "text/html; charset=utf-8")
    embedded = re.search(r'<script type="application/json" id="document">(.*?)</script>', answer["body"], re.DOTALL)
    assert embedded
    assert json.loads(embedded[1]) == json.loads(told[PATHS[0]]["body"])
    page = answer["body"].replace(embedded[0], "")
    assert re.findall(r"https?://|<link|<img|@import|\burl\(|fetch\(|XMLHttpRequest|import\(", page) == []


def test_only_the_script_and_the_style_of_the_page_run(told: dict[str, Any]) -> None:
    answer = told[PATHS[1]]
    for kind in ("script", "style"):
        inner = re.search(rf"<{kind}>(.*?)</{kind}>", answer["body"], re.DOTALL)
        assert inner
        digest = base64.b64encode(hashlib.sha256(inner[1].encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in answer["headers"]["Content-Security-Policy"]
    assert answer["headers"]["Content-Security-Policy"].startswith("default-src 'none';")


@pytest.mark.parametrize("path", PATHS)
def test_who_has_it_gets_304_and_caches_may_keep_it(world: World, told: dict[str, Any], path: str) -> None:
    tag = told[path]["headers"]["ETag"]
    again = world.http("GET", path, headers={"host": "desk.example.net", "if-none-match": tag})
    assert (again["statusCode"], again["body"], again["headers"]["ETag"]) == (304, "", tag)
    assert told[path]["headers"]["Cache-Control"] == "public, max-age=300"
    assert world.http("GET", path, headers={"host": "desk.example.net", "if-none-match": '"other"'})["statusCode"] == 200


def test_an_address_that_is_none_gets_nowhere_into_the_page() -> None:
    from chalicelib.handlers.api_reference import ADDRESS

    bad = ('http://a"b', "http://a</script>", "javascript:alert(1)", "http://a b", "http://")
    assert [ADDRESS.fullmatch(one) for one in bad] == [None] * len(bad)
    assert all(
        ADDRESS.fullmatch(one)
        for one in ("https://desk.example.net", "http://127.0.0.1:8600", "https://x.execute-api.eu.amazonaws.com/api")
    )
