"""A client of the API over one kept connection, which comes back when it is told to and with the Idempotency-Key it had."""

import base64
import http.client
import json
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

# Answers that refuse honestly: nothing was done, and Retry-After says when to come again.
COME_AGAIN = (409, 429, 503)
MOST_TRIES = 60
CUT = (http.client.HTTPException, OSError)


@dataclass(frozen=True)
class Told:
    status: int
    body: Any
    headers: dict[str, str]

    @property
    def may_come_again(self) -> bool:
        """A refusal in the contract's shape that says when to ask again."""
        told = isinstance(self.body, dict) and {"code", "message", "request_id"} <= set(self.body)
        return self.status in COME_AGAIN and told and self.headers.get("Retry-After", "").isdigit()


@dataclass
class Caller:
    """One key's requests; `ports` answers where the API is now, and requests go round over all of them."""

    key: str
    ports: Callable[[], list[int]]
    turn: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    tries: list[int] = field(default_factory=list)
    _wire: dict[int, http.client.HTTPConnection] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: Any = None, key: str = "") -> Told:
        """One request; raises CUT if the answer is lost."""
        ports = self.ports()
        port = ports[self.turn % len(ports)]
        self.turn += 1
        wire = self._wire.setdefault(port, http.client.HTTPConnection("127.0.0.1", port, timeout=90))
        credentials = base64.b64encode(f"{self.key}:X".encode()).decode()
        headers = {"Authorization": f"Basic {credentials}", "Content-Type": "application/json"}
        headers |= {"Idempotency-Key": key} if key else {}
        try:
            wire.request(method, f"/api/v2{path}", json.dumps(body) if body is not None else None, headers)
            answer = wire.getresponse()
            raw = answer.read()
        except CUT:
            wire.close()
            self.answers["cut"] += 1
            raise
        self.answers[str(answer.status)] += 1
        return Told(answer.status, json.loads(raw) if raw else None, dict(answer.headers.items()))

    def get(self, path: str) -> Told:
        """A reader asks again after a lost answer or an honest refusal."""
        return self._until_told("GET", path, None, "")

    def do(self, method: str, path: str, body: Any, key: str) -> Told:
        """A change, asked for with one key until it is accepted; raises AssertionError for any other end."""
        told = self._until_told(method, path, body, key)
        assert told.status < 300, (method, path, told)
        return told

    def _until_told(self, method: str, path: str, body: Any, key: str) -> Told:
        for count in range(1, MOST_TRIES + 1):
            try:
                told = self.ask(method, path, body, key)
            except CUT:
                time.sleep(0.2)
                continue
            if told.status not in COME_AGAIN:
                self.tries.append(count)
                return told
            assert told.may_come_again, (method, path, told)
            time.sleep(int(told.headers["Retry-After"]))
        raise AssertionError(f"{method} {path} was refused {MOST_TRIES} times")
