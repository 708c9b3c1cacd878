"""The packaged template of this working tree, built once and kept under build/ by the digest of its sources."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from infra.cfn import Json

ROOT = Path(__file__).parents[2]
SOURCES = ("app.py", "chalicelib/**/*.py", "infra/*.py", ".chalice/*.json")


@pytest.fixture(scope="session")
def template_file() -> Path:
    folder = ROOT / "build" / f"template-{_digest()}"
    if not folder.exists():
        _package(folder)
    return folder / "template.json"


@pytest.fixture(scope="session")
def template(template_file: Path) -> Json:
    built: Json = json.loads(template_file.read_text())
    return built


def _digest() -> str:
    found = hashlib.sha256()
    for pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            found.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return found.hexdigest()[:16]


def _package(folder: Path) -> None:
    """In a process of its own, whose environment names no stage; the rename makes it safe for parallel test runs."""
    own = folder.with_suffix(f".{os.getpid()}")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("VUORO_", "AWS_"))}
    command = [sys.executable, "-m", "infra", "package", "--stage", "dev", "--template-only", "--out", str(own)]
    subprocess.run(command, cwd=ROOT, env=clean, check=True, stdout=subprocess.DEVNULL)
    try:
        own.rename(folder)
    except OSError:
        shutil.rmtree(own)
