"""docs/api.md names every route that there is, and none that is not."""

import re
from pathlib import Path

from app import app

TEXT = (Path(__file__).parents[2] / "docs" / "api.md").read_text("utf-8")
PLAIN = re.sub(r"/\d+", "/{id}", TEXT.replace("$URL", " "))
NAMED = set(re.findall(r"(?<=[ `])/(?:tickets|contacts|companies|agents|groups|roles|line|suspended)[a-z/{}]*", PLAIN))
ROUTES = {path.removeprefix("/api/v2").replace("{number}", "{id}") for path in app.routes if path.startswith("/api/v2")}


def test_every_route_is_named_and_no_other() -> None:
    assert NAMED == ROUTES
