"""The checks of a demonstration: each has a name, holds or not, and says what was seen; all of them are kept."""

import json
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from infra.demo.telling import Kept, Row


@dataclass(frozen=True, slots=True)
class Check:
    """Something that must hold; `detail` is what was seen."""

    name: str
    ok: bool
    detail: str = ""


class Checks:
    """Collected from all scenes; safe to use from several threads."""

    def __init__(self) -> None:
        self._all: list[Check] = []
        self._lock = threading.Lock()

    def add(self, name: str, ok: bool, detail: str = "") -> Check:
        check = Check(name, ok, detail)
        with self._lock:
            self._all.append(check)
        return check

    @property
    def all(self) -> tuple[Check, ...]:
        with self._lock:
            return tuple(self._all)

    @property
    def failed(self) -> tuple[Check, ...]:
        return tuple(check for check in self.all if not check.ok)


def plain(row: Row) -> dict[str, object]:
    """A row for programs: promises in seconds beside what came of them."""
    told: dict[str, object] = asdict(row)
    for name in ("answer", "solution"):
        kept: Kept = getattr(row, name)
        told.pop(name)
        told |= {f"{name}_promised": kept.promised, f"{name}_took": kept.took}
    return told


def verdict(checks: Sequence[Check]) -> str:
    """The last line: `57 checks, 0 failed`."""
    return f"{len(checks)} checks, {sum(not check.ok for check in checks)} failed"


def write(path: Path, rows: Sequence[Row], checks: Sequence[Check]) -> None:
    """The result for programs."""
    tickets = [plain(row) for row in sorted(rows, key=lambda row: row.ticket)]
    result = {"contacts": len(rows), "tickets": tickets, "checks": [asdict(check) for check in checks]}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n")
