"""Any value of our dataclasses, drawn from their own field types; JSON's values where a field takes anything."""

import dataclasses
import types
import typing
from collections.abc import Callable
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from hypothesis import strategies as st

LARGEST = 2**53
TEXT = st.text(max_size=12)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)
INSTANTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXT, int: st.integers(-LARGEST, LARGEST), bool: st.booleans(), datetime: INSTANTS, type(None): st.none(), Any: JSON,
    bytes: st.binary(max_size=8), float: st.floats(allow_nan=False, allow_infinity=False),
}  # fmt: skip


def of(kind: Any, **fixed: Any) -> st.SearchStrategy[Any]:
    """Instances of `kind`: a dataclass, a named tuple, an enumeration, or one of the types that their fields have."""
    if kind in PLAIN:
        return PLAIN[kind]
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        drawn = {field.name: of(hints[field.name]) for field in dataclasses.fields(kind) if field.name not in fixed}
        return st.builds(typing.cast(Callable[..., Any], kind), **drawn, **{name: st.just(value) for name, value in fixed.items()})
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    return _composed(kind)


def _composed(kind: Any) -> st.SearchStrategy[Any]:
    parts = typing.get_args(kind)
    if typing.get_origin(kind) in (types.UnionType, typing.Union):
        return st.one_of(*map(of, parts))
    if typing.get_origin(kind) is dict:
        return st.dictionaries(of(parts[0]), of(parts[1]), max_size=3)
    if parts and parts[-1] is Ellipsis:
        return st.lists(of(parts[0]), max_size=3).map(tuple)
    if parts:
        return st.tuples(*map(of, parts))
    return st.builds(kind, **{name: of(hint) for name, hint in typing.get_type_hints(kind).items()})
