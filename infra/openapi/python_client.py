"""The Python client's generated modules: shapes as TypedDicts, operations as methods."""

import keyword
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from infra.openapi.operations import Json, Operation, inner_name, named_objects, operations, snake, types_of

PLACE = Path(__file__).parents[2] / "clients" / "python" / "vuoro_client"
PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None", "object": "dict[str, Any]"}
WALKING = ("page", "per_page", "cursor")
MADE = "Made by `python -m infra openapi`; changes are lost."
SHAPES = f'''"""What the API takes and tells, as types. {MADE}"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict
'''
CLIENT = f'''"""Every operation of the API as a method. {MADE}"""

from collections.abc import Iterator
from typing import cast

from vuoro_client import shapes
from vuoro_client.connection import Connection


class Client(Connection):
    """The API of one desk, for one key."""
'''


def files(document: Json) -> dict[Path, str]:
    return {PLACE / "shapes.py": _laid_out(_shapes(document)), PLACE / "client.py": _laid_out(_client(document))}


def _laid_out(code: str) -> str:
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", str(PLACE / "made.py"), "-"]
    return subprocess.run(command, input=code, capture_output=True, text=True, check=True).stdout


def _shapes(document: Json) -> str:
    told = dict(document["components"]["schemas"])
    bodies = {operation.body_name: operation.body for operation in operations(document) if operation.body}
    written = [_shape(name, schema) for top, outer in {**told, **bodies}.items() for name, schema in _parts(top, outer)]
    return SHAPES + "".join(f"\n\n{one}" for one in written)


def _parts(name: str, schema: Json) -> Iterator[tuple[str, Json]]:
    yield from (list(named_objects(name, schema)) or [(name, schema)])


def _shape(name: str, schema: Json) -> str:
    if "properties" not in schema or isinstance(schema.get("additionalProperties"), dict):
        return f'{name}: TypeAlias = "{_type(name, {**schema, "properties": {}})}"\n'
    required = schema.get("required", [])
    rows = [
        (key, _row(inner_name(name, key), inner, key in required)) for key, inner in schema["properties"].items() if "x-unused" not in inner
    ]
    if all(key.isidentifier() and not keyword.iskeyword(key) for key, _ in rows):
        lines = [f"    {key}: {row}" for key, row in rows] or ["    pass"]
        about = f'    """{schema["description"]}"""\n\n' if schema.get("description") else ""
        return f"class {name}(TypedDict):\n{about}" + "\n".join(lines) + "\n"
    return f"{name} = TypedDict(\n    {name!r},\n    {{\n" + "".join(f'        "{key}": "{row}",\n' for key, row in rows) + "    },\n)\n"


def _row(name: str, schema: Json, is_required: bool) -> str:
    kind = _type(name, schema)
    return kind if is_required else f"NotRequired[{kind}]"


def _type(name: str, schema: Json, qualified: bool = False) -> str:
    """The annotation of a value; `name` is that of an object which has no name of its own."""
    prefix = "shapes." if qualified else ""
    if "$ref" in schema:
        return prefix + str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(_type(name, one, qualified) for one in schema["anyOf"]))
    if "const" in schema or "enum" in schema:
        return _literal(schema)
    if not types_of(schema):
        return "Any"
    return " | ".join(_plain(name, kind, schema, prefix) for kind in types_of(schema))


def _literal(schema: Json) -> str:
    values = schema["enum"] if "enum" in schema else [schema["const"]]
    return f"Literal[{', '.join(map(repr, values))}]"


def _plain(name: str, kind: str, schema: Json, prefix: str) -> str:
    if kind == "array":
        return f"list[{_type(name, schema.get('items', {}), bool(prefix))}]"
    if kind == "object" and schema.get("properties"):
        return prefix + name
    if kind == "object" and isinstance(schema.get("additionalProperties"), dict) and not schema.get("propertyNames"):
        return f"dict[str, {_type(name, schema['additionalProperties'], bool(prefix))}]"
    return PLAIN[kind]


def _client(document: Json) -> str:
    return CLIENT + "".join(f"\n{_method(operation)}" for operation in operations(document))


def _method(operation: Operation) -> str:
    query = [one for one in operation.query if not operation.paged or one["name"] not in WALKING]
    named = [_asked(one) for one in query] + (["per_page: int = 100"] if operation.paged else [])
    body = [f"body: shapes.{operation.body_name}" + ("" if operation.body_required else " | None = None")] if operation.body else []
    key = ["idempotency_key: str = ''"] if operation.method == "POST" else []
    given = ["self", *(f"{name}: int" if _is_id(name) else f"{name}: str" for name in operation.ids), *body]
    given += ["*", *named, *key] if named or key else []
    answer = _answer(operation)
    about = f"{operation.summary}, page by page." if operation.paged else f"{operation.summary}."
    return f'    def {snake(operation.name)}({", ".join(given)}) -> {answer}:\n        """{about}"""\n{_call(operation, query, answer)}'


def _asked(parameter: Json) -> str:
    kind = (
        "str"
        if "pattern" in parameter["schema"]
        else _type("", {key: value for key, value in parameter["schema"].items() if key != "default"})
    )
    plain = kind if "Literal" not in kind else "str"
    return f"{_word(parameter['name'])}: {plain}" + ("" if parameter.get("required") else " | None = None")


def _call(operation: Operation, query: list[Json], answer: str) -> str:
    path = operation.path
    for name in operation.ids:
        path = path.replace(f"{{{name}}}", f"{{self.quoted({name})}}")
    where = f'f"{path}"' if operation.ids else f'"{path}"'
    pairs = [f'"{one["name"]}": {_word(one["name"])}' for one in query]
    if operation.paged:
        pairs += ['"cursor": ""'] if any(one["name"] == "cursor" for one in operation.query) else []
        pairs.append('"per_page": per_page')
        return f"        return cast({answer!r}, self.rows({where}, {{{', '.join(pairs)}}}))\n"
    extra = ["body=body" if operation.body_required else "body=body or {}"] if operation.body else []
    extra += [f"query={{{', '.join(pairs)}}}"] if pairs else []
    extra += ["key=idempotency_key"] if operation.method == "POST" else []
    call = f"self.call({', '.join([repr(operation.method), where, *extra])})".replace("'", '"')
    return f"        {call}\n" if answer == "None" else f"        return cast({answer!r}, {call})\n"


def _answer(operation: Operation) -> str:
    if operation.media != "application/json":
        return "str"
    if operation.paged:
        return f"Iterator[{_type('', operation.row, True)}]"
    return " | ".join(_type("", answer, True) if answer else "None" for answer in operation.answers) or "None"


def _is_id(name: str) -> bool:
    return name in ("id", "second") or name.endswith("_id")


def _word(name: str) -> str:
    """The name of a parameter as Python takes it."""
    plain = name.lstrip("_")
    return f"{plain}_" if keyword.iskeyword(plain) else plain
