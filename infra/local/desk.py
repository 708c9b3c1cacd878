"""A local desk for programs: started in a process of its own, stopped like ctrl-C, gone when its starter is gone."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from infra.local.emulator import ROOT
from infra.local.running import Addresses


class DeskError(Exception):
    """The desk did not start; the message carries what it said."""


class LocalDesk:
    """`with LocalDesk(state=folder) as desk:` – free ports unless `port_base` names them; the state outlives the desk."""

    def __init__(
        self, *, state: Path, config: Path | None = None, port_base: int = 0, domains: tuple[str, ...] = (), admin_key: str = "",
        counted: bool = False, seeded: bool = False,
    ) -> None:  # fmt: skip
        self.state = state.resolve()
        self._options = ["--state", str(self.state), "--port-base", str(port_base), "--until-stdin-closes"]
        self._options += ["--config", str(config.resolve())] if config else []
        self._options += [part for domain in domains for part in ("--domain", domain)]
        self._options += ["--counted"] if counted else []
        self._environment = os.environ | ({"VUORO_ADMIN_KEY": admin_key} if admin_key else {}) | {"VUORO_SEED": "" if seeded else "none"}
        self._process: subprocess.Popen[bytes] | None = None
        self.addresses: Addresses

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    @property
    def api_url(self) -> str:
        return self.addresses.api_url

    @property
    def smtp_port(self) -> int:
        return self.addresses.smtp_port

    @property
    def mailbox_url(self) -> str:
        return self.addresses.mailbox_url

    @property
    def whatsapp_url(self) -> str:
        return self.addresses.whatsapp_url

    @property
    def admin_key(self) -> str:
        return self.addresses.admin_key

    @property
    def hooks_secret(self) -> str:
        """The secret that WhatsApp webhooks are signed with."""
        return self.addresses.hooks["whatsapp"]["app_secret"]

    def start(self, timeout: float = 90) -> None:
        """Return when every door is open; raises DeskError."""
        self.state.mkdir(parents=True, exist_ok=True)
        with (self.state / "terminal.log").open("wb") as terminal:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "infra.local", *self._options],
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.PIPE,
                stdout=terminal,
                stderr=terminal,
                start_new_session=True,
            )
        try:
            self.addresses = self._await_addresses(time.monotonic() + timeout)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """As ctrl-C does; returns when the state is saved."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
        self._process.wait(90)
        if self._process.stdin:
            self._process.stdin.close()
        self._process = None

    def await_seeds(self, timeout: float = 60) -> None:
        """Return when a `seeded` desk has all that it is given at first; raises DeskError."""
        deadline = time.monotonic() + timeout
        while "Try next:" not in self.said():
            if time.monotonic() > deadline:
                raise DeskError(f"the desk has no seeds in time:\n{self.said()}")
            time.sleep(0.1)

    def said(self) -> str:
        """What the desk printed on its terminal since it started."""
        return (self.state / "terminal.log").read_text(errors="replace")

    def _await_addresses(self, deadline: float) -> Addresses:
        while self._process and time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise DeskError(self.said())
            addresses = read_addresses(self.state)
            if addresses and addresses.pid == self._process.pid:
                return addresses
            time.sleep(0.05)
        raise DeskError(f"the desk is not ready in time:\n{self.said()}")


def read_addresses(state: Path) -> Addresses | None:
    """Where the desk on this state folder listens, or last did."""
    path = state / "desk.json"
    return Addresses(**json.loads(path.read_text())) if path.exists() else None
