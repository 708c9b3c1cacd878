"""What the demo prints: each scene as a block of plain lines, told live one scene at a time, and the closing tables."""

import shutil
import textwrap
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

COLOURS = {"bold": "1", "soft": "2", "red": "31", "green": "32", "yellow": "33", "blue": "34", "magenta": "35", "cyan": "36"}
VERBS = {
    "arrived": "blue", "writes": "blue", "ticket": "cyan", "team": "cyan", "agent": "cyan", "due": "yellow", "waits": "yellow",
    "warned": "yellow", "late": "red", "refused": "yellow", "apart": "yellow",
    "reply": "magenta", "resolved": "green", "survey": "green", "answer": "green",
}  # fmt: skip
NARROWEST, WIDEST = 60, 118
INDENT = 28


@dataclass
class _Block:
    """The lines of one scene until it is their turn."""

    lines: list[str] = field(default_factory=list)
    over: bool = False


class Telling:
    """Scenes run beside each other; the first one that is not over is told live, the others wait for their turn."""

    def __init__(self, *, colour: bool, width: int = 0, put: Callable[[str], None] = print) -> None:
        self._colour, self._put = colour, put
        self._width = min(max(width or shutil.get_terminal_size((100, 24)).columns, NARROWEST), WIDEST)
        self._began = time.monotonic()
        self._lock = threading.Lock()
        self._blocks: list[_Block] = []
        self._turn = 0

    def begin(self) -> None:
        """From now on the seconds count."""
        self._began = time.monotonic()

    def block(self, title: str, people: Iterable[str]) -> "Teller":
        """A new scene at the end of the queue."""
        with self._lock:
            self._blocks.append(_Block(["", self.paint("bold", title), self.paint("soft", "  " + "; ".join(people))]))
            return Teller(self, len(self._blocks) - 1)

    def say(self, text: str = "") -> None:
        with self._lock:
            self._put(text)

    def add(self, block: int, line: str) -> None:
        with self._lock:
            self._blocks[block].lines.append(line)
            self._flush()

    def end(self, block: int) -> None:
        with self._lock:
            self._blocks[block].over = True
            self._flush()

    def _flush(self) -> None:
        while self._turn < len(self._blocks):
            block = self._blocks[self._turn]
            for line in block.lines:
                self._put(line)
            block.lines.clear()
            if not block.over:
                return
            self._turn += 1

    def paint(self, colour: str, text: str) -> str:
        return f"\x1b[{COLOURS[colour]}m{text}\x1b[0m" if self._colour else text

    def line(self, who: str, verb: str, text: str) -> str:
        """`  12.3  Aino     reply     …`, wrapped under itself."""
        head = f"{time.monotonic() - self._began:6.1f}  {who:<9}"
        body = textwrap.wrap(" ".join(text.split()), self._width - INDENT, break_long_words=False) or [""]
        shown = f"{self.paint('soft', head)}{self.paint(VERBS[verb], f'{verb:<{INDENT - len(head)}}')}{body[0]}"
        return "\n".join((shown, *(" " * INDENT + more for more in body[1:])))

    def mark(self, name: str, ok: bool, detail: str) -> str:
        sign = self.paint("green", "✓") if ok else self.paint("red", "✗ NOT SO:")
        text = name if ok or not detail else f"{name} – {detail}"
        body = textwrap.wrap(text, self._width - INDENT - 2, break_long_words=False)
        return "\n".join((f"{' ' * INDENT}{sign} {body[0]}", *(" " * (INDENT + 2) + more for more in body[1:])))


@dataclass(frozen=True, slots=True)
class Teller:
    """The voice of one scene."""

    telling: Telling
    block: int

    def tell(self, who: str, verb: str, text: str) -> None:
        self.telling.add(self.block, self.telling.line(who, verb, text))

    def mark(self, name: str, ok: bool, detail: str) -> None:
        self.telling.add(self.block, self.telling.mark(name, ok, detail))

    def end(self) -> None:
        self.telling.end(self.block)


@dataclass(frozen=True, slots=True)
class Row:
    """One contact in the closing table; seconds are whole, None is what never happened."""

    ticket: int
    customer: str
    language: str
    channel: str
    team: str
    agent: str
    promised: int | None
    answered: int | None
    resolved: bool
    score: int | None


HEADINGS = ("ticket", "customer", "language", "channel", "team", "agent", "first response", "resolved", "survey")
FACES = {1: "1 very bad", 2: "2 bad", 3: "3 fair", 4: "4 good", 5: "5 very good"}


def table(rows: Sequence[Row]) -> list[str]:
    """The closing table, one line a contact, columns as wide as they must be."""
    cells = [HEADINGS, *(_cells(row) for row in sorted(rows, key=lambda row: row.ticket))]
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEADINGS))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells]
    return [lines[0], "-" * max(map(len, lines)), *lines[1:]]


def _cells(row: Row) -> tuple[str, ...]:
    score = FACES[row.score] if row.score else "not answered"
    done = "yes" if row.resolved else "NO"
    return (f"#{row.ticket}", row.customer, row.language, row.channel, row.team, row.agent, promise(row), done, score)


def promise(row: Row) -> str:
    """The first response against what was promised: `3 s of 60 s`, or `LATE: 14 s of 10 s`."""
    if row.promised is None:
        return "not promised"
    if row.answered is None:
        return f"NONE of {row.promised} s"
    late = "LATE: " if row.answered > row.promised else ""
    return f"{late}{row.answered} s of {row.promised} s"
