"""Microburst between our clients and an emulator: what goes wrong, how often, and what did; its own process, on loopback."""

import json
import random
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.local.ports import ports_from

Rule = dict[str, Any]
# Microburst 0.10.0 means to keep an answer's Content-Length and drops it as a hop-by-hop header; S3's clients need it, and a cut
# answer is to be shorter than it said.
LAUNCH = "from microburst import cli, forward; forward.HOP_BY_HOP -= {'content-length'}; cli.main()"
WRITES, READS = ("PutItem", "UpdateItem"), ("GetItem", "BatchGetItem", "Query")


RESET: Rule = {"reset": True}
LOST: Rule = {"response": {"abort_bytes": 0}}
CUT: Rule = {"response": {"abort_frac": 0.5}}


def refused(code: str, status: int = 400) -> Rule:
    return {"error": {"code": code, "status": status}}


def at(operation: str, happening: Rule) -> Rule:
    """A rule for one operation of DynamoDB, or for all."""
    return {"service": "dynamodb", **({"operation": operation} if operation else {}), **happening}


@dataclass(frozen=True)
class Trouble:
    """Rules by kind of fault; between two strikes of a rule, from the first to the second number of its calls pass."""

    kinds: dict[str, list[Rule]]
    pass_between: tuple[int, int]


DYNAMODB = Trouble(
    {
        "throttled": [at(name, refused("ProvisionedThroughputExceededException")) for name in WRITES + READS],
        "conflict": [at(name, refused("TransactionConflictException")) for name in WRITES],
        "broken": [at("", refused("InternalServerError", 500))],
        "reset": [at(name, RESET) for name in WRITES + READS],
        "answer lost": [at(name, LOST) for name in WRITES],
        "answer cut": [at(name, CUT) for name in READS],
    },
    (20, 45),
)
OTHERS = Trouble(
    {
        "s3 throttled": [{"service": "s3", **refused("SlowDown", 503)}],
        "s3 reset": [{"service": "s3", **RESET}],
        "s3 answer cut": [{"service": "s3", "operation": "GetObject", **CUT}],
        "sqs broken": [{"service": "sqs", **refused("InternalFailure", 500)}],
        "sqs reset": [{"service": "sqs", **RESET}],
        "sqs answer lost": [{"service": "sqs", **LOST}],
    },
    (3, 8),
)
MAIL = Trouble(
    {
        "ses throttled": [{"service": "ses", **refused("Throttling")}],
        "ses reset": [{"service": "ses", **RESET}],
        "ses answer lost": [{"service": "ses", **LOST}],
    },
    (1, 3),
)
KINDS = {*DYNAMODB.kinds, *OTHERS.kinds, *MAIL.kinds}


class FaultProxy:
    """One microburst before one upstream; `storm` lets each rule strike once in a while, `calm` none."""

    def __init__(self, upstream: str, log: Path) -> None:
        port = ports_from(0).aws
        self.url = f"http://127.0.0.1:{port}"
        self._upstream, self._log = upstream, log
        self._kinds: dict[int, str] = {}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        port = self.url.rpartition(":")[2]
        command = [sys.executable, "-c", LAUNCH, "--upstream", self._upstream, "--host", "127.0.0.1", "--port", port]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        deadline = time.monotonic() + 60
        while True:
            try:
                self._ask("health")
                return
            except OSError:
                if time.monotonic() > deadline or self._process.poll() is not None:
                    raise
                time.sleep(0.05)

    def stop(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait(20)

    def storm(self, seed: int, *troubles: Trouble) -> None:
        """Every rule strikes one call, lets so many pass as the seed tells, and begins again."""
        lots = random.Random(seed)
        named = [
            (kind, rule | {"sequence": [1, lots.randint(*trouble.pass_between)]})
            for trouble in troubles
            for kind, rules in trouble.kinds.items()
            for rule in rules
        ]
        lots.shuffle(named)
        made = self._ask("rules", [rule for _, rule in named])
        self._kinds |= {each["id"]: kind for each, (kind, _) in zip(made, named, strict=True)}

    def calm(self) -> None:
        self._ask("rules", [])

    def struck(self) -> Counter[str]:
        """How often each kind struck since the start."""
        found = Counter[str]()
        for row in self._ask("stats")["by_rule"]:
            found[self._kinds[row["id"]]] += row["fired"]
        return found

    def _ask(self, what: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/_microburst/{what}", data, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read())
