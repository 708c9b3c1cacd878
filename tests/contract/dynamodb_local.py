"""DynamoDB Local, the engine that AWS itself publishes: its pinned package fetched once, one process of it for a run.

`python -m tests.contract.dynamodb_local` fetches it and says what is missing.
"""

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from infra.local.emulator import ROOT
from infra.local.ports import ports_from
from tests.contract.alone import ways_out

PACKAGE = "amplify-dynamodb-simulator@2.9.30"
SHA_512 = "c5379e44bbf311fab2779961ddb1f8734907bd21c79a6843e590ec1c5280439836665e89aa515dbad6908422c7cf1129e91cb5a3b4c1ea7888a17b9002749ec1"
HOME = ROOT / ".dynamodb-local"
JAR = HOME / "emulator" / "DynamoDBLocal.jar"
# A short life on a busy machine: half the start-up time of the server's defaults.
JAVA = ("java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m", "-Djava.library.path=DynamoDBLocal_lib")
OPTIONS = ("-inMemory", "-sharedDb", "-disableTelemetry")


class MissingError(Exception):
    """DynamoDB Local cannot run here; the message says what is missing."""


class DynamoDBLocal:
    """One process, its tables in memory; `start` raises MissingError where others could reach it."""

    def __init__(self) -> None:
        self.port = ports_from(0).aws
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        if outward := ways_out():
            raise MissingError(f"DynamoDB Local would be open to {', '.join(outward)}: use `make contract`, or tests.contract.alone")
        if not JAR.exists():
            raise MissingError("DynamoDB Local is not here yet, and there is no network: use `make contract`, which fetches it first")
        command = [*JAVA, "-jar", JAR.name, "-port", str(self.port), *OPTIONS]
        quiet = subprocess.DEVNULL
        self._process = subprocess.Popen(command, cwd=JAR.parent, stdin=quiet, stdout=quiet, stderr=quiet)
        self._await_answer(time.monotonic() + 120)

    def stop(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait(30)

    def _await_answer(self, deadline: float) -> None:
        while time.monotonic() < deadline:
            if self._process is None or self._process.poll() is not None:
                raise MissingError("DynamoDB Local ended while starting")
            try:
                urllib.request.urlopen(self.url, timeout=5).close()
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.1)
        raise MissingError(f"DynamoDB Local does not answer on {self.url}")


def fetch() -> None:
    """The package's files in HOME, its digest verified; raises MissingError."""
    absent = [name for name in ("java", "unshare", *(() if JAR.exists() else ("npm",))) if not shutil.which(name)]
    if absent:
        raise MissingError(f"DynamoDB Local needs {', '.join(absent)} (Debian: default-jre-headless, util-linux, npm)")
    if JAR.exists():
        return
    with tempfile.TemporaryDirectory(dir=ROOT, prefix=".dynamodb-local-") as folder:
        packed = subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, capture_output=True, text=True, check=False, timeout=300)
        if packed.returncode:
            raise MissingError(f"npm has no {PACKAGE}: {packed.stderr.strip()[-500:]}")
        unpack(next(Path(folder).glob("*.tgz")), Path(folder))


def unpack(archive: Path, folder: Path) -> None:
    found = hashlib.sha512(archive.read_bytes()).hexdigest()
    if found != SHA_512:
        raise MissingError(f"{archive.name} is not the package we know: SHA-512 {found}")
    with tarfile.open(archive) as files:
        files.extractall(folder, filter="data")
    # Whole or not at all, whoever else fetches it now.
    shutil.rmtree(HOME, ignore_errors=True)
    (folder / "package").rename(HOME)


if __name__ == "__main__":
    try:
        fetch()
    except MissingError as missing:
        sys.exit(str(missing))
