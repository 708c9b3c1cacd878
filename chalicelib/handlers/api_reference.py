"""The API told by itself: its OpenAPI document and a page to read it, both for anybody and without a key."""

import base64
import hashlib
import json
import re
from functools import cache
from pathlib import Path

from chalice import Blueprint, Response

from chalicelib.handlers.edge import or_later
from chalicelib.handlers.http import JSON_TYPE, ROOT, base_url
from chalicelib.handlers.raw import header_of
from chalicelib.ids import digest

api = Blueprint(__name__)
DOCUMENT, PAGE = "/openapi.json", "/reference"
OPEN = (DOCUMENT, PAGE)
PLACE = Path(__file__).parents[2] / "docs" / "openapi.json"
TEMPLATE = Path(__file__).with_name("reference.html")
# The address in the kept document, which gives way to that of the desk that tells it.
EXAMPLE = "https://desk.example.org"
ADDRESS = re.compile(r"https?://[\w.:\[\]/-]{1,500}")
PLAIN = {"Cache-Control": "public, max-age=300", "X-Content-Type-Options": "nosniff", "Vary": "Host"}


@api.route(f"{ROOT}{DOCUMENT}", content_types=[])
@or_later
def tell_document() -> Response:
    return _told(_document(_address(DOCUMENT)), {"Content-Type": JSON_TYPE, "Access-Control-Allow-Origin": "*"})


@api.route(f"{ROOT}{PAGE}", content_types=[])
@or_later
def tell_reference() -> Response:
    page, policy = _page(_address(PAGE))
    return _told(page, {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy, "Referrer-Policy": "no-referrer"})


def page_of(document: str) -> str:
    """The page with this document in it; it needs nothing else."""
    return TEMPLATE.read_text("utf-8").replace('"DOCUMENT"', document.replace("<", "\\u003c"), 1)


def _told(text: str, headers: dict[str, str]) -> Response:
    tag = f'"{digest(text)}"'
    told: dict[str, str | list[str]] = {**PLAIN, **headers, "ETag": tag}
    if tag in header_of(api.current_request, "if-none-match"):
        return Response("", status_code=304, headers=told)
    return Response(text, headers=told)


def _address(path: str) -> str:
    """Where the caller reached us; the example where that cannot be told safely."""
    found = base_url(api.current_request, f"{ROOT}{path}")
    return found if ADDRESS.fullmatch(found) else EXAMPLE


@cache
def _kept() -> str:
    return json.dumps(json.loads(PLACE.read_text("utf-8")), ensure_ascii=False, separators=(",", ":"))


def _document(address: str) -> str:
    return _kept().replace(EXAMPLE, address)


def _page(address: str) -> tuple[str, str]:
    """The page and the policy that lets nothing but its own script and style run."""
    page = page_of(_document(address))
    return page, f"default-src 'none'; script-src {_hash('script')}; style-src {_hash('style')}; base-uri 'none'; frame-ancestors 'none'"


@cache
def _hash(element: str) -> str:
    found = re.search(rf"<{element}>(.*?)</{element}>", TEMPLATE.read_text("utf-8"), re.DOTALL)
    return f"'sha256-{base64.b64encode(hashlib.sha256((found[1] if found else '').encode()).digest()).decode()}'"
