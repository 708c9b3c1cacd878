"""What is wrong with a file: each fault and warning at its line and field."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches


@dataclass(frozen=True, slots=True)
class Fault:
    """One message; `path` is the field as in rules[2].group, `line` counts from 1."""

    line: int
    path: str
    message: str

    def sentence(self, file: str, kind: str = "") -> str:
        parts = (f"{file}:{self.line}", kind, self.path, self.message)
        return ": ".join(part for part in parts if part)


@dataclass(slots=True)
class Faults:
    """Collects what is found; nothing stops at the first fault."""

    lines: dict[str, int] = field(default_factory=dict)
    errors: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    hopeless: bool = False

    def add(self, path: str, message: str) -> None:
        self.errors.append(Fault(self.line(path), path, message))

    def give_up(self, path: str, message: str) -> None:
        """A fault that makes all further reading vain."""
        self.add(path, message)
        self.hopeless = True

    def below(self, path: str) -> bool:
        """Whether something there is wrong already, so that what follows from it need not be said."""
        return any(fault.path.startswith(path) for fault in self.errors)

    def warn(self, path: str, message: str) -> None:
        self.warnings.append(Fault(self.line(path), path, message))

    def line(self, path: str) -> int:
        """The line of the field, or of the nearest thing around it that the file does have."""
        while path and path not in self.lines:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self.lines.get(path, 1)

    def unknown(self, path: str, kind: str, name: str, known: Iterable[str]) -> None:
        self.add(path, f'there is no {kind} "{name}"{closest(name, list(known))}')


def closest(word: str, known: Collection[str]) -> str:
    """A hint at what may have been meant, or nothing."""
    by_start = {_start(name): name for name in reversed(list(known))}
    match = get_close_matches(_start(word), by_start, n=1, cutoff=0.6)
    return f' (did you mean "{by_start[match[0]]}"?)' if match else ""


def _start(name: str) -> str:
    """Without the mail domain, which colleagues share and which would make them all alike."""
    return name.lower().partition("@")[0] or name
