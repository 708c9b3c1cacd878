"""The TypeScript client's generated modules: shapes as types, operations as methods."""

import json
from pathlib import Path

from infra.openapi.operations import Json, Operation, operations, types_of

PLACE = Path(__file__).parents[2] / "clients" / "typescript" / "src"
PLAIN = {
    "string": "string",
    "integer": "number",
    "number": "number",
    "boolean": "boolean",
    "null": "null",
    "object": "Record<string, unknown>",
}
WALKING = ("page", "per_page", "cursor")
MADE = "// Made by `python -m infra openapi`; changes are lost.\n"
CLIENT = f"""{MADE}import {{ Connection }} from "./connection.js";
import type * as shapes from "./shapes.js";

/** Every operation of the API of one desk, for one key. */
export class Client extends Connection {{"""


def files(document: Json) -> dict[Path, str]:
    return {PLACE / "shapes.ts": _shapes(document), PLACE / "client.ts": _client(document)}


def _shapes(document: Json) -> str:
    told = document["components"]["schemas"]
    bodies = {operation.body_name: operation.body for operation in operations(document) if operation.body}
    return MADE + "".join(f"\n{_about(schema)}export type {name} = {_type(schema)};\n" for name, schema in {**told, **bodies}.items())


def _about(schema: Json, indent: str = "") -> str:
    return f"{indent}/** {schema['description'].replace('*/', '*')} */\n" if schema.get("description") else ""


def _type(schema: Json, prefix: str = "", indent: str = "") -> str:
    if "$ref" in schema:
        return prefix + str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(_type(one, prefix, indent) for one in schema["anyOf"]))
    if "const" in schema or "enum" in schema:
        return " | ".join(json.dumps(value) for value in (schema["enum"] if "enum" in schema else [schema["const"]]))
    if not types_of(schema):
        return "unknown"
    return " | ".join(_plain(kind, schema, prefix, indent) for kind in types_of(schema))


def _plain(kind: str, schema: Json, prefix: str, indent: str) -> str:
    if kind == "array":
        return f"Array<{_type(schema.get('items', {}), prefix, indent)}>"
    more = schema.get("additionalProperties")
    if kind == "object" and schema.get("properties") and not isinstance(more, dict):
        return _object(schema, prefix, indent)
    if kind == "object" and isinstance(more, dict):
        return f"Record<string, {'unknown' if schema.get('properties') else _type(more, prefix, indent)}>"
    return PLAIN[kind]


def _object(schema: Json, prefix: str, indent: str) -> str:
    inner = indent + "  "
    required = schema.get("required", [])
    rows = [
        f"{_about(one, inner)}{inner}{_name(key)}{'' if key in required else '?'}: {_type(one, prefix, inner)};\n"
        for key, one in schema["properties"].items()
        if "x-unused" not in one
    ]
    return "{\n" + "".join(rows) + indent + "}"


def _name(key: str) -> str:
    return key if key.isidentifier() else json.dumps(key)


def _client(document: Json) -> str:
    return CLIENT + "".join(f"\n{_method(operation)}" for operation in operations(document)) + "}\n"


def _method(operation: Operation) -> str:
    given = [f"{name}: number" if _is_id(name) else f"{name}: string" for name in operation.ids]
    if operation.body:
        given.append(f"body: shapes.{operation.body_name}" + ("" if operation.body_required else " = {}"))
    if options := _options(operation):
        given.append(f"options: {{ {'; '.join(options)} }}" + ("" if any("?" not in one for one in options) else " = {}"))
    head = f"  /** {operation.summary}{', page by page' if operation.paged else ''}. */\n  {operation.name}({', '.join(given)})"
    return f"{head}: {_answer(operation)} {{\n    return {_call(operation)};\n  }}\n"


def _options(operation: Operation) -> list[str]:
    asked = [one for one in operation.query if not operation.paged or one["name"] not in WALKING]
    named = [f"{_name(one['name'])}{'' if one.get('required') else '?'}: {_type(one['schema'])}" for one in asked]
    return [
        *named,
        *(["per_page?: number"] if operation.paged else []),
        *(["idempotencyKey?: string"] if operation.method == "POST" else []),
    ]


def _call(operation: Operation) -> str:
    path = operation.path.replace("{", "${this.quoted(").replace("}", ")}")
    where = f"`{path}`" if operation.ids else json.dumps(path)
    walks = any(one["name"] == "cursor" for one in operation.query)
    if operation.paged:
        first = 'cursor: "", ' if walks else ""
        return f"this.rows({where}, {{ {first}per_page: 100, ...options }})"
    parts = (["body"] if operation.body else []) + (["options"] if _options(operation) else [])
    given = f", {{ {', '.join(parts)} }}" if parts else ""
    return f'this.call("{operation.method}", {where}{given})'


def _answer(operation: Operation) -> str:
    if operation.paged:
        return f"AsyncGenerator<{_type(operation.row, 'shapes.')}>"
    if operation.media != "application/json":
        return "Promise<string>"
    return f"Promise<{' | '.join(_type(answer, 'shapes.') if answer else 'null' for answer in operation.answers) or 'null'}>"


def _is_id(name: str) -> bool:
    return name in ("id", "second") or name.endswith("_id")
