"""The zip and the template as they are deployed, built for the machine that this runs on, so that it can import what it built."""

import json
import platform
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from bench.place import environment
from infra import bundle
from infra.cfn import Json

ROOT = Path(__file__).parents[1]
OURS = ("app.pyc", "chalicelib", bundle.SOURCES)


@dataclass(frozen=True, slots=True)
class Package:
    """Where the zip lies unpacked, the template beside it, and sizes in bytes; `ours` is our own code with its byte code."""

    tree: Path
    template: Json
    zipped: int
    unpacked: int
    ours: int


def built(folder: Path) -> Package:
    """In processes of their own, whose environment names no stage."""
    machine = next(name for name, other in bundle.MACHINES.items() if platform.machine() in (name, other))
    packed = bundle.build(ROOT, folder / "deployment.zip", machine=machine)
    tree = folder / "task"
    zipfile.ZipFile(packed).extractall(tree)
    sizes = {path.relative_to(tree).as_posix(): path.stat().st_size for path in tree.rglob("*") if path.is_file()}
    ours = sum(size for name, size in sizes.items() if name.split("/")[0] in OURS)
    return Package(tree, template(folder), packed.stat().st_size, sum(sizes.values()), ours)


def template(folder: Path) -> Json:
    command = [sys.executable, "-m", "infra", "package", "--stage", "prod", "--template-only", "--out", str(folder)]
    bare = {name: value for name, value in environment().items() if not name.startswith(("AWS_", "VUORO_"))}
    subprocess.run(command, cwd=ROOT, env=bare, check=True, stdout=subprocess.DEVNULL)
    found: Json = json.loads((folder / "template.json").read_text())
    return found
