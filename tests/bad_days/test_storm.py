"""A dozen contacts while AWS throttles, breaks, cuts and loses: nothing is lost, nothing is there twice, everybody is answered once."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.local import provision
from infra.local.emulator import ROOT, Emulator
from infra.local.ports import ports_from
from tests.bad_days.proxy import KINDS

pytestmark = pytest.mark.slow


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[dict[str, Any]]:
    """The stack as production has it, on an emulator of its own."""
    emulator = Emulator(tmp_path / "aws", ports_from(0).aws)
    emulator.start()
    try:
        outputs = provision.deploy(provision.clients(emulator.url), provision.packaged_template(tmp_path), mail_domain="kauppa.example")
        here = "https://desk.kauppa.example"
        environment = provision.handler_environment(outputs, public_url=here, whatsapp_url=here, mail_domain="kauppa.example")
        yield {"aws": emulator.url, "folder": str(tmp_path), "environment": environment}
    finally:
        emulator.stop()


@pytest.mark.parametrize("seed", [1])
def test_a_dozen_contacts_come_through_a_storm(stage: dict[str, Any], seed: int, capsys: pytest.CaptureFixture[str]) -> None:
    storm = [sys.executable, "-m", "tests.bad_days.storm"]
    environment = {**os.environ, **stage["environment"]}
    told = json.dumps({**stage, "seed": seed})
    done = subprocess.run(storm, input=told, env=environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    ended = json.loads(done.stdout.splitlines()[-1])
    struck, conflicts, failures = (ended.pop(name) for name in ("struck", "conflicts", "failures"))
    with capsys.disabled():
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(struck.items()))
        print(
            f"\nseed {seed}: {sum(struck.values())} faults ({kinds}), {conflicts} conditions failed, {failures} pieces of work came again"
        )
    assert ended == {"tickets": 12, "open": [], "wrong": [], "left": {}}
    assert KINDS - {kind for kind, count in struck.items() if count} == set(), "these never struck"
    assert conflicts
    assert failures
