"""Bodies and parameters of the API, declared field by field; every fault of an input is named at once."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from chalicelib.channels.email.addresses import identity
from chalicelib.channels.message import Attachment
from chalicelib.errors import FieldFault, InvalidInput
from chalicelib.phone_numbers import phone_number
from chalicelib.values import dataclass

Check = Callable[[Any], Any]
Facts = Mapping[str, Any]
LARGEST_NUMBER = 2**53
MOST_CUSTOM = 50
FIRST = datetime(1970, 1, 1, tzinfo=UTC)
MOST_FILES = 20
PICTURES = ("image/jpeg", "image/png", "image/gif", "image/webp")


class NotOfTypeError(Exception):
    """The value is not of the type that the field has."""


class NotAllowedError(Exception):
    """The value is of the right type and still not one the field takes."""


class NotKeptError(Exception):
    """This desk does not keep the field."""


@dataclass(frozen=True, slots=True)
class Field:
    """How one field is read; null stands for `empty`. `facts` are what JSON Schema says of its values."""

    check: Check
    required: bool = False
    empty: Any = None
    facts: Facts | None = None


Schema = Mapping[str, Field]


def read(schema: Schema, given: Mapping[str, Any], country: str = "") -> dict[str, Any]:
    """The fields that were given, in their clean form, phone numbers as dialled in `country`. Raises InvalidInput with every fault."""
    values: dict[str, Any] = {}
    faults = [FieldFault(name, "This field is not known here", "invalid_field") for name in given if name not in schema]
    for name, field in schema.items():
        if fault := _read_into(values, name, field, given):
            faults.append(fault)
    if faults:
        raise InvalidInput(*faults)
    numbers = (name for name, field in schema.items() if values.get(name) and (field.facts or {}).get("format") == "phone")
    return values | {name: phone_number(values[name], country) for name in numbers}


def _read_into(values: dict[str, Any], name: str, field: Field, given: Mapping[str, Any]) -> FieldFault | None:
    value = given.get(name)
    if value is None or (field.required and value == ""):
        if field.required:
            return FieldFault(name, "This field is mandatory", "missing_field")
        return None if name not in given else values.update({name: field.empty})
    try:
        values[name] = field.check(value)
    except NotOfTypeError as wrong:
        return FieldFault(name, str(wrong), "datatype_mismatch")
    except NotAllowedError as wrong:
        return FieldFault(name, str(wrong), "invalid_value")
    except NotKeptError:
        return FieldFault(name, "This field cannot be set here", "inaccessible_field")
    if field.required and values[name] == "":
        return FieldFault(name, "This field is mandatory", "missing_field")
    return None


# -- kinds of fields --

INTEGER: Facts = {"type": "integer", "minimum": 0, "maximum": LARGEST_NUMBER - 1}
MAIL: Facts = {"type": "string", "format": "email", "maxLength": 254}
CUSTOM: Facts = {
    "type": "object",
    "maxProperties": MOST_CUSTOM,
    "propertyNames": {"pattern": "^cf_", "maxLength": 64},
    "additionalProperties": {"type": ["string", "number", "boolean", "null"]},
}
UNUSED: Facts = {"enum": [None, "", False, 0, [], {}], "x-unused": True}


def text(limit: int, *, required: bool = False) -> Field:
    """One line without control characters."""
    return Field(lambda value: _limited(_line(_string(value)), limit), required, "", _written(limit))


def lines(limit: int, *, required: bool = False) -> Field:
    """Text of several lines or HTML; line ends become \\n."""
    return Field(lambda value: _limited(_lines(_string(value)), limit), required, "", _written(limit))


def number(*, required: bool = False) -> Field:
    """An integer of at most 53 bits; null stands for 0."""
    return Field(_integer, required, 0, INTEGER)


def numbers(most: int = 50) -> Field:
    """Integers, each once."""
    return Field(lambda value: tuple(dict.fromkeys(_integer(item) for item in _list(value, most))), False, (), _array(INTEGER, most))


def one_of(*numbers: int) -> Field:
    return Field(lambda value: _member(_integer(value), numbers), False, numbers[0], {"type": "integer", "enum": [*numbers]})


def word(*words: str, required: bool = False) -> Field:
    """One of these words; null stands for the first."""
    return Field(lambda value: _spoken(_string(value), words), required, words[0], {"type": "string", "enum": [*words]})


def flag(empty: bool = False) -> Field:
    return Field(_boolean, False, empty, {"type": "boolean"})


def texts(limit: int, most: int = 50) -> Field:
    """Lines, each once."""

    def check(value: Any) -> tuple[str, ...]:
        return tuple(dict.fromkeys(_limited(_line(_string(item)), limit) for item in _list(value, most)))

    return Field(check, False, (), _array(_written(limit), most))


def mail(*, required: bool = False) -> Field:
    return Field(_mail, required, "", MAIL)


def mails(most: int = 50) -> Field:
    return Field(lambda value: tuple(dict.fromkeys(_mail(item) for item in _list(value, most))), False, (), _array(MAIL, most))


def phone() -> Field:
    return Field(_phone, False, "", {"type": "string", "format": "phone"})


def custom() -> Field:
    """Fields of the desk's own: names begin with cf_, values are short text, numbers, yes or no, or null."""
    return Field(_custom, False, {}, CUSTOM)


def instant() -> Field:
    return Field(lambda value: instant_of(_string(value)), False, None, {"type": "string", "format": "date-time"})


def blank(field: Field) -> Field:
    """The same field, where an empty text is as good as null: clients send every field of a form."""
    return replace(field, check=lambda value: field.empty if value == "" else field.check(value))


def unused() -> Field:
    """A field that clients send and this desk does not keep: only an empty value is taken."""
    return Field(_nothing, False, None, UNUSED)


def _written(limit: int) -> Facts:
    return {"type": "string", "maxLength": limit}


def _array(items: Facts, most: int) -> Facts:
    return {"type": "array", "items": items, "maxItems": most}


def part(shape: Schema, *, required: bool = False) -> Field:
    """An object with fields of its own."""

    def check(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise NotOfTypeError("It should be an object")
        try:
            return read(shape, value)
        except InvalidInput as wrong:
            raise NotAllowedError(wrong.message) from wrong

    return Field(check, required, {}, {"type": "object", "fields": shape})


def parts(shape: Schema, most: int = 50) -> Field:
    """Objects with fields of their own."""
    one = part(shape)

    def check(value: Any) -> tuple[dict[str, Any], ...]:
        return tuple(one.check(item) for item in _list(value, most))

    return Field(check, False, (), _array(one.facts or {}, most))


def phones(most: int = 50) -> Field:
    kind = {"type": "string", "format": "phone"}
    return Field(lambda value: tuple(dict.fromkeys(_phone(item) for item in _list(value, most))), False, (), _array(kind, most))


def picture(limit: int) -> Field:
    """One image of a form; in JSON there is none."""

    def check(value: Any) -> Attachment:
        if not isinstance(value, Attachment):
            raise NotAllowedError("A picture comes as a part of a form (multipart/form-data)")
        if value.type not in PICTURES or len(value.content) > limit:
            raise NotAllowedError(f"It should be an image ({', '.join(PICTURES)}) of at most {limit} bytes")
        return value

    return Field(check, False, None, {"type": "string", "format": "binary"})


def files() -> Field:
    """Files of a form; in JSON there are none, see /uploads."""
    return Field(_files, False, (), {"type": "array", "maxItems": MOST_FILES, "items": {"type": "string", "format": "binary"}})


def instant_of(written: str) -> datetime:
    """An ISO 8601 instant with any fraction and offset, UTC without one; a plus sign may have become a blank on its way.

    What lies before 1970 is taken as its beginning: clients say "since ever" with the first instant that they know.
    """
    try:
        at = datetime.fromisoformat(written.strip().replace(" ", "+") if "T" in written else written.strip())
        utc = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise NotAllowedError("It should be an instant in the format 2026-11-21T10:43:18Z") from None
    return max(utc, FIRST)


def whole_number(written: str) -> int:
    """A number as text, from a query or a path."""
    if not (written.isascii() and written.isdigit() and len(written) <= 16):
        raise NotOfTypeError("It should be a positive integer")
    return _integer(int(written))


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise NotOfTypeError("It should be a string")
    return value.encode("utf-8", "replace").decode()


def _integer(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise NotOfTypeError("It should be an integer")
    if not 0 <= value < LARGEST_NUMBER:
        raise NotAllowedError("It should be a number from 0 to 9007199254740991")
    return value


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise NotOfTypeError("It should be true or false")
    return value


def _list(value: Any, most: int) -> list[Any]:
    if not isinstance(value, list):
        raise NotOfTypeError("It should be an array")
    if len(value) > most:
        raise NotAllowedError(f"It should have at most {most} elements")
    return value


def _member(value: int, numbers: tuple[int, ...]) -> int:
    if value not in numbers:
        raise NotAllowedError(f"It should be one of these values: '{','.join(map(str, numbers))}'")
    return value


def _spoken(value: str, words: tuple[str, ...]) -> str:
    if value not in words:
        raise NotAllowedError(f"It should be one of these values: '{','.join(words)}'")
    return value


def _limited(value: str, limit: int) -> str:
    if len(value.encode()) > limit:
        raise NotAllowedError(f"It should be at most {limit} bytes long")
    return value


def _line(value: str) -> str:
    blanks = "".join(" " if character in "\t\n\r\v\f\x85\u2028\u2029" else character for character in value)
    return "".join(character for character in blanks if unicodedata.category(character) != "Cc").strip()


def _lines(value: str) -> str:
    unified = value.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(character for character in unified if character in "\n\t" or unicodedata.category(character) != "Cc")


def _mail(value: Any) -> str:
    if not (address := identity(_string(value))):
        raise NotAllowedError("It should be a valid email address")
    return address


def _phone(value: Any) -> str:
    if not (written := phone_number(_string(value))):
        raise NotAllowedError("It should be a phone number")
    return written


def _custom(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise NotOfTypeError("It should be an object")
    if len(value) > MOST_CUSTOM or not all(isinstance(name, str) and name.startswith("cf_") and len(name) <= 64 for name in value):
        raise NotAllowedError(f"It should have at most {MOST_CUSTOM} names, each beginning with cf_")
    return {name: _custom_value(item) for name, item in value.items()}


def _custom_value(value: Any) -> Any:
    if isinstance(value, str):
        return _limited(_lines(_string(value)), 1_000)
    if value is None or isinstance(value, bool | int | float):
        return value
    raise NotOfTypeError("Values of custom fields are strings, numbers, true, false or null")


def _files(value: Any) -> tuple[Attachment, ...]:
    if not all(isinstance(item, Attachment) for item in _list(value, MOST_FILES)):
        raise NotAllowedError("Files come as parts of a form (multipart/form-data), or by /uploads and attachment_ids")
    return tuple(value)


def _nothing(value: Any) -> None:
    if value not in ([], {}, "", False, 0):
        raise NotKeptError
