"""The cloud on this machine: MiniStack as a child of its own environment, on loopback, with its state in our folder."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

REGION = "eu-north-1"
ACCESS_KEY = "local"
ROOT = Path(__file__).resolve().parents[2]
SERVICES = "cloudformation,dynamodb,dynamodbstreams,sqs,sns,s3,ses,ssm,sts,iam,logs,monitoring,events"


class EmulatorError(Exception):
    """MiniStack did not start, or ended by itself."""


class Emulator:
    """One MiniStack process behind its guardian; `stop` lets it save its state first."""

    def __init__(self, state: Path, port: int) -> None:
        self.state = state
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self._guardian: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.state.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "infra.local.guardian", str(executable())]
        with (self.state / "ministack.log").open("ab") as log:
            # A session of its own: ctrl-C in the terminal reaches the desk alone, which still needs the emulator while it stops.
            self._guardian = subprocess.Popen(
                command, cwd=ROOT, env=self._environment(), stdin=subprocess.PIPE, stdout=log, stderr=log, start_new_session=True
            )
        self._await_health(time.monotonic() + 60)

    def stop(self) -> None:
        """Close the guardian's pipe and wait until the state is written."""
        if self._guardian is None:
            return
        if self._guardian.stdin:
            self._guardian.stdin.close()
        self._guardian.wait(30)
        self._guardian = None

    def is_alive(self) -> bool:
        return self._guardian is not None and self._guardian.poll() is None

    def _await_health(self, deadline: float) -> None:
        while time.monotonic() < deadline:
            if not self.is_alive():
                raise EmulatorError(f"MiniStack ended while starting; see {self.state / 'ministack.log'}")
            try:
                with urllib.request.urlopen(f"{self.url}/_ministack/health", timeout=1):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        raise EmulatorError(f"MiniStack does not answer on {self.url}")

    def _environment(self) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("AWS_", "VUORO_", "SMTP_"))}
        return kept | {
            "BIND_HOST": "127.0.0.1",
            "GATEWAY_PORT": str(self.port),
            "MINISTACK_REGION": REGION,
            # Signed links to files are checked against these, the desk's own.
            "AWS_ACCESS_KEY_ID": ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY": ACCESS_KEY,
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            "PERSIST_STATE": "1",
            "STATE_DIR": str(self.state / "services"),
            "S3_PERSIST": "1",
            "S3_DATA_DIR": str(self.state / "s3"),
            "SERVICES": SERVICES,
        }


def executable() -> Path:
    """The ministack command of its own virtual environment; raises EmulatorError with what to do when it is missing."""
    path = Path(os.environ.get("VUORO_MINISTACK", ROOT / ".venv-ministack" / "bin" / "ministack"))
    if not path.exists():
        raise EmulatorError(f"{path} is missing: run `make setup`")
    return path
