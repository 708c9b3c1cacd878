"""What the demo prints: each scene as a block of plain lines, told live one scene at a time, and the closing tables."""

import shutil
import textwrap
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

COLOURS = {"bold": "1", "soft": "2", "red": "31", "green": "32", "yellow": "33", "blue": "34", "magenta": "35", "cyan": "36"}
VERBS = {
    "arrived": "blue", "writes": "blue", "ticket": "cyan", "team": "cyan", "agent": "cyan", "due": "yellow", "waits": "yellow",
    "warned": "yellow", "late": "red", "refused": "yellow", "apart": "yellow",
    "reply": "magenta", "note": "magenta", "leaves": "yellow", "machine": "blue",
    "resolved": "green", "survey": "green", "answer": "green", "check": "green", "price": "cyan",
}  # fmt: skip
NARROWEST, WIDEST = 60, 140
INDENT = 35


@dataclass
class _Block:
    """The lines of one scene until it is their turn."""

    lines: list[str] = field(default_factory=list)
    over: bool = False


class Telling:
    """Scenes run beside each other; the first one that is not over is told live, the others wait for their turn."""

    def __init__(self, *, colour: bool, width: int = 0, put: Callable[[str], None] = print) -> None:
        self._colour, self._put = colour, put
        self.listener: Callable[[str, str, str], None] | None = None
        self._width = min(max(width or shutil.get_terminal_size((WIDEST, 24)).columns, NARROWEST), WIDEST)
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
            cast = textwrap.fill("; ".join(people), self._width, initial_indent="  ", subsequent_indent="  ")
            self._blocks.append(_Block(["", self.paint("bold", title), self.paint("soft", cast)]))
            return Teller(self, len(self._blocks) - 1)

    def say(self, text: str = "") -> None:
        with self._lock:
            self._put(text)

    def hear(self, who: str, verb: str, text: str) -> None:
        """What happens goes to the listener at once, whichever scene's turn it is."""
        if self.listener:
            self.listener(who, verb, text)

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
        head = f"{time.monotonic() - self._began:6.1f}  {who:<16}"
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
        self.telling.hear(who, verb, text)
        self.telling.add(self.block, self.telling.line(who, verb, text))

    def mark(self, name: str, ok: bool, detail: str) -> None:
        self.telling.hear("✓" if ok else "✗", "check" if ok else "NOT SO", name if ok or not detail else f"{name} – {detail}")
        self.telling.add(self.block, self.telling.mark(name, ok, detail))

    def end(self) -> None:
        self.telling.end(self.block)


@dataclass(frozen=True, slots=True)
class Kept:
    """A promise and what came of it, both in whole seconds since the contact; None is what was not promised or never happened."""

    promised: int | None
    took: int | None

    def __str__(self) -> str:
        """`3 s of 60 s`, or `LATE: 14 s of 10 s`."""
        if self.promised is None:
            return "not promised"
        if self.took is None:
            return f"NONE of {self.promised} s"
        return f"{'LATE: ' if self.took > self.promised else ''}{self.took} s of {self.promised} s"


@dataclass(frozen=True, slots=True)
class Row:
    """One contact in the closing table; the price is in USD, as the API tells it, and empty where there is none."""

    ticket: int
    customer: str
    language: str
    channel: str
    team: str
    agent: str
    answer: Kept
    solution: Kept
    score: int | None
    price: str


HEADINGS = ("ticket", "customer", "language", "channel", "team", "agent", "first response", "resolved", "survey", "price, USD")
FACES = {1: "1 very bad", 2: "2 bad", 3: "3 fair", 4: "4 good", 5: "5 very good"}


def cells(row: Row) -> tuple[str, ...]:
    """A row of the closing table as it is read."""
    score = FACES[row.score] if row.score else "not answered"
    price = f"{Decimal(row.price):.6f}" if row.price else "NONE"
    return (
        f"#{row.ticket}", row.customer, row.language, row.channel, row.team, row.agent, str(row.answer), str(row.solution), score, price,
    )  # fmt: skip


def table(rows: Sequence[Row]) -> list[str]:
    """The closing table, one line a contact, columns as wide as they must be."""
    shown = [HEADINGS, *(cells(row) for row in sorted(rows, key=lambda row: row.ticket))]
    widths = [max(len(line[column]) for line in shown) for column in range(len(HEADINGS))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in shown]
    return [lines[0], "-" * max(map(len, lines)), *lines[1:]]
