"""The HTTP edge: one way in and one way out for every route of the API."""

import functools
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalice import Blueprint, Response
from chalice.app import Request

from chalicelib import clock, meter
from chalicelib.codec import from_json
from chalicelib.context import Context
from chalicelib.costs.parts import Work
from chalicelib.desk import actions as desks
from chalicelib.errors import FieldFault, InvalidInput, NotFound, VuoroError, WrongType
from chalicelib.handlers import cors, faults, once, rates, schema
from chalicelib.handlers.answer import FIRST_ERROR, JSON_TYPE, Answer, response
from chalicelib.handlers.answer import NOTHING as NOTHING
from chalicelib.handlers.answer import created as created
from chalicelib.handlers.auth import authenticate
from chalicelib.handlers.edge import answered, log
from chalicelib.handlers.metering import Invocation
from chalicelib.handlers.raw import body_of, header_of
from chalicelib.ids import command_id, digest
from chalicelib.people.hiding import demand_sight, kind_of, seen_by
from chalicelib.people.keys import Principal, Right, demand
from chalicelib.settings import settings
from chalicelib.storage.history import Command
from chalicelib.values import dataclass

ROOT = "/api/v2"
LARGEST_BODY = 1_000_000
# Clients that were made for another service keep its host in the path.
FOREIGN_HOST = re.compile(r"/[\w.-]+\.freshdesk\.com")


class BadJson(InvalidInput):
    """The body is not a JSON object."""

    code = "invalid_json"


@dataclass(frozen=True, slots=True)
class Call:
    """One request of a known caller, at one instant, under one configuration."""

    who: Principal
    context: Context
    request: Request
    id: str
    path: Mapping[str, str]

    @property
    def number(self) -> int:
        """The id in the path. Raises NotFound for what is no id."""
        try:
            return schema.whole_number(self.path["number"])
        except (schema.NotOfTypeError, schema.NotAllowedError):
            raise NotFound from None

    @property
    def query(self) -> dict[str, str]:
        """The parameters; of one that is given twice the last."""
        return dict(self.request.query_params or {})

    def header(self, name: str) -> str:
        return header_of(self.request, name)

    def body(self, shape: schema.Schema) -> dict[str, Any]:
        """The body as `shape` reads it: JSON, or a form where the shape takes files. Raises InvalidInput, WrongType."""
        kind = header_of(self.request, "content-type")
        if shape.keys() & {"attachments", "avatar"} and kind.strip().lower().startswith("multipart/form-data"):
            from chalicelib.handlers.multipart import form

            return schema.read(shape, form(body_of(self.request), kind, shape), self.context.desk.country)
        return schema.read(shape, _json(self.request), self.context.desk.country)

    def order(self) -> Command:
        """The command of this request: with an Idempotency-Key the same one for every repetition."""
        return Command(self.key() or command_id(), self.who.actor, "api")

    def key(self) -> str:
        """What tells an Idempotency-Key of this caller on this path apart from all others; empty without one.

        Only a POST refuses a key that comes with another body: of any other request that is another key.
        """
        given = once.key_of(self.request)
        asked = () if self.request.method == "POST" or not given else (once.asked_by(self.request),)
        return f"key:{digest(self.who.id, self.request.method, self.local_path, given, *asked)}" if given else ""

    @property
    def local_path(self) -> str:
        """The path from the root of the API's host, without the gateway's stage."""
        return self.request.path.format(**self.path) if self.path else self.request.path

    def url(self, path: str) -> str:
        """An absolute address of ours; `path` begins behind /api/v2."""
        return f"{base_url(self.request, self.local_path)}{ROOT}{path}"


View = Callable[[Call], Answer]


@dataclass(frozen=True, slots=True)
class Route:
    """One route of the API; `path` begins behind /api/v2."""

    method: str
    path: str
    needs: Right
    view: View


ROUTES: list[Route] = []
"""Every route that was imported, in order; handlers/api.py imports all of them."""
_taken: dict[str, set[str]] = {}


def endpoint(api: Blueprint, method: str, path: str, *, needs: Right) -> Callable[[View], View]:
    """Make the function a route of the API for callers who have this right."""

    def register(view: View) -> View:
        route = Route(method, path, needs, view)
        taken = _taken.setdefault(path, {"OPTIONS"})
        if len(taken) == 1:
            api.route(f"{ROOT}{path}", methods=["OPTIONS"], content_types=[])(_preflight(taken))
        taken.add(method)
        ROUTES.append(route)

        @functools.wraps(view)
        def handle(**values: str) -> Response:
            return _handled(route, api.current_request, values)

        # Types are judged here, so that a refusal has our shape.
        api.route(f"{ROOT}{path}", methods=[method], content_types=[])(handle)
        return view

    return register


def _preflight(methods: Collection[str]) -> Callable[..., Response]:
    """A browser asks before it sends the key: the answer is for everybody."""

    def preflight(**_: str) -> Response:
        return Response("", status_code=204, headers={**cors.preflight(methods)})

    return preflight


def base_url(request: Request, local_path: str) -> str:
    """The configured public address, else the one that the caller used, stage included; with the prefix that the caller used."""
    path = str(request.context.get("path", "")).removesuffix("/")
    before = path.removesuffix(local_path) if path.endswith(local_path) else ""
    if settings().public_url:
        # A mapped base path shows in the path that was asked for; the local desk takes it out and tells of it.
        told = FOREIGN_HOST.fullmatch(header_of(request, "x-forwarded-prefix")) or FOREIGN_HOST.search(before)
        return settings().public_url + (told[0] if told else "")
    scheme = header_of(request, "x-forwarded-proto") or "http"
    return f"{scheme}://{header_of(request, 'host')}{before}"


def _handled(route: Route, request: Request, values: Mapping[str, str]) -> Response:
    now, request_id = clock.now(), str(request.context.get("requestId") or command_id())
    caller = "nobody"

    def work() -> Answer:
        nonlocal caller
        call = _call(request, request_id, values, now)
        caller = call.who.id
        rates.take(caller, now)
        return _told(route, call)

    invocation = Invocation(Work.API)
    with meter.running(invocation.piece()) as account:
        answer = answered(work, lambda error: _refusal(error, request_id), request_id)
        invocation.settle(account)
    told = {"request_id": request_id, "route": f"{request.method} {request.path}", "status": answer.status, "caller": caller}
    log.info("request", extra=told | invocation.told())
    headers = {"X-Request-Id": request_id, **rates.rate_headers(caller, now)}
    return response(answer, headers, header_of(request, "accept"))


def _told(route: Route, call: Call) -> Answer:
    """What the route answers this caller: the right first, then what was answered before, and last what may be seen of it."""
    demand(call.who, route.needs)
    rights, kind = call.who.rights, kind_of(route.path)
    if route.needs is Right.HEADS:
        demand_sight(rights, kind, call.query)
    answer = _viewed(route, call)
    return replace(answer, body=seen_by(rights, kind, answer.body)) if answer.status < FIRST_ERROR else answer


def _viewed(route: Route, call: Call) -> Answer:
    key = call.key() if route.method == "POST" else ""
    if not key:
        return route.view(call)
    return once.once(key, call, lambda: route.view(call), lambda error: _refusal(error, call.id))


def _refusal(error: VuoroError | None, request_id: str) -> Answer:
    if error is None:
        return Answer(faults.internal(request_id), 500)
    return Answer(faults.body_of(error, request_id), faults.status_of(error), faults.headers_of(error))


def _call(request: Request, request_id: str, values: Mapping[str, str], now: datetime) -> Call:
    context = Context(desks.current(now), now, clock.now)
    return Call(authenticate(header_of(request, "authorization"), context.desk, now), context, request, request_id, values)


def _json(request: Request) -> dict[str, Any]:
    kind = header_of(request, "content-type").partition(";")[0].strip().lower() or JSON_TYPE
    if kind != JSON_TYPE:
        raise WrongType(f"{kind} is not read here; send {JSON_TYPE}")
    raw = body_of(request)
    if len(raw) > LARGEST_BODY:
        raise InvalidInput(FieldFault("body", f"The body should be at most {LARGEST_BODY} bytes long"))
    try:
        return from_json(raw, dict[str, Any])
    except (ValueError, RecursionError) as fault:
        raise BadJson(FieldFault("body", f"The body is not a JSON object: {fault}", "invalid_json")) from fault
