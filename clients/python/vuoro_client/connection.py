"""One key's way to the API of a desk: JSON out and in, tries again where that is safe, lists read page by page."""

import json
import re
import time
import uuid
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

NEXT = re.compile(r'<([^>]+)>; *rel="next"')
# What may go better a moment later; 409 only where the answer says when.
PASSING = (409, 429, 502, 503, 504)


class ApiError(Exception):
    """The API refused a request; `faults` are the wrong fields, each with field, message and code."""

    def __init__(self, status: int, told: Mapping[str, Any], headers: Mapping[str, str]) -> None:
        super().__init__(f"{status} {told.get('code', '')}: {told.get('message', '')}")
        self.status = status
        self.code = str(told.get("code", ""))
        self.message = str(told.get("message", ""))
        self.faults: list[dict[str, Any]] = list(told.get("errors", []))
        self.request_id = str(told.get("request_id", ""))
        self.headers = dict(headers)


class NoAnswer(Exception):
    """The desk could not be reached, or its answer was cut off, however often we tried."""


@dataclass(frozen=True)
class Answer:
    """Status, headers with names in small letters, and the body as it came."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def told(self) -> Any:
        return json.loads(self.body) if self.body else None


Send = Callable[[Request, float], Answer]


def over_http(request: Request, timeout: float) -> Answer:
    """Raises OSError or HTTPException where no whole answer came."""
    try:
        with urlopen(request, timeout=timeout) as answer:
            return Answer(answer.status, _small(answer.headers), answer.read())
    except HTTPError as refused:
        with refused:
            return Answer(refused.code, _small(refused.headers), refused.read())


@dataclass(frozen=True)
class Connection:
    """`desk` is the address in front of /api/v2; `timeout` and `longest_wait` are seconds, `tries` counts the first one too.

    Every POST has an Idempotency-Key, so that it can be sent again when its answer was lost: it is carried out once.
    """

    desk: str
    key: str = field(repr=False)
    timeout: float = 30.0
    tries: int = 4
    longest_wait: float = 60.0
    send: Send = field(default=over_http, repr=False)
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)

    def call(
        self,
        method: str,
        path: str,
        *,
        body: Any = None,
        query: Mapping[str, Any] | None = None,
        key: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """What the API tells; None where it tells nothing. Raises ApiError, NoAnswer."""
        return self.answer(method, self._address(path, query or {}), body=body, headers=_keyed(method, key, headers or {})).told

    def rows(self, path: str, query: Mapping[str, Any]) -> Iterator[Any]:
        """Every row of a list, read page by page as they are asked for."""
        address = self._address(path, query)
        while address:
            answer = self.answer("GET", address)
            yield from answer.told
            following = NEXT.search(answer.headers.get("link", ""))
            address = following[1] if following else ""

    def answer(self, method: str, address: str, *, body: Any = None, headers: Mapping[str, str] | None = None) -> Answer:
        """The whole answer, with its headers. Raises ApiError, NoAnswer."""
        data = None if body is None else json.dumps(body).encode()
        told = {"Authorization": f"Basic {b64encode(f'{self.key}:X'.encode()).decode()}", "Accept": "application/json", **(headers or {})}
        if data is not None:
            told["Content-Type"] = "application/json"
        return self._tried(Request(address, data, told, method=method))

    def quoted(self, value: object) -> str:
        """A part of a path."""
        return quote(str(value), safe="")

    def _tried(self, request: Request) -> Answer:
        fault: Exception | None = None
        for number in range(self.tries):
            try:
                answer = self.send(request, self.timeout)
            except (OSError, HTTPException) as lost:
                fault, wait = NoAnswer(f"{request.get_method()} {request.full_url}: {lost}"), 0.5 * 2**number
            else:
                if answer.status < 400:
                    return answer
                fault = ApiError(answer.status, _refusal(answer), answer.headers)
                wait = _wait(answer, number)
                if wait < 0 or wait > self.longest_wait:
                    raise fault
            if number + 1 < self.tries:
                self.sleep(wait)
        raise fault or NoAnswer("it was not tried")

    def _address(self, path: str, query: Mapping[str, Any]) -> str:
        given = {name: _plain(value) for name, value in query.items() if value is not None}
        return f"{self.desk.rstrip('/')}/api/v2{path}" + (f"?{urlencode(given)}" if given else "")


def _keyed(method: str, key: str, headers: Mapping[str, str]) -> dict[str, str]:
    return {"Idempotency-Key": key or uuid.uuid4().hex, **headers} if method == "POST" else dict(headers)


def _wait(answer: Answer, number: int) -> float:
    """Seconds until the next try; below zero where trying again cannot help."""
    asked = answer.headers.get("retry-after", "")
    if answer.status not in PASSING or (answer.status == 409 and not asked):
        return -1
    return float(asked) if asked.isdigit() else 0.5 * 2**number


def _refusal(answer: Answer) -> dict[str, Any]:
    try:
        told = answer.told
    except ValueError:
        told = None
    return told if isinstance(told, dict) else {"message": answer.body[:200].decode("utf-8", "replace")}


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _small(headers: Any) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}
