"""What a cold start costs: modules and CPU of importing a handler with its first client, each in a fresh interpreter.

Here the .pyc files are warm and botocore's data is whole; the package also trims the data. The yardstick is what most
Python on Lambda begins with: boto3 and a client of DynamoDB, measured in the same minutes and taken in turn.
"""

import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bench.budgets import API_CPU, FORBIDDEN, QUEUE_CPU
from bench.lines import Line

ROOT = Path(__file__).parents[1]
ROUNDS = 3
YARDSTICK = "boto3 and a client"
TELL = "import sys, time; print(time.process_time() * 1000, *sys.modules)"
DYNAMODB = "from chalicelib.storage.rows import shared_connection; shared_connection()"
SQS = "from chalicelib.outside.aws import client; client('sqs')"
QUEUE_HANDLERS = ("inbound", "routing", "checks", "deliveries", "background", "fan_out", "agenda")


@dataclass(frozen=True, slots=True)
class Start:
    """One cold start: CPU in ms (the median), the modules that were imported."""

    name: str
    cpu: float
    modules: frozenset[str]

    @property
    def heavy(self) -> tuple[str, ...]:
        return tuple(name for name in FORBIDDEN if name in self.modules)


def starts() -> list[Start]:
    """The yardstick first; app.py is what the API's Lambda imports."""
    wanted = {YARDSTICK: "import boto3; boto3.client('dynamodb')", "app": f"import app; {DYNAMODB}"}
    wanted |= {name: f"import chalicelib.handlers.{name}; {DYNAMODB}" for name in QUEUE_HANDLERS}
    for name in (YARDSTICK, "app"):
        # Makes all .pyc files.
        _run(wanted[name])
    rounds = [_round(wanted) for _ in range(ROUNDS)]
    return [Start(name, statistics.median(one[name][0] for one in rounds), rounds[0][name][1]) for name in wanted]


def lines(found: list[Start]) -> Iterator[Line]:
    yardstick = found[0].cpu
    for start in found[1:]:
        limit = API_CPU if start.name == "app" else QUEUE_CPU
        yield Line(f"cold start, {start.name}", "cpu, multiple of boto3", round(start.cpu / yardstick, 2), limit)
        yield Line(f"cold start, {start.name}", "modules", len(start.modules))
        if start.name != "app":
            yield Line(f"cold start, {start.name}", "forbidden modules", len(start.heavy), 0)


def _round(wanted: dict[str, str]) -> dict[str, tuple[float, frozenset[str]]]:
    with ThreadPoolExecutor(2) as pool:
        return dict(zip(wanted, pool.map(_run, wanted.values()), strict=True))


def _run(code: str) -> tuple[float, frozenset[str]]:
    run = subprocess.run(
        [sys.executable, "-c", f"{code}; {TELL}"], cwd=ROOT, env=_environment(), capture_output=True, text=True, check=True
    )
    cpu, *modules = run.stdout.split()
    return float(cpu), frozenset(modules)


def _environment() -> dict[str, str]:
    """As bare as Lambda's."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    return kept | {"AWS_DEFAULT_REGION": "eu-north-1", "AWS_ACCESS_KEY_ID": "none", "AWS_SECRET_ACCESS_KEY": "none"}
