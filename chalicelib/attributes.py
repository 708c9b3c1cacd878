"""Reads DynamoDB's answers: a value is asked for the one type that it has, not for each of ten, as botocore asks any structure."""

from base64 import b64decode
from typing import Any

from botocore.parsers import JSONParser, ResponseParserFactory

VALUE = "AttributeValue"
# Told in JSON as Python has them.
PLAIN = frozenset({"S", "N", "BOOL", "SS", "NS"})


class _Reader(JSONParser):
    def _handle_structure(self, shape: Any, value: Any) -> Any:
        return self._value(shape, value) if shape.name == VALUE else self._as_usual(shape, value)

    def _handle_map(self, shape: Any, value: Any) -> Any:
        if shape.value.name == VALUE:
            return {name: self._value(shape.value, each) for name, each in value.items()}
        return super()._handle_map(shape, value)  # type: ignore[misc]  # the stubs leave out what a parser consists of

    def _value(self, shape: Any, value: Any) -> Any:
        if value and len(value) == 1:
            ((kind, given),) = value.items()
            if kind in PLAIN and given is not None:
                return value
            if kind == "B" and given is not None:
                return {kind: b64decode(given)}
        return self._as_usual(shape, value)

    def _as_usual(self, shape: Any, value: Any) -> Any:
        return super()._handle_structure(shape, value)  # type: ignore[misc]  # the stubs leave out what a parser consists of


class Readers(ResponseParserFactory):
    """Makes a reader for each answer in JSON."""

    def create_parser(self, protocol_name: str) -> Any:
        return _Reader() if protocol_name == "json" else super().create_parser(protocol_name)
