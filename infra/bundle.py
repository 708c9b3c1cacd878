"""The zip of code: wheels for the Lambda platform, our modules, byte code, and no more of the libraries than we use."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

import chalice

from chalicelib.costs.prices import prices_of
from chalicelib.costs.tariff import NEEDED
from infra import cuts, stand_ins

DROPPED = ("*.dist-info", "__pycache__", "*.pyc", "*.pyi", "bin", "py.typed")
MACHINES = {"arm64": "aarch64", "x86_64": "x86_64"}
LIMIT_BYTES = 6_000_000
# Zip stores no time zone and no year before 1980; one constant makes equal content equal bytes.
EPOCH = (1980, 1, 1, 0, 0, 0)
TASK = PurePosixPath("/var/task")
OURS, SOURCES = ("app.py", "chalicelib"), "sources"


def build(root: Path, target: Path, *, machine: str) -> Path:
    """Writes the zip; equal sources and pins give an equal file."""
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "code"
        shutil.copytree(_wheels(root, machine), tree, ignore=shutil.ignore_patterns(*DROPPED))
        _add_application(root, tree)
        stand_ins.put_all(tree)
        cuts.cut(tree)
        _compile(tree)
        target.parent.mkdir(parents=True, exist_ok=True)
        write_zip(tree, target)
    return target


def _wheels(root: Path, machine: str) -> Path:
    """The runtime requirements unpacked for Lambda, kept by the digest of what was asked for."""
    pins = root / "requirements.txt"
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    asked = hashlib.sha256(f"{version} {machine} {pins.read_text()}".encode()).hexdigest()[:16]
    kept = root / "build" / f"wheels-{asked}"
    if not kept.exists():
        unpacked = kept.with_suffix(f".{os.getpid()}")
        _pip_install(pins, unpacked, version=version, machine=MACHINES[machine])
        unpacked.rename(kept)
    return kept


def _pip_install(pins: Path, target: Path, *, version: str, machine: str) -> None:
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile", "--only-binary=:all:"]
    platforms = [f"manylinux2014_{machine}", f"manylinux_2_17_{machine}", f"manylinux_2_26_{machine}"]
    command += [f"--platform={name}" for name in platforms]
    command += ["--implementation=cp", f"--python-version={version}", f"--target={target}", f"--requirement={pins}"]
    subprocess.run(command, check=True)


def _add_application(root: Path, tree: Path) -> None:
    """Our own modules, and of Chalice the two that a function needs."""
    runtime = Path(chalice.__file__).parent
    (tree / "chalice").mkdir()
    for name in ("__init__.py", "app.py"):
        shutil.copy(runtime / name, tree / "chalice" / name)
    shutil.copy(root / "app.py", tree)
    shutil.copytree(root / "chalicelib", tree / "chalicelib", ignore=shutil.ignore_patterns(*DROPPED))
    _add_document(root / "docs" / "openapi.json", tree / "docs" / "openapi.json")
    _add_prices(root / "infra" / "prices.json", tree / "infra" / "prices.json")


def _add_document(source: Path, target: Path) -> None:
    """The API's document, which the API tells, without the blanks that people read it by."""
    target.parent.mkdir()
    target.write_text(json.dumps(json.loads(source.read_text("utf-8")), ensure_ascii=False, separators=(",", ":")), "utf-8")


def _add_prices(source: Path, target: Path) -> None:
    """The list that bills are made with. Raises BadConfiguration if it lacks a price, so that no bill ever does."""
    prices_of(json.loads(source.read_text("utf-8")), NEEDED)
    target.parent.mkdir()
    shutil.copy(source, target)


def _compile(tree: Path) -> None:
    """Byte code in the place of every source: it is found sooner, and /var/task is read-only, so Lambda could never write it.

    Tracebacks find the lines of our own modules under `SOURCES`; libraries' sources are left out.
    """
    ours = [tree / name for name in OURS]
    _compile_from(TASK / SOURCES, tree, ours)
    _compile_from(TASK, tree, [path for path in tree.iterdir() if path not in ours])
    for path in [*tree.rglob("*.py")]:
        kept = tree / SOURCES / path.relative_to(tree)
        if kept.relative_to(tree).parts[1] in OURS:
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, kept)
        path.unlink()


def _compile_from(place: PurePosixPath, tree: Path, paths: Iterable[Path]) -> None:
    """`place` is where tracebacks look for the lines of what lies in `tree` here."""
    command = [sys.executable, "-m", "compileall", "-q", "-b", "--invalidation-mode=unchecked-hash"]
    command += ["-s", str(tree), "-p", str(place), *map(str, paths)]
    subprocess.run(command, check=True, env={"PYTHONHASHSEED": "0"})


def write_zip(tree: Path, target: Path) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in _files(tree):
            entry = zipfile.ZipInfo(path.relative_to(tree).as_posix(), EPOCH)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())


def _files(tree: Path) -> Iterator[Path]:
    return (path for path in sorted(tree.rglob("*")) if path.is_file())
