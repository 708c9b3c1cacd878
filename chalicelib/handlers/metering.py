"""The meter at the edge: opens an account for each piece of work, and settles what its bills leave over."""

import time
from collections.abc import Callable
from dataclasses import field, replace
from typing import Any

from chalicelib import clock
from chalicelib.costs.parts import Part, Work, plus, to_text
from chalicelib.errors import VuoroError
from chalicelib.ids import part_id
from chalicelib.meter import Account, running
from chalicelib.settings import settings
from chalicelib.storage import ledger
from chalicelib.values import dataclass

WORKS = {
    "on_inbound": Work.INBOUND,
    "on_routing": Work.ROUTING,
    "on_check": Work.CHECK,
    "on_delivery": Work.DELIVERY,
    "on_background": Work.BACKGROUND,
    "on_commits": Work.ANNOUNCING,
    "agenda": Work.AGENDA,
    "sweep_raw": Work.SWEEP,
}
# These may write a line into the ledger; of the others the rest is told in the log.
KEEPERS = frozenset({Work.INBOUND, Work.ROUTING, Work.CHECK, Work.DELIVERY, Work.BACKGROUND, Work.ANNOUNCING})
# Work that only read costs less than the line that would say so.
READING = frozenset({"GetItem", "BatchGetItem", "Query", "GetObject", "HeadObject", "ListObjectsV2", "GetParameter"})


def work_of(handler: Callable[..., Any]) -> Work:
    """The kind of work that a handler does, by its name; background work where there is no such name."""
    return WORKS.get(getattr(handler, "__name__", ""), Work.BACKGROUND)


@dataclass(slots=True)
class Invocation:
    """One run of a function over `pieces` of work; what no ticket pays for adds up here.

    What a piece leaves over for its ticket waits in `owed`: a later piece of the run may take it onto its commit.
    """

    work: Work
    pieces: int = 1
    unbilled: int = 0
    shared: dict[str, int] = field(default_factory=dict)
    carried: tuple[Part, ...] = ()
    owed: dict[int, tuple[Part, ...]] = field(default_factory=dict)
    fault: str = ""

    def piece(self, *, is_first: bool = True) -> Account:
        """An account that begins now."""
        begun, share = time.perf_counter(), max(1, self.pieces)
        return Account(self.work, lambda: (time.perf_counter() - begun) * 1000, part_id, settings().memory, share, is_first, owed=self.owed)

    def settle(self, account: Account, *, done: bool = True) -> None:
        """Let the ticket owe what is left if that wrote or sent anything, else leave it to everybody."""
        account.end()
        rest, carried = account.rest(), account.carried if done else ()
        if self.work in KEEPERS and account.ticket and (carried or _changed(rest)):
            own = account.part(rest)
            self.owed[account.ticket] = (*self.owed.get(account.ticket, ()), own, *carried)
            account.foresaw([own])
        else:
            self.carried += carried
            self.shared = plus(self.shared, rest)
        self.unbilled += not account.is_begun
        self.shared = plus(self.shared, account.shared)

    def close(self) -> None:
        """One line in the ledger for each ticket that still owes something."""
        for ticket, (first, *others) in self.owed.items():
            amounts = plus(first.amounts, ledger.FORESEEN)
            with running(self.piece()) as account:
                try:
                    ledger.put_line(ticket, clock.now(), account.name(), (replace(first, amounts=amounts), *others))
                except VuoroError as fault:
                    self.fault = fault.message
                    self._leave_to_all((first, *others))
                else:
                    account.foresaw([Part(self.work, 0, ledger.FORESEEN)])
            self.shared = plus(self.shared, {name: amount for name, amount in account.rest().items() if name != "megabyte_ms"})
        self.owed.clear()

    def _leave_to_all(self, parts: tuple[Part, ...]) -> None:
        self.carried += tuple(part for part in parts if part.id)
        for part in parts:
            if not part.id:
                self.shared = plus(self.shared, part.amounts)
                self.unbilled += part.share > 0

    def told(self) -> dict[str, Any]:
        """For the log: what nobody was billed for, and how many pieces had no bill at all; empty if there is nothing to tell."""
        if not (self.unbilled or _asked(self.shared) or self.carried):
            return {}
        rest: dict[str, Any] = {"work": self.work.name.lower(), "pieces": self.unbilled, "of": self.pieces, "shared": self.shared}
        rest |= {"reason": self.fault} if self.fault else {}
        return {**rest, "carried": [to_text(part) for part in self.carried]} if self.carried else rest


def _changed(amounts: dict[str, int]) -> bool:
    return any(name.partition(":")[2] not in READING for name in amounts if ":" in name)


def _asked(amounts: dict[str, int]) -> bool:
    return any(":" in name for name in amounts)
