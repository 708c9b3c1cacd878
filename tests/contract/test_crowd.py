"""Many hands at one desk, on an emulator that serves them at the same time: caps hold, nobody is lost, the next in line follows."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local import provision
from infra.local.emulator import ROOT, Emulator
from infra.local.ports import ports_from

pytestmark = pytest.mark.slow


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    emulator = Emulator(tmp_path / "aws", ports_from(0).aws)
    emulator.start()
    try:
        cloud = provision.clients(emulator.url)
        outputs = provision.deploy(cloud, provision.packaged_template(tmp_path), mail_domain="crowd.example")
        here = "http://127.0.0.1"
        own = provision.handler_environment(outputs, public_url=here, whatsapp_url=here, mail_domain="crowd.example")
        keys = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "eu-north-1"}
        yield {**os.environ, **own, **keys, "AWS_ENDPOINT_URL": emulator.url, "VUORO_LOG_LEVEL": "CRITICAL"}
    finally:
        emulator.stop()


def test_two_hundred_at_once_fill_five_agents_to_their_caps_and_not_beyond(environment: dict[str, str]) -> None:
    crowd = [sys.executable, "-m", "tests.contract.crowd"]
    done = subprocess.run(crowd, env=environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert {name: told[name] for name in ("unique", "assigned", "waiting", "per_agent", "loads", "reasons", "owners")} == {
        "unique": 200, "assigned": 50, "waiting": 150, "per_agent": [10] * 5, "loads": [10] * 5, "reasons": True, "owners": 1,
    }  # fmt: skip
    assert told["followed"] == told["next"]
