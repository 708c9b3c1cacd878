"""The API under a crowd: several processes of it over one engine, a process that dies, clocks that differ, clients that come back.

DynamoDB Local serves the tables where `make contract` has fetched it, MiniStack where not: what is promised is the same.
"""

import json
import shutil
import subprocess
import sys
from typing import Any

import pytest

from infra.local.emulator import ROOT
from tests.contract.dynamodb_local import JAR
from tests.contract.engines import DYNAMODB_LOCAL, MINISTACK

SLOW, NIGHTLY = pytest.mark.slow, pytest.mark.nightly
EXACT = {"missed": 0, "twice": 0, "early": 0, "foreign": 0}


def played(story: str, *sizes: int) -> dict[str, Any]:
    """What a story told in the end; it runs in a process of its own, beside its engine."""
    here = JAR.exists() and shutil.which("java") and shutil.which("unshare")
    alone = [sys.executable, "-m", "tests.contract.alone"] if here else []
    engine = DYNAMODB_LOCAL if here else MINISTACK
    command = [*alone, sys.executable, "-m", f"tests.crowds.{story}", engine, *map(str, sizes)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=3_600)
    assert done.returncode == 0, (engine, done.stderr[-3000:])
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    print(engine, told)
    return told


@pytest.mark.parametrize(("changes", "hands"), [pytest.param(300, 32, marks=SLOW), pytest.param(1_000, 150, marks=NIGHTLY)])
def test_every_change_of_one_ticket_has_its_effect_once_and_contention_costs_little(changes: int, hands: int) -> None:
    told = played("ticket", changes, hands)
    assert (told["accepted"], told["gapless"], told["doubled"], told["wrong"]) == (changes, True, [], [])
    assert set(told["answers"]) <= {"200", "201", "409", "429", "503", "cut"}
    assert told["requests"] < 3
    assert told["most_tries"] < 20
    assert sum(told["asked"].values()) < 25 * changes


@SLOW
def test_agents_at_one_line_get_each_ticket_once_and_no_more_than_they_can_take() -> None:
    told = played("line")
    few, many = told["few"], told["many"]
    assert (few["taken"], few["waiting"], many["taken"], many["waiting"]) == (60, 0, 20, 40)
    for part in (few, many):
        assert (part["most"] <= 4, part["handed_over"], part["loads_as_owned"], part.get("different", 0)) == (True, 1, True, 0)
    assert few["requests"] < 5 * 60


@pytest.mark.parametrize(("changes", "tickets"), [pytest.param(1_000, 120, marks=SLOW), pytest.param(10_000, 400, marks=NIGHTLY)])
def test_every_way_to_keep_a_copy_misses_nothing_while_many_write(changes: int, tickets: int) -> None:
    # What is promised holds for commits that arrive within the horizon, less the clocks' difference; a machine may be too slow at times.
    told = next((told for told in (played("sync", changes, tickets) for _ in range(3)) if told["slowest"] < 3_000), None)
    assert told, "three times too long between stamp and answer for the horizon of five seconds"
    assert told["tickets"] == tickets
    assert told["commits"] > changes * 3 // 4
    assert (told["gaps"], told["doubled"]) == ([], 0)
    assert {name: lacking for name, lacking in (told["copies"] | told["contacts"]).items() if lacking} == {}
    assert told["feed"] == dict.fromkeys(("all", "one ticket"), EXACT)
    assert len(told["copies"]) == 5
    assert all(pages > 10 for pages in told["pages"].values())
