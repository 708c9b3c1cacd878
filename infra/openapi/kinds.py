"""The kinds of values in answers, as JSON Schema; every key is always there unless `optional` says otherwise."""

from collections.abc import Mapping
from typing import Any

Kind = dict[str, Any]
LARGEST = 2**53 - 1

TEXT: Kind = {"type": "string"}
HTML: Kind = {"type": "string", "contentMediaType": "text/html", "examples": ["<p>Where is my parcel?</p>"]}
MAIL: Kind = {"type": "string", "examples": ["aino@asiakas.example"]}
FLAG: Kind = {"type": "boolean"}
INTEGER: Kind = {"type": "integer"}
COUNT: Kind = {"type": "integer", "minimum": 0}
SECONDS: Kind = {"type": "integer", "description": "Seconds.", "examples": [14400]}
NUMBER: Kind = {"type": "number"}
ID: Kind = {"type": "integer", "format": "int64", "minimum": 1, "maximum": LARGEST, "examples": [1]}
INSTANT: Kind = {
    "type": "string",
    "format": "date-time",
    "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$",
    "examples": ["2026-12-01T08:00:00Z"],
}
TIMES: dict[str, Kind] = {"created_at": INSTANT, "updated_at": INSTANT}
MONEY: Kind = {"type": "string", "pattern": r"^-?\d+(\.\d+)?$", "examples": ["0.000012500000"]}
LINK: Kind = {"type": "string", "format": "uri"}
NOTHING: Kind = {"type": "null", "description": "Kept for clients that read it; always null here."}
CUSTOM: Kind = {
    "type": "object",
    "additionalProperties": {"type": ["string", "number", "boolean", "null"]},
    "description": "The desk's own fields; their names begin with `cf_`.",
    "examples": [{"cf_order": "4711"}],
}
ANYTHING: Kind = {}
_OPTIONAL = "x-optional"


def thing(about: str, /, **fields: Kind) -> Kind:
    """An object with these keys."""
    required = [name for name, kind in fields.items() if _OPTIONAL not in kind]
    plain = {name: {word: value for word, value in kind.items() if word != _OPTIONAL} for name, kind in fields.items()}
    told: Kind = {"type": "object", "description": about} if about else {"type": "object"}
    return {**told, "properties": plain, **({"required": required} if required else {})}


def more(base: Kind, about: str, /, **fields: Kind) -> Kind:
    """The object with further keys, or with other kinds for some."""
    required = set(base.get("required", ()))
    before = {name: kind if name in required else optional(kind) for name, kind in base["properties"].items()}
    return thing(about, **{**before, **fields})


def optional(kind: Kind) -> Kind:
    """A key that may be missing."""
    return {**kind, _OPTIONAL: True}


def null(kind: Kind) -> Kind:
    """The kind, or null."""
    if "type" not in kind:
        return {"anyOf": [kind, {"type": "null"}]}
    types = kind["type"] if isinstance(kind["type"], list) else [kind["type"]]
    values = {"enum": [*kind["enum"], None]} if "enum" in kind else {}
    return {**kind, "type": [*types, "null"], **values}


def many(kind: Kind) -> Kind:
    return {"type": "array", "items": kind}


def mapping(kind: Kind, about: str = "") -> Kind:
    """An object whose keys are data."""
    return {"type": "object", "additionalProperties": kind, **({"description": about} if about else {})}


def choice(*words: str) -> Kind:
    return {"type": "string", "enum": [*words]}


def numbered(names: Mapping[int, str]) -> Kind:
    """An integer that stands for a word; the words are told in the description."""
    return {"type": "integer", "enum": [*names], "description": ", ".join(f"{number} {name}" for number, name in names.items())}


def said(kind: Kind, about: str) -> Kind:
    return {**kind, "description": about}


def like(kind: Kind, example: Any) -> Kind:
    return {**kind, "examples": [example]}


def ref(name: str) -> Kind:
    """Another shape, by its name."""
    return {"$ref": f"#/components/schemas/{name}"}
