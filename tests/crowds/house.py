"""A desk of several API processes over one engine, started and stopped together."""

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from chalicelib.desk import actions as desks
from chalicelib.people import actions as people
from chalicelib.people.keys import Key
from infra.local.emulator import ROOT
from tests import REGION
from tests.contract.engines import running
from tests.crowds.server import SLOWEST
from tests.tables import make_tables

ADMIN = "the-key-of-the-administrator"


class Process:
    """One API process; `kill` ends it as a machine that fails does."""

    def __init__(self, skew: float) -> None:
        command = [sys.executable, "-m", "tests.crowds.server", str(skew)]
        pipe = subprocess.PIPE
        quiet = {**os.environ, "VUORO_LOG_LEVEL": "CRITICAL", "POWERTOOLS_LOG_LEVEL": "CRITICAL"}
        self._process = subprocess.Popen(command, cwd=ROOT, env=quiet, stdin=pipe, stdout=pipe, text=True)
        self.port = 0

    def await_port(self) -> None:
        assert self._process.stdout
        self.port = int(self._process.stdout.readline())

    def kill(self) -> None:
        self._process.kill()
        self._process.communicate()

    def stop(self) -> Counter[str]:
        """What it asked of DynamoDB."""
        told, _ = self._process.communicate(timeout=60)
        return Counter(json.loads(told.splitlines()[-1]))


class House:
    """The processes of one desk; their ports are where its clients ask."""

    def __init__(self, skews: Sequence[float]) -> None:
        self.processes = [Process(skew) for skew in skews]
        self.asked: Counter[str] = Counter()
        self.slowest = 0
        for process in self.processes:
            process.await_port()

    @property
    def ports(self) -> list[int]:
        return [process.port for process in self.processes]

    def replace(self, position: int, skew: float) -> None:
        """One process dies in the middle of its work, another takes its place."""
        self.processes[position].kill()
        process = Process(skew)
        process.await_port()
        self.processes[position] = process

    def stop(self) -> None:
        for process in self.processes:
            told = process.stop()
            self.slowest = max(self.slowest, told.pop(SLOWEST, 0))
            self.asked += told
        self.processes = []


def tell(play: Callable[..., dict[str, Any]], document: dict[str, Any], skews: Sequence[float]) -> None:
    """Play a story on the engine and with the sizes that the command line names, and print what came of it."""
    engine, *sizes = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder, house(engine, Path(folder), document, skews) as there:
        told = play(there, *map(int, sizes))
    print(json.dumps({**told, "asked": there.asked, "slowest": there.slowest}))


@contextmanager
def house(engine: str, folder: Path, document: dict[str, Any], skews: Sequence[float]) -> Iterator[House]:
    """The tables of one desk on this engine, its configuration, a key for everybody, and its API processes."""
    with running(engine, folder):
        make_tables(_dynamodb())
        now = datetime.now(UTC)
        desk = desks.activate(document, now, "crowd")
        people.ensure_key(ADMIN, Key(), now)
        for agent in desk.agents:
            people.ensure_key(key_of(agent.name), Key(agent.id), now)
        there = House(skews)
        try:
            yield there
        finally:
            there.stop()


def key_of(name: str) -> str:
    return f"the-key-of-{name}"


def _dynamodb() -> Any:
    import boto3

    return boto3.client("dynamodb", region_name=REGION, endpoint_url=os.environ["AWS_ENDPOINT_URL_DYNAMODB"])
