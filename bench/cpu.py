"""What takes cost in CPU: a stub that answers in one process, the application in another, and one reading of botocore as the measure.

The process counts user and system time, so the stub, moto and everything else of this bench stay out of it.
"""

import json
import pickle
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bench.place import environment
from bench.player import ONE
from bench.tape import Answer, Take
from chalicelib.costs.units import item_size
from tests.world import START

ROOT = Path(__file__).parents[1]
ITEM_BYTES = 1024
ATTRIBUTES = 14


@dataclass(frozen=True, slots=True)
class Cost:
    """What one take costs: CPU in ms (the median) and bytes in the log; `times` is the CPU as a multiple of the yardstick."""

    cpu: float
    times: float
    logged: int


def costs(takes: Sequence[Take], rounds: int, each: int) -> list[Cost]:
    """Raises CalledProcessError, with its words on standard error, if a take goes another way than when it was recorded."""
    with tempfile.TemporaryDirectory() as folder:
        tape, out = Path(folder, "takes"), Path(folder, "cpu.json")
        tape.write_bytes(pickle.dumps([yardstick(), *takes]))
        with _stub(tape) as url:
            command = [sys.executable, "-m", "bench.player", str(tape), str(out), str(rounds), str(each)]
            more = {"AWS_ENDPOINT_URL": url, "VUORO_LOG_LEVEL": "INFO"}
            subprocess.run(command, cwd=ROOT, env=environment() | more, check=True)
        played = json.loads(out.read_text())
    one = statistics.median(played[0]["cpu"])
    found = [(statistics.median(each["cpu"]), each["logged"]) for each in played[1:]]
    return [Cost(cpu / 1e6, cpu / one, logged) for cpu, logged in found]


def yardstick() -> Take:
    """A consistent reading of an item of 1 kB with as many attributes as a VIEW."""
    item = {"pk": {"S": "T#1000"}, "sk": {"S": "VIEW"}} | {f"attribute{n:02}": {"S": "x" * 40} for n in range(ATTRIBUTES - 2)}
    item["attribute00"]["S"] += "x" * (ITEM_BYTES - item_size(item))
    given = {"TableName": "vuoro-tickets", "Key": {name: item[name] for name in ("pk", "sk")}, "ConsistentRead": True}
    body = json.dumps({"Item": item}).encode()
    answer = Answer("GetItem", 200, {"Content-Type": "application/x-amz-json-1.0"}, body)
    return Take(ONE, given, START, (), timedelta(0), (), (answer,), None)


@contextmanager
def _stub(tape: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "bench.stub", str(tape)]
    with subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True) as stub:
        try:
            port = stub.stdout.readline() if stub.stdout else ""
            yield f"http://127.0.0.1:{int(port)}"
        finally:
            stub.terminate()
