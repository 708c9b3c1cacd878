"""Bodies: JSON Schema from the fields that a handler reads."""

from collections.abc import Mapping
from typing import Any

from chalicelib.handlers.schema import Field, Schema
from infra.openapi.fields import ABOUT
from infra.openapi.kinds import Kind
from infra.openapi.told import Told

FIELDS = "fields"
MULTIPART = "multipart/form-data"


def body_of(told: Told) -> Kind:
    """The request body of a route; with files also as a form, where an array's part is named `name[]`."""
    kind = object_of(told.body or {})
    example = {} if told.example is None else {"example": told.example}
    content: Kind = {"application/json": {"schema": kind, **example}}
    if any(map(_is_file, (told.body or {}).values())):
        content[MULTIPART] = {"schema": form_of(told.body or {})}
    return {"required": True, "content": content}


def object_of(schema: Schema) -> Kind:
    """An object with these fields and no others; null stands for an empty value."""
    kinds = {name: _told(name, field_of(field)) for name, field in schema.items()}
    required = [name for name, field in schema.items() if field.required]
    return {"type": "object", "properties": kinds, **({"required": required} if required else {}), "additionalProperties": False}


def _told(name: str, kind: Kind) -> Kind:
    """With what the name means, unless the field says so itself."""
    if "x-unused" in kind or "description" in kind or name not in ABOUT:
        return kind
    return {**kind, "description": ABOUT[name]}


def form_of(schema: Schema) -> Kind:
    """The same as parts of a form."""
    parts: Kind = {}
    required = [name for name, field in schema.items() if field.required]
    for name, field in schema.items():
        kind = _filled(_plain(field.facts or {}))
        if "x-unused" not in kind:
            parts[f"{name}[]" if "array" in _types(kind) else name] = kind
    return {"type": "object", "properties": parts, **({"required": required} if required else {})}


def field_of(field: Field) -> Kind:
    """What a field takes in JSON; without facts anything."""
    if _is_file(field) and (field.facts or {}).get("type") == "string":
        return {"type": "null", "description": "A picture comes in a form."}
    if _is_file(field):
        return {
            "type": ["array", "null"],
            "maxItems": 0,
            "description": "Files come in a form, or by `POST /uploads` and `attachment_ids`.",
        }
    kind = _plain(field.facts or {})
    if field.required:
        return {**kind, "minLength": max(kind.get("minLength", 0), 1)} if kind.get("type") == "string" else kind
    return _nullable(kind)


def _is_file(field: Field) -> bool:
    facts = field.facts or {}
    return bool("binary" in (facts.get("format"), facts.get("items", {}).get("format")))


def _plain(facts: Mapping[str, Any]) -> Kind:
    """Facts with the fields of nested objects written out."""
    told = {word: _value(value) for word, value in facts.items() if word != FIELDS}
    return told if FIELDS not in facts else {**object_of(facts[FIELDS]), **told}


def _value(value: Any) -> Any:
    return _plain(value) if isinstance(value, Mapping) else value


def _nullable(kind: Kind) -> Kind:
    if "type" not in kind or "null" in _types(kind):
        return kind
    values = {"enum": [*kind["enum"], None]} if "enum" in kind else {}
    return {**kind, "type": [*_types(kind), "null"], **values}


def _filled(kind: Kind) -> Kind:
    """The kind without null, which a form cannot send."""
    types = [one for one in _types(kind) if one != "null"]
    values = {"enum": [value for value in kind["enum"] if value is not None]} if "enum" in kind else {}
    return {**kind, "type": types[0] if len(types) == 1 else types, **values} if types else kind


def _types(kind: Kind) -> list[str]:
    given = kind.get("type", [])
    return given if isinstance(given, list) else [given]
