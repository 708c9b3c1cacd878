"""A dataclass made the cheap way behaves in everything as the standard one."""

import copy
import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import dataclass as standard
from dataclasses import field
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.codec import from_json, to_json
from chalicelib.values import dataclass


class Named:
    """A base without fields, as events have."""

    __slots__ = ()
    NAME: ClassVar[str] = ""


def _pair(decorator: Callable[..., Any]) -> tuple[Any, Any, Any]:
    """The same three classes by either decorator."""

    @decorator(frozen=True, slots=True)
    class Point(Named):
        """With all that fields can say."""

        NAME: ClassVar[str] = "point"
        x: int
        y: float = 0.5
        tags: tuple[str, ...] = ()
        more: dict[str, Any] = field(default_factory=dict, compare=False)
        hidden: str = field(default="", repr=False)

        @property
        def sum(self) -> float:
            return self.x + self.y

    @decorator(frozen=True, slots=True)
    class Only:
        """One field, and what makes sure of it."""

        value: str

        def __post_init__(self) -> None:
            if not self.value:
                raise ValueError("empty")

    @decorator(frozen=True, slots=True)
    class Nothing:
        """No field at all, its own way to show itself."""

        def __repr__(self) -> str:
            return "nothing"

    return Point, Only, Nothing


OURS, THEIRS = _pair(dataclass), _pair(standard)


@dataclass(frozen=True, slots=True)
class Kept:
    """Where pickle finds it."""

    a: int
    b: tuple[str, ...] = ("b",)


def _outcome(work: Callable[[], Any]) -> Any:
    try:
        return work()
    except (TypeError, ValueError, AttributeError) as fault:
        return type(fault), str(fault)


CALLS: list[tuple[str, Callable[[Any, Any, Any], Any]]] = [
    ("repr", lambda p, o, n: [repr(p(1)), repr(p(1, tags=("a",), hidden="h")), repr(o("v")), repr(n())]),
    ("missing", lambda p, o, n: p()),
    ("unexpected", lambda p, o, n: p(1, z=2)),
    ("too many", lambda p, o, n: n(1)),
    ("twice", lambda p, o, n: p(1, x=1)),
    ("checked after", lambda p, o, n: o("")),
    ("equal", lambda p, o, n: [p(1) == p(1), p(1) == p(2), p(1) == p(1, more={"a": 1}), o("a") == o("a"), n() == n()]),
    ("equal to others", lambda p, o, n: [p(1) == o("a"), p(1) == 1, p(1) != p(1), n() != o("a")]),
    ("no number", lambda p, o, n: p(float("nan")) == p(float("nan"))),
    ("hash", lambda p, o, n: [hash(p(1, 2.0, ("a",))), hash(o("v")), hash(n())]),
    ("set", lambda p, o, n: setattr(p(1), "x", 2)),
    ("delete", lambda p, o, n: delattr(p(1), "x")),
    ("unknown attribute", lambda p, o, n: (p(1).nothing_such,)),
    ("no dict", lambda p, o, n: [hasattr(p(1), "__dict__"), p.__slots__, hasattr(p(1), "__weakref__")]),
    ("replace", lambda p, o, n: repr(dataclasses.replace(p(1, hidden="h"), x=3))),
    ("factory", lambda p, o, n: p(1).more is p(1).more),
    ("match", lambda p, o, n: [p.__match_args__, o.__match_args__, n.__match_args__]),
    ("as a dict", lambda p, o, n: dataclasses.asdict(p(1))),
    ("fields", lambda p, o, n: [(f.name, f.type, f.default, f.init, f.repr, f.compare) for f in dataclasses.fields(p)]),
    ("copies", lambda p, o, n: [copy.deepcopy(p(1)) == p(1), repr(copy.copy(o("v")))]),
    ("property", lambda p, o, n: [p(1).sum, p.NAME, p.__doc__, p.__name__, p.__module__]),
    ("codec", lambda p, o, n: [to_json(p(1, tags=("é",))), repr(from_json(b'{"x": 4}', p)), repr(from_json(b'{"value": "v"}', o))]),
    ("codec refuses", lambda p, o, n: from_json(b'{"value": ""}', o)),
    ("codec misses", lambda p, o, n: from_json(b"{}", p)),
]  # fmt: skip


@pytest.mark.parametrize(("what", "call"), CALLS, ids=[what for what, _ in CALLS])
def test_it_answers_as_the_standard_one(what: str, call: Callable[[Any, Any, Any], Any]) -> None:
    assert _outcome(lambda: call(*OURS)) == _outcome(lambda: call(*THEIRS))


@given(x=st.integers(), y=st.floats(), tags=st.lists(st.text()).map(tuple), hidden=st.text())
def test_any_value_is_shown_and_compared_as_the_standard_one_is(**given: Any) -> None:
    ours, theirs = OURS[0](**given), THEIRS[0](**given)
    assert repr(ours) == repr(theirs)
    assert hash(ours) == hash(theirs)
    assert (ours == OURS[0](**given)) is (theirs == THEIRS[0](**given))


def test_a_value_survives_pickle() -> None:
    assert pickle.loads(pickle.dumps(Kept(1))) == Kept(1)


def test_the_first_of_a_kind_is_made_as_all_others() -> None:
    @dataclass(frozen=True, slots=True)
    class Fresh:
        a: int
        b: str = "b"

    first = Fresh(1)
    assert (first, Fresh(a=1, b="b").b) == (Fresh(1), "b")
    assert first.__init__.__qualname__.endswith("Fresh.__init__")  # type: ignore[misc]  # whose name is the question


def test_any_other_option_gives_the_standard_class() -> None:
    @dataclass(slots=True)
    class Changing:
        a: int = 0

    changing = Changing()
    changing.a = 4
    assert repr(changing).endswith("Changing(a=4)")
