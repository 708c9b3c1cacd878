"""Answers of the API held against its document: status, headers, body. What is checked in tests is stricter than what clients are told."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import jsonschema_rs

from infra.openapi.document import document

Json = dict[str, Any]
PREFIX = "/api/v2"


def faults(asked: tuple[str, str], status: int, body: Any, headers: Mapping[str, str]) -> list[str]:
    """What in an answer the document does not allow; `asked` is the method and the path, with or without a query."""
    method, path = asked[0], asked[1].partition("?")[0].removeprefix(PREFIX)
    operation = _operation(method, path)
    if operation is None:
        return []
    told = _responses(operation).get(str(status))
    if told is None:
        return [f"{method} {path}: the document knows no {status}"]
    found = [*_faults_of_headers(told, headers), *_faults_of_body(told, body, headers)]
    return [f"{method} {path} {status}: {fault}" for fault in found]


def _operation(method: str, path: str) -> str | None:
    """The place of the operation in the document; None for a route that it has not."""
    parts = path.strip("/").split("/")
    fitting = [known for known in document_now()["paths"] if _fits(known.strip("/").split("/"), parts)]
    best = min(fitting, key=lambda known: known.count("{"), default=None)
    return f"{method.lower()} {best}" if best and method.lower() in document_now()["paths"][best] else None


def _fits(known: list[str], parts: list[str]) -> bool:
    return len(known) == len(parts) and all(name[:1] == "{" or name == part for name, part in zip(known, parts, strict=True))


@cache
def document_now() -> Json:
    return document()


@cache
def _responses(operation: str) -> Json:
    method, path = operation.split(" ")
    told = document_now()["paths"][path][method]["responses"]
    return {status: _found(response) for status, response in told.items()}


def _found(node: Json) -> Json:
    """The node itself, or the one in the components that it refers to."""
    if "$ref" not in node:
        return node
    found: Any = document_now()
    for name in node["$ref"].removeprefix("#/").split("/"):
        found = found[name]
    return dict(found)


def _faults_of_headers(told: Json, headers: Mapping[str, str]) -> Iterator[str]:
    given = {name.lower(): value for name, value in headers.items()}
    for name, header in told.get("headers", {}).items():
        schema = _found(header)["schema"]
        value = given.get(name.lower())
        if value is None:
            if name not in ("Link", "ETag"):
                yield f"the header {name} is missing"
        elif not _validator(_key(schema)).is_valid(int(value) if schema["type"] == "integer" and value.isdigit() else value):
            yield f"the header {name} is {value!r}"


def _faults_of_body(told: Json, body: Any, headers: Mapping[str, str]) -> Iterator[str]:
    content = told.get("content")
    if content is None:
        if body not in (None, ""):
            yield "there is a body"
        return
    kind = {name.lower(): value for name, value in headers.items()}.get("content-type", "").partition(";")[0]
    if kind not in content:
        yield f"the type is {kind!r}"
    elif kind == "application/json":
        for fault in _validator(_key(content[kind]["schema"])).iter_errors(body):
            yield f"{'.'.join(map(str, fault.instance_path))}: {fault.message[:300]}"


def _key(schema: Json) -> str:
    return json.dumps(schema, sort_keys=True)


@cache
def _validator(key: str) -> Any:
    schema = {**json.loads(key), "components": {"schemas": document_now()["components"]["schemas"]}}
    return jsonschema_rs.Draft202012Validator(_closed(schema), validate_formats=True)


def _closed(node: Any) -> Any:
    """Objects with no keys but the declared ones."""
    if isinstance(node, list):
        return [_closed(one) for one in node]
    if not isinstance(node, dict):
        return node
    inner = {name: _closed(value) for name, value in node.items()}
    if isinstance(node.get("properties"), dict) and "type" in node and "additionalProperties" not in node:
        inner["additionalProperties"] = False
    return inner
