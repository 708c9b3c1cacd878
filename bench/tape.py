"""What one invocation was given and what AWS answered it, so that it can be played again without an AWS."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back over the wire for one request of this operation."""

    operation: str
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Take:
    """One invocation: which door, what was given, when, with which keys in memory and how old that memory was; and what came of it.

    `warming` answers the requests that filled the memory, `answers` those of the invocation itself.
    """

    door: str
    given: Any
    at: datetime
    api_keys: tuple[str, ...]
    age: timedelta | None
    warming: tuple[Answer, ...]
    answers: tuple[Answer, ...]
    outcome: Any


def outcome_of(answer: Any) -> Any:
    """As much of a handler's answer as must be the same each time."""
    if isinstance(answer, dict):
        return answer.get("statusCode", answer.get("batchItemFailures"))
    return None if answer is None else len(answer)
