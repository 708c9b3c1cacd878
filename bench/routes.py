"""Calls of the API in a play: only where the application has the route."""

import base64
import json
from dataclasses import dataclass
from typing import Any

from bench.stage import NotPlayed, Stage
from chalicelib.people import actions as people
from chalicelib.people.keys import Key

API_KEY = "a-key-for-the-bench"


@dataclass(frozen=True, slots=True)
class Route:
    """A call that can be made, by a caller whose key this process has seen a moment ago."""

    method: str
    path: str


def routed(stage: Stage, method: str, path: str, agent: int = 0) -> Route | None:
    """None if no such route exists yet."""
    found, _ = stage.world._route(method, path.partition("?")[0])
    if found not in stage.world.app.routes or method not in stage.world.app.routes[found]:
        return None
    people.forget()
    people.ensure_key(f"{API_KEY}-{agent}", Key(agent), stage.world.now)
    people.principal(f"{API_KEY}-{agent}", stage.context.desk, stage.world.now)
    return Route(method, path)


def ask(stage: Stage, route: Route, body: Any, expected: tuple[int, ...], agent: int = 0) -> Any:
    """The answer's JSON."""
    word = base64.b64encode(f"{API_KEY}-{agent}:X".encode()).decode()
    headers = {"authorization": f"Basic {word}", "content-type": "application/json", "accept": "application/json"}
    raw = json.dumps(body).encode() if body is not None else b""
    answer = stage.world.http(route.method, route.path, body=raw, headers=headers)
    if answer["statusCode"] not in expected:
        raise NotPlayed(f"{route.method} {route.path} was answered with {answer['statusCode']}: {answer['body'][:300]}")
    return json.loads(answer["body"]) if answer["body"] else None
