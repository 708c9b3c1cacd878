"""The document: routes from the code, what is declared beside them, and what all of them share."""

import importlib
import json
import pkgutil
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import chalicelib.handlers.api
import infra.openapi
from chalicelib.handlers.http import ROUTES, Route
from chalicelib.people.keys import RANK, RIGHTS
from infra.openapi import answers
from infra.openapi.bodies import body_of
from infra.openapi.kinds import ID, Kind, many, ref
from infra.openapi.told import Asked, Declared, Told

ROOT = Path(__file__).parents[2]
PLACE = ROOT / "docs" / "openapi.json"
COMMAND = "python -m infra openapi"
LICENSE = {"name": "Apache-2.0", "identifier": "Apache-2.0"}
FIRST = ("Tickets", "Conversations", "People")
VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE")
ABOUT = ROOT / "infra" / "openapi" / "about.md"
Json = dict[str, Any]


class Undeclared(Exception):
    """A route, or a shape, that is declared twice or not at all."""


def document() -> Json:
    """The whole document, without what is not declared yet. Raises Undeclared for what is declared twice."""
    assert chalicelib.handlers.api.BLUEPRINTS
    declared = declarations()
    return {
        "openapi": "3.1.0",
        "info": {"title": "Vuoro", "version": "2", "description": ABOUT.read_text("utf-8"), "license": LICENSE},
        "servers": [{"url": "https://desk.example.org/api/v2"}],
        "security": [{name: []} for name in answers.SECURITY],
        "tags": _tags(),
        "paths": _paths(declared),
        "components": {
            "schemas": dict(sorted(shapes().items())),
            "responses": answers.refusals(),
            "headers": answers.HEADERS,
            "parameters": answers.TAKEN,
            "securitySchemes": answers.SECURITY,
        },
    }  # fmt: skip


def written() -> str:
    """The document as it is kept in docs/."""
    return json.dumps(document(), indent=1, ensure_ascii=False) + "\n"


@cache
def declarations() -> Mapping[str, tuple[str, Told]]:
    """Tag and declaration by `METHOD /path`."""
    found: dict[str, tuple[str, Told]] = {}
    for module in _modules("routes_"):
        told: Declared = module.ROUTES
        if twice := sorted(set(found) & set(told)):
            raise Undeclared(f"Declared twice: {', '.join(twice)}")
        found |= {key: (module.TAG, one) for key, one in told.items()}
    return found


@cache
def shapes() -> Mapping[str, Kind]:
    """Every shape by its name."""
    found = dict(answers.SHAPES)
    for module in _modules("shapes_"):
        if twice := sorted(set(found) & set(module.SHAPES)):
            raise Undeclared(f"Two shapes have one name: {', '.join(twice)}")
        found |= module.SHAPES
    return found


def undeclared() -> list[str]:
    """The routes that nobody declared, or whose shapes nobody declared."""
    return [_key(route) for route in ROUTES if not _is_known(_key(route))]


def stray() -> list[str]:
    """Declarations of routes that are not there."""
    return sorted(set(declarations()) - {_key(route) for route in ROUTES})


def _is_known(key: str) -> bool:
    if key not in declarations():
        return False
    told = declarations()[key][1]
    return all(name in shapes() for shape in (told.answer, *told.also.values()) for name in shape.strip("[]").split("|") if name)


def path_in(route: Route) -> str:
    """The path as the document has it: the object's own id is `{id}`."""
    return route.path.replace("{number}", "{id}")


def operation_of(route: Route, told: Told) -> str:
    first, *rest = (told.operation or route.view.__name__).split("_")
    return first + "".join(word.capitalize() for word in rest)


def _key(route: Route) -> str:
    return f"{route.method} {route.path}"


def _modules(prefix: str) -> Iterator[ModuleType]:
    names = sorted(found.name for found in pkgutil.iter_modules(infra.openapi.__path__) if found.name.startswith(prefix))
    return (importlib.import_module(f"infra.openapi.{name}") for name in names)


def _tags() -> list[Json]:
    """The topics, those first that clients begin with."""
    found = {module.TAG: (module.__doc__ or "").strip() for module in _modules("routes_")}
    names = sorted(found, key=lambda name: (FIRST.index(name) if name in FIRST else len(FIRST), name))
    return [{"name": name, "description": found[name]} for name in names]


def _paths(declared: Mapping[str, tuple[str, Told]]) -> Json:
    paths: dict[str, Json] = {}
    known = (route for route in ROUTES if _is_known(_key(route)))
    for route in sorted(known, key=lambda route: (path_in(route), VERBS.index(route.method))):
        tag, told = declared[_key(route)]
        paths.setdefault(path_in(route), {})[route.method.lower()] = _operation(route, tag, told)
    return paths


def _operation(route: Route, tag: str, told: Told) -> Json:
    summary, about = _words(route, told)
    operation: Json = {"operationId": operation_of(route, told), "tags": [tag], "summary": summary}
    operation["description"] = "\n\n".join(filter(None, (about, _right(route))))
    operation["x-right"] = route.needs.value if route.needs else None
    if not route.needs:
        operation["security"] = []
    if parameters := [*_ids(route), *_asked(told), *_taken(route, told)]:
        operation["parameters"] = parameters
    if told.body is not None:
        operation["requestBody"] = body_of(told)
    operation["responses"] = _responses(route, told)
    return operation


def _words(route: Route, told: Told) -> tuple[str, str]:
    """The summary, a sentence without its full stop, and what is said beyond it."""
    written = " ".join((route.view.__doc__ or "").split())
    summary = told.summary or written or route.view.__name__.replace("_", " ").capitalize()
    return summary.removesuffix("."), told.about


def _right(route: Route) -> str:
    if not route.needs:
        return "Takes no key."
    roles = [role.value for role in RANK if route.needs in RIGHTS[role]]
    return f"Needs the right `{route.needs.value}` (roles: {', '.join(roles)})."


def _ids(route: Route) -> list[Json]:
    names = re.findall(r"{(\w+)}", path_in(route))
    return [
        {"name": name, "in": "path", "required": True, "schema": ID if _is_id(name) else {"type": "string", "minLength": 1}}
        for name in names
    ]


def _is_id(name: str) -> bool:
    return name in ("id", "second") or name.endswith("_id")


def _asked(told: Told) -> list[Json]:
    own = [_parameter(asked) for asked in told.query]
    return [*own, *({"$ref": f"#/components/parameters/{name}"} for name in ("Page", "PerPage", "Cursor") if told.paged)]


def _parameter(asked: Asked) -> Json:
    kind = asked.kind if asked.example is None else {**asked.kind, "examples": [asked.example]}
    return {"name": asked.name, "in": "query", "description": asked.about, **({"required": True} if asked.required else {}), "schema": kind}


def _taken(route: Route, told: Told) -> list[Json]:
    names = [*told.takes, *(["Idempotency-Key"] if route.method == "POST" and "Idempotency-Key" not in told.takes else [])]
    return [{"$ref": f"#/components/parameters/{name}"} for name in names]


def _responses(route: Route, told: Told) -> Json:
    good = {told.usual: told.answer, **told.also}
    refused = {status: {"$ref": f"#/components/responses/{answers.CODES[status][0]}"} for status in _faults(route, told)}
    return {
        str(status): answer
        for status, answer in sorted({**{code: _answer(told, code, shape) for code, shape in good.items()}, **refused}.items())
    }


def _answer(told: Told, status: int, shape: str) -> Json:
    links = ("Link",) if told.paged and status == 200 else ()
    places = ("Location",) if status == 201 else ()
    own = told.headers if status in (told.usual, 304) else ()
    answer: Json = {"description": _said(shape, status), "headers": answers.headers(*answers.ON_EVERY, *links, *places, *own)}
    # Every list comes as a table too.
    table: Json = {"text/csv": {"schema": {"type": "string"}}} if shape.startswith("[") and told.media == "application/json" else {}
    return {**answer, "content": {told.media: {"schema": _schema(shape)}, **table}} if shape else answer


def _said(shape: str, status: int) -> str:
    if not shape:
        return {204: "Done.", 304: "Unchanged."}.get(status, "Nothing more is said.")
    return {201: "Made.", 202: "Taken; the work is under way."}.get(status, "Here it is.")


def _schema(shape: str) -> Kind:
    """The schema behind `Ticket`, `[Ticket]` or `Contact|MergePreview`. Raises Undeclared for a shape that nobody declared."""
    if shape.startswith("["):
        return many(_schema(shape.strip("[]")))
    names = shape.split("|")
    if unknown := [name for name in names if name not in shapes()]:
        raise Undeclared(f"There is no shape of the name {', '.join(unknown)}: declare it in infra/openapi/shapes_<topic>.py")
    return ref(shape) if len(names) == 1 else {"anyOf": [ref(name) for name in names]}


def _faults(route: Route, told: Told) -> list[int]:
    found = {429, 500, 503, *told.faults}
    found |= {401, 403} if route.needs else set()
    found |= {404} if "{" in route.path else set()
    found |= {400} if told.query or told.paged else set()
    found |= {400, 415} if told.body is not None else set()
    found |= {400, 409, 422} if route.method == "POST" else set()
    found |= {412} if "If-Match" in told.takes else set()
    return sorted(found - {told.usual, *told.also})
