"""Watches the desk through its API while the day is played, a few times a second; remembers the fullest moment."""

import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from infra.demo.board import Counts, Hand, Heard, Line, Picture, Turn
from infra.demo.checks import Checks
from infra.demo.playing import FAULTS
from infra.demo.script import RESOLVED
from infra.demo.stage import Stage

EVERY = 0.6
COUNTED_EVERY = 5
STREAM = 40


class Watch:
    """Looks until it is left; `show` gets each picture, `fullest` is the one with the most open work."""

    def __init__(self, stage: Stage, show: Callable[[Picture], None]) -> None:
        self._stage, self._show = stage, show
        self._began, self._over = time.monotonic(), threading.Event()
        self._sent, self._looks = 0, 0
        self._stream: list[Heard] = []
        self._thread = threading.Thread(target=self._watch, name="watch", daemon=True)
        self.last = Picture(Counts(0, 0, len(stage.runs), 0, 0, 0, 0))
        self.fullest = self.last

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()

    def hear(self, who: str, verb: str, text: str) -> None:
        self._stream = [*self._stream[1 - STREAM :], Heard(time.monotonic() - self._began, who, verb, text)]

    def _watch(self) -> None:
        while not self._over.wait(EVERY):
            # A desk that does not answer now is looked at again; the players tell what is wrong with it.
            with suppress(*FAULTS):
                self._look()

    def _look(self) -> None:
        eyes = self._stage.eyes
        if self._looks % COUNTED_EVERY == 0:
            self._sent = self._stage.doors.sent()
        self._looks += 1
        rows = sorted(eyes.tickets("requester,stats"), key=lambda row: -row["id"])
        self.last = Picture(
            counts(self._stage, len(rows), self._sent, time.monotonic() - self._began),
            lines(eyes.agents_now(), rows, eyes.groups),
            tuple(turn(row, eyes.groups, eyes.agents, datetime.now(UTC)) for row in rows),
            tuple(self._stream),
        )
        self.fullest = max(self.fullest, self.last, key=lambda picture: picture.busy)
        self._show(self.last)


def counts(stage: Stage, tickets: int, sent: int, seconds: float) -> Counts:
    arrived, checks = sum(bool(run.ticket) for run in stage.runs.values()), verdicts(stage.checks)
    return Counts(int(seconds), arrived, len(stage.runs), tickets, sent, *checks)


def verdicts(checks: Checks) -> tuple[int, int]:
    """How many checks passed and how many failed so far."""
    failed = len(checks.failed)
    return len(checks.all) - failed, failed


def lines(agents: list[dict[str, Any]], tickets: list[dict[str, Any]], groups: Mapping[int, str]) -> tuple[Line, ...]:
    """Each team with those of its agents who take tickets."""
    hands = {group: tuple(_hand(row) for row in agents if _takes(row, group)) for group in groups}
    return tuple(Line(name, _waiting(tickets, group), hands[group]) for group, name in groups.items())


def _waiting(tickets: list[dict[str, Any]], group: int) -> int:
    return sum(row["group_id"] == group and not row["responder_id"] and row["status"] < RESOLVED for row in tickets)


def _takes(agent: dict[str, Any], group: int) -> bool:
    return group in agent["group_ids"] and agent["cap"] > 0


def _hand(agent: dict[str, Any]) -> Hand:
    return Hand(agent["contact"]["name"], agent["load"], agent["cap"], agent["available"])


def turn(row: dict[str, Any], groups: Mapping[int, str], agents: Mapping[int, str], now: datetime) -> Turn:
    """A row of the ticket list; its first answer runs down until somebody gave it."""
    due, answered = row["fr_due_by"], row["stats"]["first_responded_at"]
    status = "resolved" if row["status"] == RESOLVED else "answered" if answered else str(row["status_name"] or "").lower()
    left, target = None, 0
    if due and not answered:
        until, created = datetime.fromisoformat(due), datetime.fromisoformat(row["created_at"])
        left, target = round((until - now).total_seconds()), round((until - created).total_seconds())
    customer = str(row["requester"]["name"] or "")
    return Turn(row["id"], customer, groups.get(row["group_id"], ""), agents.get(row["responder_id"], ""), status, left, target)
