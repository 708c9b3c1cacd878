"""The operations of the document as clients are made from them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
JSON_TYPE = "application/json"


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of a client; `answers` are the schemas of what it may tell, None among them where there may be nothing."""

    name: str
    summary: str
    method: str
    path: str
    query: tuple[Json, ...]
    body: Json | None
    body_required: bool
    answers: tuple[Json | None, ...]
    paged: bool
    media: str

    @property
    def ids(self) -> list[str]:
        return re.findall(r"{(\w+)}", self.path)

    @property
    def body_name(self) -> str:
        return f"{capitalised(self.name)}Body"

    @property
    def row(self) -> Json:
        """What a list is made of."""
        row: Json = (self.answers[0] or {}).get("items", {})
        return row


def operations(document: Json) -> Iterator[Operation]:
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            yield _operation(document, path, method, told)


def _operation(document: Json, path: str, method: str, told: Json) -> Operation:
    asked = [found(document, one) for one in told.get("parameters", [])]
    query = tuple(one for one in asked if one["in"] == "query")
    content = told.get("requestBody", {}).get("content", {})
    body = content.get(JSON_TYPE, {}).get("schema")
    good = [found(document, answer) for status, answer in told["responses"].items() if status < "300"]
    media = next((kind for answer in good for kind in answer.get("content", {})), JSON_TYPE)
    return Operation(
        name=told["operationId"],
        summary=told["summary"],
        method=method.upper(),
        path=path,
        query=query,
        body=body if body and body["properties"] else None,
        body_required=bool(body and body.get("required")),
        answers=tuple(dict_once(answer.get("content", {}).get(media, {}).get("schema") for answer in good)),
        paged={"page", "per_page"} <= {one["name"] for one in query},
        media=media,
    )


def dict_once(schemas: Iterator[Json | None]) -> list[Json | None]:
    """Each schema once, nothing last."""
    kept: list[Json | None] = []
    for schema in schemas:
        if schema not in kept:
            kept.append(schema)
    return sorted(kept, key=lambda schema: schema is None)


def found(document: Json, node: Json) -> Json:
    """The node, or what it refers to."""
    if "$ref" not in node:
        return node
    at: Any = document
    for name in node["$ref"].removeprefix("#/").split("/"):
        at = at[name]
    return dict(at)


def capitalised(name: str) -> str:
    return name[:1].upper() + name[1:]


def snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def types_of(schema: Json) -> list[str]:
    given = schema.get("type", [])
    return list(given) if isinstance(given, list) else [given]


def named_objects(name: str, schema: Json) -> Iterator[tuple[str, Json]]:
    """The object and those within it that need a name of their own, the inner ones first."""
    for key, inner in schema.get("properties", {}).items():
        yield from named_objects(inner_name(name, key), _core(inner))
    if "properties" in schema:
        yield name, schema


def inner_name(name: str, key: str) -> str:
    return name + "".join(capitalised(word) for word in re.split(r"\W|_", key) if word)


def _core(schema: Json) -> Json:
    """The object in an array, behind any key, or beside null."""
    if "array" in types_of(schema):
        return _core(schema.get("items", {}))
    if isinstance(schema.get("additionalProperties"), dict) and "properties" not in schema:
        return _core(schema["additionalProperties"])
    return next((one for one in schema.get("anyOf", []) if "properties" in one), schema)
