"""docs/api.md and the pages below docs/api/ name every route that there is, and none that is not."""

import re
from pathlib import Path

from app import app

DOCS = Path(__file__).parents[2] / "docs"
PAGES = [DOCS / "api.md", *sorted((DOCS / "api").glob("*.md"))]
TEXT = "\n".join(page.read_text("utf-8") for page in PAGES)
ROUTES = {re.sub(r"{(?!language)\w+}", "{id}", path.removeprefix("/api/v2")) for path in app.routes if path.startswith("/api/v2")}
FIRST = "|".join(sorted({re.escape(path.split("/")[1]) for path in ROUTES}))
PLAIN = re.sub(r"/\$?[A-Z_]*\d+|/\$[A-Z]+", "/{id}", re.sub(r"\$(?:URL|API)", " ", TEXT))
NAMED = set(re.findall(rf"(?<=[ `])/(?:{FIRST})(?![\w.])(?:/[a-z_{{}}]+)*", PLAIN))


def test_every_route_is_named() -> None:
    assert sorted(ROUTES - NAMED) == [], "name it in docs/api/<topic>.md"


def test_no_other_route_is_named() -> None:
    assert sorted(NAMED - ROUTES) == []
