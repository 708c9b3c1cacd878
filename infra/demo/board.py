"""The live view: what the desk shows at one moment, as values, and how they are drawn in a terminal."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from infra.demo.telling import HEADINGS, VERBS, Row, cells

NEWEST = 12
STREAMED = 14
BAR = 8
SOON = 0.5


@dataclass(frozen=True, slots=True)
class Hand:
    """An agent: how much open work of how much at most, and whether new work may come."""

    name: str
    load: int
    cap: int
    there: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """A team: how many tickets wait for a place, and who works there."""

    team: str
    waiting: int
    hands: tuple[Hand, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """A ticket: whose turn it is. `left` seconds of `target` run down until the answer; None once it is given or nothing is promised."""

    number: int
    customer: str
    team: str
    agent: str
    status: str
    left: int | None
    target: int


@dataclass(frozen=True, slots=True)
class Heard:
    """Something that happened, `at` seconds after the day began."""

    at: float
    who: str
    verb: str
    text: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How far the day has come."""

    seconds: int
    contacts: int
    expected: int
    tickets: int
    sent: int
    passed: int
    failed: int


@dataclass(frozen=True, slots=True)
class Picture:
    """One moment of the desk; turns newest first, the stream oldest first."""

    counts: Counts
    lines: tuple[Line, ...] = ()
    turns: tuple[Turn, ...] = ()
    stream: tuple[Heard, ...] = ()

    @property
    def busy(self) -> int:
        """How much is going on: who waits counts double."""
        return sum(2 * line.waiting + sum(hand.load for hand in line.hands) for line in self.lines)


def draw(picture: Picture, height: int = 40) -> RenderableType:
    """The whole view in at most `height` lines."""
    lines, turns = _lines(picture.lines), _turns(picture.turns[:NEWEST])
    upper = Table.grid(expand=True, padding=(0, 1))
    upper.add_column(ratio=2)
    upper.add_column(ratio=3)
    upper.add_row(Panel(lines, title="Teams", title_align="left"), Panel(turns, title="Newest tickets", title_align="left"))
    room = max(4, min(STREAMED, height - NEWEST - 9))
    return Group(_head(picture.counts), upper, Panel(_stream(picture.stream[-room:]), title="What happens", title_align="left"))


def _head(counts: Counts) -> Text:
    head = Text.assemble(
        (" Vuoro, a working day ", "bold reverse"), f"  {counts.seconds} s   ",
        ("contacts ", "dim"), f"{counts.contacts}/{counts.expected}   ", ("tickets ", "dim"), f"{counts.tickets}   ",
        ("messages out ", "dim"), f"{counts.sent}   ", ("checks passed ", "dim"), (str(counts.passed), "green"),
    )  # fmt: skip
    return head.append(f"   failed {counts.failed}", "bold red") if counts.failed else head


def _lines(lines: Sequence[Line]) -> Table:
    shown = Table.grid(padding=(0, 1))
    for line in lines:
        waiting = Text(f"{line.waiting} waiting", "bold yellow") if line.waiting else Text("nobody waits", "dim")
        shown.add_row(Text(line.team, "bold"), waiting, "")
        for hand in line.hands:
            shown.add_row(Text(f"  {hand.name}", "" if hand.there else "dim strike"), _bar(hand), Text(f"{hand.load}/{hand.cap}"))
    return shown


def _bar(hand: Hand) -> Text:
    full = min(BAR, -(-hand.load * BAR // hand.cap)) if hand.cap else 0
    colour = "red" if hand.load >= hand.cap else "yellow" if 2 * hand.load >= hand.cap else "green"
    return Text.assemble(("█" * full, colour), ("░" * (BAR - full), "dim"), "" if hand.there else (" off", "dim"))


def _turns(turns: Sequence[Turn]) -> Table:
    shown = Table.grid(padding=(0, 1))
    for turn in turns:
        shown.add_row(Text(f"#{turn.number}", "cyan"), turn.customer, turn.team, turn.agent or Text("waits", "bold yellow"), _promise(turn))
    return shown


def _promise(turn: Turn) -> Text:
    """What is left of the promised time: green, yellow in its second half, red when it is over."""
    if turn.left is None:
        return Text(turn.status, "green" if turn.status == "resolved" else "blue")
    if turn.left < 0:
        return Text(f"{-turn.left} s late", "bold red")
    return Text(f"{turn.left} s left", "green" if turn.left > turn.target * SOON else "yellow")


def _stream(stream: Sequence[Heard]) -> Table:
    shown = Table.grid(padding=(0, 1), expand=True)
    shown.add_column(justify="right", style="dim", no_wrap=True, width=6)
    shown.add_column(no_wrap=True, width=15)
    shown.add_column(no_wrap=True, width=8)
    shown.add_column(no_wrap=True, overflow="ellipsis", ratio=1)
    for one in stream:
        shown.add_row(f"{one.at:.1f}", one.who, Text(one.verb, VERBS.get(one.verb, "bold red")), Text(one.text))
    return shown


def closing_table(rows: Sequence[Row]) -> Table:
    """The table of tickets as the day ends."""
    shown = Table(box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    for heading in HEADINGS:
        shown.add_column(heading, no_wrap=True, justify="right" if heading.startswith(("ticket", "price")) else "left")
    for row in sorted(rows, key=lambda row: row.ticket):
        shown.add_row(*(Text(cell, "red" if cell.startswith(("LATE", "NONE")) else "") for cell in cells(row)))
    return shown
