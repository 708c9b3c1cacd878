"""Frozen dataclasses that cost little to define.

The standard decorator writes each method as source and compiles it. A process imports a hundred of these classes and more
and makes a few dozen, so the methods are shared here, or made at first use: a quarter of a cold start went into the others.
"""

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(**options: bool) -> Callable[[type], type]:
        """As the standard one; `@dataclass(frozen=True, slots=True)`, and nothing else, is made the cheap way."""
        return _frozen if options == {"frozen": True, "slots": True} else dataclasses.dataclass(**options)


def _frozen(kind: Any) -> Any:
    # Without a docstring the standard decorator would write one, from a signature that is dear to find.
    kind.__doc__ = kind.__doc__ or kind.__name__
    made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(kind)
    for name, method in (_SHARED | _of_its_fields(made)).items():
        if name not in made.__dict__:
            setattr(made, name, method)
    return made


def _of_its_fields(made: Any) -> dict[str, Callable[..., Any]]:
    values = _tuple_of([field.name for field in dataclasses.fields(made) if field.compare])

    def begin(self: Any, *given: Any, **named: Any) -> None:
        """Called once: puts the real `__init__` in its place."""
        made.__init__ = _written(made)
        made.__init__(self, *given, **named)

    def equal(self: Any, other: object) -> bool:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def digest(self: Any) -> int:
        return hash(values(self))

    return {"__init__": begin, "__eq__": equal, "__hash__": digest}


def _written(made: Any) -> Any:
    """The `__init__` that the standard library writes for these fields."""
    fields = dataclasses.fields(made)
    body = {field.name: _again(field) for field in fields} | {"__annotations__": {field.name: field.type for field in fields}}
    if hasattr(made, "__post_init__"):
        body["__post_init__"] = made.__post_init__
    twin: Any = dataclasses.dataclass(repr=False, eq=False, frozen=True)(type(made.__name__, (), {"__doc__": made.__doc__, **body}))
    twin.__init__.__qualname__ = f"{made.__qualname__}.__init__"
    return twin.__init__


def _again(field: Any) -> Any:
    return dataclasses.field(default=field.default, default_factory=field.default_factory, init=field.init, kw_only=field.kw_only)


def _tuple_of(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


def _show(self: Any) -> str:
    shown = (f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self) if field.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _refuse_set(self: Any, name: str, value: object) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_delete(self: Any, name: str) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _pack(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _unpack(self: Any, state: list[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)


_SHARED: dict[str, Callable[..., Any]] = {
    "__repr__": _show,
    "__setattr__": _refuse_set,
    "__delattr__": _refuse_delete,
    "__getstate__": _pack,
    "__setstate__": _unpack,
}
