"""How the day is shown: live in a terminal, as plain lines elsewhere, on paper in any case, and as a picture if one is wanted."""

import io
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.live import Live

from infra.demo.board import Picture, closing_table, draw
from infra.demo.telling import Row, table

COLOUR = re.compile(r"\x1b\[[\d;]*m")
PICTURE_WIDTH = 140


class Show:
    """Where lines go: `say` is for now, `tell` is for the record and for readers of plain lines."""

    def __init__(self, paper: Path, *, live: bool) -> None:
        self.live = live
        paper.parent.mkdir(parents=True, exist_ok=True)
        self._paper = paper.open("w")
        self._console = Console() if live else None
        self._view: Live | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self.curtain()
        self._paper.close()

    def say(self, line: str = "") -> None:
        self._write(line)
        print(line, flush=True)

    def tell(self, line: str) -> None:
        self._write(line)
        if not self.live:
            print(line, flush=True)

    def picture(self, picture: Picture) -> None:
        """The newest moment, where somebody looks."""
        if self._console is None:
            return
        if self._view is None:
            self._view = Live(console=self._console, auto_refresh=False, transient=True)
            self._view.start()
        self._view.update(draw(picture, self._console.height - 1), refresh=True)

    def curtain(self) -> None:
        """The live view ends and leaves the terminal as it was."""
        if self._view:
            self._view.stop()
        self._view = None

    def rows(self, rows: Sequence[Row]) -> None:
        """The closing table."""
        for line in table(rows):
            self.tell(line)
        if self._console:
            self._console.print(closing_table(rows))

    def _write(self, line: str) -> None:
        self._paper.write(COLOUR.sub("", line) + "\n")
        self._paper.flush()


def is_watched() -> bool:
    """Whether somebody looks at a terminal that can be drawn on."""
    return sys.stdout.isatty() and Console().is_terminal and not Console().is_dumb_terminal


def save_svg(path: Path, picture: Picture, rows: Sequence[Row]) -> None:
    """A moment of the day and its closing table as one SVG picture."""
    console = Console(record=True, width=PICTURE_WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(draw(picture))
    console.print(closing_table(rows))
    path.parent.mkdir(parents=True, exist_ok=True)
    console.save_svg(str(path), title="make demo")
