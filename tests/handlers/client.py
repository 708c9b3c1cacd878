"""A client of the API as the many real ones are: a key, a path, JSON out and in."""

import base64
import json
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from chalicelib.desk import actions as desks
from chalicelib.people import actions as people
from chalicelib.people.keys import Key
from tests.openapi import checking
from tests.world import World

ADMIN_KEY = "the-key-of-the-administrator"


@dataclass(frozen=True)
class Told:
    """An answer of the API; `body` is None where there is none."""

    status: int
    body: Any
    headers: dict[str, str]

    @property
    def faults(self) -> list[tuple[str, str]]:
        """Field and code of each fault."""
        return [(row["field"], row["code"]) for row in self.body["errors"]]


@dataclass(frozen=True)
class Client:
    """Calls of one key against one world."""

    world: World
    key: str = ADMIN_KEY

    def call(self, method: str, path: str, body: Any = None, *, headers: dict[str, str] | None = None) -> Told:
        raw = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        told = {"host": "api.example", "content-type": "application/json", **basic(self.key), **(headers or {})}
        answer = self.world.http(method, f"/api/v2{path}", body=raw, headers=told)
        told_back = Told(answer["statusCode"], json.loads(answer["body"]) if answer["body"] else None, answer["headers"])
        faults = checking.faults((method, path), told_back.status, told_back.body, told_back.headers)
        assert not faults, "\n".join([*faults, "declared in infra/openapi, see its README.md"])
        return told_back

    def get(self, path: str) -> Told:
        return self.call("GET", path)

    def post(self, path: str, body: Any = None, **headers: str) -> Told:
        return self.call("POST", path, body, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def put(self, path: str, body: Any = None, **headers: str) -> Told:
        return self.call("PUT", path, body, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def delete(self, path: str) -> Told:
        return self.call("DELETE", path)

    def opened(self, **fields: Any) -> Any:
        """A new ticket of Aino's; nobody has reacted to it yet."""
        made = self.post("/tickets", {"email": "aino@asiakas.example", "subject": "Hei", "description": "Apua", **fields})
        assert made.status == 201, made.body
        return made.body

    def later(self, **span: float) -> None:
        """Only the clock moves."""
        self.world.now += timedelta(**span)

    def of(self, name: str, **limits: Any) -> "Client":
        """The same world for an agent of the desk, by first name."""
        agent = next(agent for agent in desks.current(self.world.now).agents if agent.name == name)
        key = f"the-key-of-{name}-{sorted(limits.items())}"
        people.ensure_key(key, Key(agent.id, **limits), self.world.now)
        return replace(self, key=key)

    def agent(self, name: str) -> int:
        return next(agent.id for agent in desks.current(self.world.now).agents if agent.name == name)


def basic(key: str, password: str = "X") -> dict[str, str]:
    return {"authorization": f"Basic {base64.b64encode(f'{key}:{password}'.encode()).decode()}"}
