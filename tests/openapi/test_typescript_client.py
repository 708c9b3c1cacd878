"""The TypeScript client, built by tsc and run by node on the real handlers behind loopback."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.openapi.document import ROOT
from tests.openapi.desk import KEY, apart

pytestmark = pytest.mark.slow
SOURCE = ROOT / "clients" / "typescript"
JOURNEY = Path(__file__).with_name("journey.mjs")
MISUSE = """import { Client } from "./index.js";
const client = new Client({ desk: "https://desk.example", key: "x" });
// @ts-expect-error a reply has no such field
void client.replyToTicket(1, { bodi: "Hei" });
// @ts-expect-error a ticket has no such field
void client.openTicket({ colour: "red" });
export const subject: Promise<string | null> = client.viewTicket(1).then((ticket) => ticket.subject);
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The client as npm and tsc make it, in a folder of its own."""
    folder = tmp_path_factory.mktemp("client") / "typescript"
    shutil.copytree(SOURCE, folder, ignore=shutil.ignore_patterns("node_modules", "dist"))
    (folder / "src" / "misuse.ts").write_text(MISUSE, "utf-8")
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=folder, check=True, timeout=300)
    compiled = subprocess.run(["npx", "--no-install", "tsc"], cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    assert (compiled.returncode, compiled.stdout) == (0, "")
    return folder / "dist" / "index.js"


@pytest.fixture(scope="module")
def desk() -> Iterator[str]:
    with apart() as address:
        yield address


def test_a_day_of_work_through_the_typescript_client(built: Path, desk: str) -> None:
    run = subprocess.run(["node", str(JOURNEY), str(built), desk, KEY], capture_output=True, text=True, check=False, timeout=120)
    assert (run.returncode, run.stdout) == (0, "all is well\n"), run.stderr
