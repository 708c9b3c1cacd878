"""Frozen dataclasses to compact, canonical JSON and back; defaults are left out, so old rows read as the new default."""

import dataclasses
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar

import msgspec

from chalicelib.words import DICTIONARIES, NEWEST

T = TypeVar("T")
# Deflate without zlib's header and checksum, which cost six bytes a row.
RAW = -15
_learning = threading.Lock()
_learned: set[Any] = set()


@contextmanager
def _first_use(kind: Any) -> Iterator[None]:
    """msgspec learns a dataclass when it first meets it, and a second thread must not find it half learned (it crashes)."""
    if kind in _learned:
        yield
        return
    with _learning:
        yield
    _learned.add(kind)


def to_plain(value: Any) -> Any:
    """Builtins only: a dataclass becomes a dict without the fields that hold their default."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {name: to_plain(getattr(value, name)) for name, default in _fields(type(value)) if getattr(value, name) != default}
    if isinstance(value, dict):
        return {key: to_plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted(to_plain(item) for item in value)
    return value


def from_plain(plain: Any, kind: type[T]) -> T:
    """The value of type `kind` that `to_plain` was given; raises ValueError with the path of what does not fit."""
    with _first_use(kind):
        return msgspec.convert(plain, kind)


def to_json(value: Any) -> bytes:
    return msgspec.json.encode(to_plain(value), order="sorted")


def from_json(raw: bytes | str, kind: type[T]) -> T:
    with _first_use(kind):
        return msgspec.json.decode(raw, type=kind)


def pack(value: Any) -> bytes:
    """Compressed canonical JSON behind the number of its dictionary: equal values give equal bytes."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, RAW, 9, zlib.Z_DEFAULT_STRATEGY, DICTIONARIES[NEWEST])
    return bytes([NEWEST]) + deflate.compress(to_json(value)) + deflate.flush()


def unpack(raw: bytes, kind: type[T]) -> T:
    """Raises ValueError on what `pack` did not make, and on a dictionary that this code does not know yet."""
    number = raw[0] if raw else 0
    if number not in DICTIONARIES:
        raise ValueError(f"packed with dictionary {number}, which this code does not know")
    inflate = zlib.decompressobj(RAW, DICTIONARIES[number])
    try:
        return from_json(inflate.decompress(raw[1:]) + inflate.flush(), kind)
    except zlib.error as fault:
        raise ValueError(f"not packed: {fault}") from fault


@cache
def _fields(kind: type[Any]) -> tuple[tuple[str, Any], ...]:
    return tuple((field.name, _default(field)) for field in dataclasses.fields(kind))


def _default(field: dataclasses.Field[Any]) -> Any:
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return field.default
