"""Faults ordered beforehand: the next calls of a stub fail as told, then all is well again."""

import threading
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """One failing answer: its HTTP status and, where the provider has such, its error code."""

    status: int = 500
    error_code: int = 0


class Faults:
    """A list of faults, handed out one per call."""

    def __init__(self) -> None:
        self._waiting: list[Fault | None] = []
        self._lock = threading.Lock()

    def order(self, plain: dict[str, Any]) -> int:
        """Let `after` calls pass, then add `times` faults (0 clears all); how many faults wait. Raises ValueError for no number."""
        after, times = int(plain.get("after", 0)), int(plain.get("times", 1))
        fault = Fault(int(plain.get("status", 500)), int(plain.get("error_code", 0)))
        with self._lock:
            self._waiting = [*self._waiting, *[None] * after, *[fault] * times] if times else []
            return sum(waiting is not None for waiting in self._waiting)

    def next(self) -> Fault | None:
        with self._lock:
            return self._waiting.pop(0) if self._waiting else None
