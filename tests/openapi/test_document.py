"""The document of the API: whole, true to the code, and as it is kept in docs/."""

from typing import Any

import jsonschema_rs
import pytest

from chalicelib.handlers.http import ROUTES
from infra.openapi.command import made
from infra.openapi.document import COMMAND, ROOT, document, operation_of, stray, undeclared
from infra.openapi.told import Told
from tests.openapi.checking import document_now

SCHEMAS = document_now()["components"]["schemas"]
OPERATIONS = [(f"{method} {path}", one) for path, methods in document_now()["paths"].items() for method, one in methods.items()]
BODIES = [
    (key, kind, content)
    for key, one in OPERATIONS
    for kind, content in one.get("requestBody", {}).get("content", {}).items()
]  # fmt: skip


def test_every_route_is_declared() -> None:
    assert undeclared() == [], "declare it and its shapes in infra/openapi/*_<topic>.py, see infra/openapi/README.md"
    assert stray() == [], "there are no such routes"


@pytest.mark.parametrize("path", made(), ids=lambda path: str(path.relative_to(ROOT)))
def test_what_is_kept_is_what_the_code_says(path: Any) -> None:
    kept = path.read_text("utf-8") if path.exists() else ""
    assert kept == made()[path], f"{path.relative_to(ROOT)} is not up to date: run {COMMAND}"


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [one["operationId"] for _, one in OPERATIONS]
    assert sorted(names) == sorted(set(names))


def test_names_of_operations_are_one_word_for_programs() -> None:
    assert [one["operationId"] for _, one in OPERATIONS if not one["operationId"].isidentifier() or "_" in one["operationId"]] == []
    assert operation_of(ROUTES[0], Told(operation="reply_to_ticket")) == "replyToTicket"


def test_every_operation_says_what_it_does_and_which_right_it_needs() -> None:
    rights = {f"{route.method.lower()} {route.path.replace('{number}', '{id}')}": route.needs for route in ROUTES}
    assert {key: one["x-right"] for key, one in OPERATIONS} == {key: rights[key] and rights[key].value for key, _ in OPERATIONS}
    assert [key for key, one in OPERATIONS if not one["summary"] or one["summary"].endswith(".")] == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_shape_is_json_schema_and_its_examples_fit(name: str) -> None:
    jsonschema_rs.meta.validate(SCHEMAS[name])
    for schema in _within(SCHEMAS[name]):
        checks = jsonschema_rs.Draft202012Validator({**schema, "components": {"schemas": SCHEMAS}})
        assert [one for one in schema.get("examples", []) if not checks.is_valid(one)] == []


@pytest.mark.parametrize(("key", "kind", "content"), BODIES, ids=[f"{key} {kind}" for key, kind, _ in BODIES])
def test_a_body_says_what_it_takes_and_its_example_fits(key: str, kind: str, content: Any) -> None:
    jsonschema_rs.meta.validate(content["schema"])
    silent = [name for name, field in content["schema"]["properties"].items() if not field]
    assert silent == [], "fields that say nothing of themselves: give Field its facts"
    if kind == "application/json":
        assert "example" in content or not content["schema"]["properties"], "an example that works is wanted"
        jsonschema_rs.Draft202012Validator(content["schema"]).validate(content.get("example", {}))


def test_every_reference_leads_somewhere_and_every_shape_is_used() -> None:
    def of(node: Any) -> set[str]:
        inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
        own = {node["$ref"]} if isinstance(node, dict) and isinstance(node.get("$ref"), str) else set()
        return own.union(*map(of, inner))

    wanted = of(document())
    known = {f"#/components/{kind}/{name}" for kind, found in document_now()["components"].items() for name in found}
    assert wanted <= known
    assert {one for one in known if "/schemas/" in one} <= wanted


def _within(schema: Any) -> list[Any]:
    inner = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    own = [schema] if isinstance(schema, dict) and "examples" in schema and isinstance(schema["examples"], list) else []
    return [*own, *(one for value in inner for one in _within(value))]
