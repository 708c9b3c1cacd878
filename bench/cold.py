"""What a cold start costs as packaged: CPU of importing a handler and making its first client, each in a fresh interpreter.

The interpreter sees the standard library and the unpacked zip, nothing else. The yardstick is what most Python on Lambda
begins with, boto3 and a client of DynamoDB as pip installs them, taken in turn. What starting Python itself costs is left
out of both.
"""

import os
import statistics
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bench.budgets import FORBIDDEN
from infra.cfn import Json

ROUNDS = 9
YARDSTICK = "boto3 and a client"
# Where answers to people come from; everything else works for a queue, the stream or a schedule.
ENTRIES = ("app", "chalicelib.handlers.entries")
WRAPPED = """
import sys, time
sys.path[:0] = sys.argv[1:]
began = time.process_time_ns()
{code}
print((time.process_time_ns() - began) / 1e6, *sys.modules)
"""
CLIENT = "from chalicelib.storage.rows import shared_connection; shared_connection()"


@dataclass(frozen=True, slots=True)
class Start:
    """One cold start: CPU in ms (the median) and as a multiple of the yardstick, and the modules that were imported."""

    name: str
    cpu: float
    times: float
    modules: frozenset[str]

    @property
    def heavy(self) -> tuple[str, ...]:
        return tuple(name for name in FORBIDDEN if name in self.modules)


def starts(template: Json, tree: Path) -> list[Start]:
    """The yardstick first, then each module that the template names as a handler, from the unpacked zip in `tree`."""
    wanted = {YARDSTICK: "import boto3; boto3.client('dynamodb')"}
    wanted |= {module: f"import {module}; {CLIENT}" for module in handler_modules(template)}
    _run(YARDSTICK, wanted[YARDSTICK], tree)
    rounds = [_round(wanted, tree) for _ in range(ROUNDS)]
    cpu = {name: statistics.median(one[name][0] for one in rounds) for name in wanted}
    return [Start(name, cpu[name], cpu[name] / cpu[YARDSTICK], rounds[0][name][1]) for name in wanted]


def is_queue_handler(module: str) -> bool:
    return not module.startswith(ENTRIES)


def handler_modules(template: Json) -> list[str]:
    functions = (entry["Properties"] for entry in template["Resources"].values() if entry["Type"] == "AWS::Serverless::Function")
    return sorted({function["Handler"].rpartition(".")[0] for function in functions})


def _round(wanted: Mapping[str, str], tree: Path) -> dict[str, tuple[float, frozenset[str]]]:
    with ThreadPoolExecutor(2) as pool:
        found = pool.map(lambda name: _run(name, wanted[name], tree), wanted)
        return dict(zip(wanted, found, strict=True))


def _run(name: str, code: str, tree: Path) -> tuple[float, frozenset[str]]:
    alone = [] if name == YARDSTICK else ["-I", "-S"]
    command = [sys.executable, *alone, "-c", WRAPPED.format(code=code), *([str(tree)] if alone else [])]
    run = subprocess.run(command, cwd=tree.parent, env=_environment(), capture_output=True, text=True, check=True)
    cpu, *modules = run.stdout.split()
    return float(cpu), frozenset(modules)


def _environment() -> dict[str, str]:
    """As bare as Lambda's."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    return kept | {"AWS_DEFAULT_REGION": "eu-north-1", "AWS_ACCESS_KEY_ID": "none", "AWS_SECRET_ACCESS_KEY": "none"}
