"""Bodies as forms with files send them (RFC 7578): read to the same values as a JSON body, then judged by the same schema."""

import hashlib
from collections.abc import Iterator
from typing import Any

from chalicelib.channels.email import mime, params
from chalicelib.channels.message import Attachment
from chalicelib.errors import FieldFault, InvalidInput
from chalicelib.handlers.schema import Schema

FORM = "multipart/form-data"
# What fits through the gateway once its base64 is taken off.
LARGEST_FORM = 6_000_000
FLAGS = {"true": True, "false": False}


def form(raw: bytes, content_type: str, shape: Schema) -> dict[str, Any]:
    """The fields of a form: `tags[]` repeated is an array, `custom_fields[cf_x]` an object, files stand under `attachments`.

    Raises InvalidInput if the body is no such form.
    """
    if len(raw) > LARGEST_FORM:
        raise InvalidInput(FieldFault("body", f"A form should be at most {LARGEST_FORM} bytes long; send large files by /uploads"))
    given: dict[str, Any] = {}
    for name, value in _fields(raw, content_type):
        key, _, inner = name.partition("[")
        inner = inner.removesuffix("]")
        kind = (shape[key].facts or {}).get("type") if key in shape else None
        if inner:
            _gathered(given, key, dict)[inner] = _scalar(value)
        elif name.endswith("[]") or kind == "array":
            _gathered(given, key, list).append(_typed(value, _items(shape, key)))
        else:
            given[key] = _typed(value, kind)
    return given


def _gathered(given: dict[str, Any], key: str, kind: type[Any]) -> Any:
    """What the parts of one field are gathered in. Raises InvalidInput if the field was written in another way before."""
    known = given.setdefault(key, kind())
    if not isinstance(known, kind):
        raise InvalidInput(FieldFault(key, "It should be written in one way in all parts of the form", "datatype_mismatch"))
    return known


def _fields(raw: bytes, content_type: str) -> Iterator[tuple[str, str | Attachment]]:
    reading = mime.Reading(b"Content-Type: " + content_type.encode("latin-1", "replace") + b"\r\n\r\n" + raw)
    whole = mime.part(reading, mime.Span(0, len(reading.mail)))
    if not whole.children or reading.faults:
        raise InvalidInput(FieldFault("body", f"The body is not a form: {', '.join(reading.faults) or 'it has no parts'}", "invalid_json"))
    for part in whole.children:
        about = params.parse(part.headers.first("content-disposition"))
        if not about.get("name"):
            raise InvalidInput(FieldFault("body", "A part of the form has no name"))
        yield about.get("name"), _file(part) if "filename" in about.parameters else part.raw.decode("utf-8", "replace")


def _file(part: mime.Part) -> Attachment:
    content = part.raw
    return Attachment(part.name or "file", part.type, len(content), hashlib.sha256(content).hexdigest(), content=content)


def _items(shape: Schema, name: str) -> str | None:
    items = (shape[name].facts or {}).get("items", {}) if name in shape else {}
    kind: str | None = items.get("type")
    return kind


def _typed(value: str | Attachment, kind: Any) -> Any:
    """A form knows text only; what the field wants to be decides, and what cannot be that stays text and is refused as such."""
    if isinstance(value, Attachment):
        return value
    if kind == "integer":
        return int(value) if value.isascii() and value.isdigit() and len(value) <= 16 else value or None
    if kind == "boolean":
        return FLAGS.get(value.lower(), value)
    return value


def _scalar(value: str | Attachment) -> Any:
    return value if isinstance(value, Attachment) else FLAGS.get(value, value)
