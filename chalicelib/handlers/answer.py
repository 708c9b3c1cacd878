"""What a route has to say, and how it leaves: JSON, or a problem document (RFC 9457) for an error where the caller asks for one."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from http import HTTPStatus
from typing import Any

from chalice import Response

from chalicelib.values import dataclass

JSON_TYPE, PROBLEM_TYPE, CSV_TYPE = "application/json", "application/problem+json", "text/csv"
FIRST_ERROR = 400
WEIGHT = re.compile(r"[0-9](\.[0-9]{0,3})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a route has to say; no body at all for 204. One with a secret in it is written down nowhere."""

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    is_secret: bool = False


NOTHING = Answer(status=204)


def created(body: Any, location: str) -> Answer:
    return Answer(body, 201, {"Location": location})


def response(answer: Answer, headers: Mapping[str, str], accept: str) -> Response:
    """The answer with the headers that every answer has; `accept` is the caller's header of that name."""
    told: dict[str, str | list[str]] = {**headers, **answer.headers, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    if answer.status in (204, 304):
        return Response("", status_code=answer.status, headers=told)
    if isinstance(answer.body, list) and answer.status < FIRST_ERROR:
        told["Vary"] = ", ".join(filter(None, (str(told.get("Vary", "")), "Accept")))
        if CSV_TYPE in accept.lower() and (text := _as_csv(answer.body, accept)) is not None:
            return Response(text, status_code=answer.status, headers={"Content-Type": f"{CSV_TYPE}; charset=utf-8", **told})
    kind, body = JSON_TYPE, answer.body
    if answer.status >= FIRST_ERROR and asks_for_problem(accept):
        kind, body = PROBLEM_TYPE, problem(answer)
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Response(text, status_code=answer.status, headers={"Content-Type": kind, **told})


def _as_csv(rows: list[Any], accept: str) -> str | None:
    # Most callers never ask for a table.
    from chalicelib.handlers import tables

    return tables.table(rows) if tables.prefers_csv(accept) else None


def asks_for_problem(accept: str) -> bool:
    """Whether the header names the type of problem documents; a wildcard does not, because most clients send one and read our own shape."""
    return any(kind == PROBLEM_TYPE and weight > 0 for kind, weight in choices(accept))


def choices(accept: str) -> Iterator[tuple[str, float]]:
    """The media types of an Accept header in lower case, each with its weight from 0 to 1 (RFC 9110, 12.4.2); nonsense weighs 1."""
    for choice in accept.lower().split(","):
        kind, *parameters = (part.strip() for part in choice.split(";"))
        yield kind, _weight(parameters)


def _weight(parameters: list[str]) -> float:
    given = next((value.strip() for name, _, value in (one.partition("=") for one in parameters) if name.strip() == "q"), "1")
    return min(float(given), 1.0) if WEIGHT.fullmatch(given) else 1.0


def problem(answer: Answer) -> dict[str, Any]:
    """RFC 9457, 3.1: type, title, status, detail; what else our error says are its extensions (3.2)."""
    said = dict(answer.body) if isinstance(answer.body, Mapping) else {}
    title = HTTPStatus(answer.status).phrase
    detail = said.pop("message", title)
    return {"type": "about:blank", "title": title, "status": answer.status, "detail": detail, **said}
