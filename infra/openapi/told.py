"""How a route is declared: what its code does not say by itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chalicelib.handlers.schema import Schema
from infra.openapi.kinds import ID, INSTANT, TEXT, Kind, choice


@dataclass(frozen=True, slots=True)
class Asked:
    """A query parameter."""

    name: str
    about: str
    kind: Kind = field(default_factory=lambda: TEXT)
    example: Any = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """One route. `answer` names a shape: `Ticket`, `[Ticket]` for an array, `Contact|MergePreview` for either; empty for no body.

    `paged` adds page, per_page and the Link header; `also` has further statuses with their shapes, `faults` further refusals,
    `headers` the further headers of its answer, `example` a body that works.
    """

    answer: str = ""
    summary: str = ""
    about: str = ""
    operation: str = ""
    status: int = 0
    also: Mapping[int, str] = field(default_factory=dict)
    paged: bool = False
    query: tuple[Asked, ...] = ()
    body: Schema | None = None
    media: str = "application/json"
    example: Any = None
    faults: tuple[int, ...] = ()
    headers: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()

    @property
    def usual(self) -> int:
        """The status of its answer: 200, or 204 where nothing is answered, unless declared."""
        return self.status or (200 if self.answer else 204)


Declared = Mapping[str, Told]


def number(name: str, about: str, example: int | None = None) -> Asked:
    """A parameter that is an id."""
    return Asked(name, about, ID, example)


def instant(name: str, about: str, example: str | None = None) -> Asked:
    """A parameter that is an instant; fractions and offsets are taken too."""
    return Asked(name, about, {"type": "string", "format": "date-time"}, example or INSTANT["examples"][0])


def one_of(name: str, about: str, *allowed: str) -> Asked:
    return Asked(name, about, choice(*allowed))


def some_of(name: str, about: str, *allowed: str) -> Asked:
    """A parameter that takes any of these words, with commas between them."""
    word = "|".join(allowed)
    kind = {"type": "string", "pattern": f"^({word})(,({word}))*$", "examples": [",".join(allowed[:2])]}
    return Asked(name, f"{about} Any of {', '.join(f'`{one}`' for one in allowed)}, with commas between them.", kind)
