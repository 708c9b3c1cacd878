"""The zip of code: wheels for the Lambda platform, our modules, byte code, and no more of botocore's data than we call."""

import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import chalice

SERVICES = ("dynamodb", "s3", "ses", "sqs", "ssm")
ENDPOINTS = ("dynamodb", "s3", "email", "sqs", "ssm")
MODELS = ("service-2.json", "endpoint-rule-set-1.json", "paginators-1.json", "service-2.sdk-extras.json")
DROPPED = ("*.dist-info", "__pycache__", "*.pyc", "*.pyi", "bin", "py.typed")
MACHINES = {"arm64": "aarch64", "x86_64": "x86_64"}
# Parts of libraries that nothing of ours imports: the router and its Swagger page, pydantic models, a second time-zone database.
UNUSED_UTILITIES = ("parser", "data_classes", "idempotency", "parameters", "feature_flags", "kafka")
UNUSED = (
    "aws_lambda_powertools/event_handler",
    "dateutil/zoneinfo/dateutil-zoneinfo.tar.gz",
    *(f"aws_lambda_powertools/utilities/{name}" for name in UNUSED_UTILITIES),
)
LIMIT_BYTES = 6_000_000
# Zip stores no time zone and no year before 1980; one constant makes equal content equal bytes.
EPOCH = (1980, 1, 1, 0, 0, 0)


def build(root: Path, target: Path, *, machine: str) -> Path:
    """Writes the zip; equal sources and pins give an equal file."""
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "code"
        shutil.copytree(_wheels(root, machine), tree, ignore=shutil.ignore_patterns(*DROPPED))
        _add_application(root, tree)
        _drop_unused(tree)
        trim(tree / "botocore" / "data")
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


def _drop_unused(tree: Path) -> None:
    for name in UNUSED:
        path = tree / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def trim(data: Path) -> None:
    """Keeps the models of the services we call, unpacked, since un-gzipping costs time at every cold start."""
    for folder in [entry for entry in data.iterdir() if entry.is_dir() and entry.name not in SERVICES]:
        shutil.rmtree(folder)
    for packed in data.rglob("*.json.gz"):
        packed.with_suffix("").write_bytes(gzip.decompress(packed.read_bytes()))
        packed.unlink()
    for model in [path for path in data.glob("*/*/*.json") if path.name not in MODELS]:
        model.unlink()
    _cut_endpoints(data / "endpoints.json")


def _cut_endpoints(path: Path) -> None:
    endpoints = json.loads(path.read_text())
    for partition in endpoints["partitions"]:
        partition["services"] = {name: entry for name, entry in partition["services"].items() if name in ENDPOINTS}
    path.write_text(json.dumps(endpoints, separators=(",", ":")))


def _compile(tree: Path) -> None:
    """Byte code that is trusted without looking at the source: /var/task is read-only, so Lambda could never write it."""
    command = [sys.executable, "-m", "compileall", "-q", "--invalidation-mode=unchecked-hash"]
    command += ["-s", str(tree), "-p", "/var/task", str(tree)]
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
