"""`python -m bench.player TAKES OUT ROUNDS EACH`: plays takes against the stub and writes what CPU each took, in ns.

A process of its own, so that it holds the application and botocore and nothing that pretends to be AWS. In each round
every take is played EACH times, and before each take one reading by bare botocore, the yardstick.
"""

import http.client
import json
import os
import pickle
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TextIO, cast
from urllib.parse import urlsplit

import botocore.session

from bench.doors import NOW, enter, forget, forget_writes, warm
from bench.tape import Take, outcome_of
from chalicelib import clock

ONE = "one"
TICK = timedelta(microseconds=100)


class NotTheSame(Exception):
    """A take that did not go as it went when it was recorded."""


@dataclass(slots=True)
class Played:
    """What the playings of one take cost, in ns of CPU, and the bytes it wrote to the log each time."""

    cpu: list[int] = field(default_factory=list)
    logged: int = 0


class Counted:
    """Stands in for standard output, which is the log of a function: counts, and keeps what was said last."""

    def __init__(self) -> None:
        self.bytes = 0
        self.last = ""

    def write(self, text: str) -> int:
        self.bytes += len(text.encode())
        self.last = text.strip() or self.last
        return len(text)

    def flush(self) -> None:
        """Nothing waits."""


@dataclass(slots=True)
class Player:
    """The application against the stub."""

    stub: http.client.HTTPConnection
    log: Counted
    app: Any
    reader: Any

    def play(self, number: int, take: Take, times: int, into: Played) -> None:
        """A take with fresh memory finds all it needs there after a first time that does not count; others are prepared each time."""
        if take.age == NOW:
            self._prepare(number, take)
            self._once(take)
        for _ in range(times):
            if take.age != NOW:
                self._prepare(number, take)
            before = self.log.bytes
            cpu, outcome = self._once(take)
            if outcome != take.outcome:
                raise NotTheSame(f"{take.door} ended with {outcome}, not {take.outcome}: {self.log.last}")
            into.cpu.append(cpu)
            into.logged = self.log.bytes - before
        self._on(number, "answers", take)

    def _prepare(self, number: int, take: Take) -> None:
        self._on(number, "warming", take)
        warm(take.at, take.age or NOW, take.api_keys) if take.warming else forget()
        self._on(number, "answers", take)

    def _once(self, take: Take) -> tuple[int, Any]:
        given = pickle.loads(pickle.dumps(take.given))
        if take.door == ONE:
            began = time.process_time_ns()
            self.reader.get_item(**given)
            return time.process_time_ns() - began, take.outcome
        # It is the first to write this, each time.
        forget_writes()
        with clock.running(_ticking(take.at)):
            began = time.process_time_ns()
            answer = enter(self.app, take.door, given)
            return time.process_time_ns() - began, outcome_of(answer)

    def _on(self, number: int, part: str, take: Take) -> None:
        self.stub.request("POST", f"/take/{number}/{part}")
        ended = json.loads(self.stub.getresponse().read())
        if ended["position"] or ended["faults"]:
            raise NotTheSame(f"before {take.door} {part}: {ended}")


def _ticking(at: datetime) -> Any:
    """Each look at the clock is a little later, as in the world that recorded it."""
    now = at - TICK

    def tick() -> datetime:
        nonlocal now
        now += TICK
        return now

    return tick


def play(takes: Sequence[Take], rounds: int, each: int) -> list[Played]:
    """The first take is the yardstick."""
    log = Counted()
    sys.stdout = cast(TextIO, log)
    from app import app

    where = urlsplit(os.environ["AWS_ENDPOINT_URL"])
    stub = http.client.HTTPConnection(where.hostname or "", where.port)
    player = Player(stub, log, app, botocore.session.get_session().create_client("dynamodb"))
    found = [Played() for _ in takes]
    for _ in range(rounds):
        for number, take in enumerate(takes[1:], 1):
            player.play(0, takes[0], each, found[0])
            player.play(number, take, each, found[number])
    return found


if __name__ == "__main__":
    _, source, target, rounds, each = sys.argv
    try:
        found = play(pickle.loads(Path(source).read_bytes()), int(rounds), int(each))
    except NotTheSame as fault:
        sys.exit(str(fault))
    Path(target).write_text(json.dumps([asdict(one) for one in found]))
