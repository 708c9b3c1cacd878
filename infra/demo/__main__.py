"""`python -m infra.demo` plays a dozen contacts through the real doors of a desk of its own and checks what must hold."""

import argparse
import contextlib
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from infra.demo.checks import Checks, verdict, write
from infra.demo.closing import close
from infra.demo.doors import Doors
from infra.demo.eyes import Eyes
from infra.demo.playing import FAULTS, play
from infra.demo.script import DOMAIN, Scene
from infra.demo.stage import Run, Scenery, Stage
from infra.demo.story import CAST, SCENES
from infra.demo.telling import Row, Telling, table
from infra.local.desk import DeskError, LocalDesk
from infra.local.emulator import ROOT

CONFIG = Path(__file__).parent / "desk.yaml"
BUILD = ROOT / "build"
ABOUT = """
Twelve customers of a bicycle shop write by mail and WhatsApp, in Finnish, Swedish and English; agents answer through the API.
The number in front of a line is the time in seconds; several scenes run at the same time and are told one after the other.
“Aki Aalto 1/10” is an agent with one open ticket of at most ten. Promises last seconds here, hours in production."""
KEPT = """
The desk keeps running:
  API        {api_url}/api/v2/tickets (key {admin_key})
  mailboxes  {mailbox_url}
  mail in    127.0.0.1:{smtp_port}
  state      {state}
Ctrl-C stops it and removes its state."""


def main(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    telling, checks = Telling(colour=_colour(), put=_print), Checks()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    state = Path(tempfile.mkdtemp(prefix="vuoro-demo-"))
    try:
        _run(state, telling, checks, options)
    except DeskError as fault:
        print(f"The desk did not start:\n{fault}", file=sys.stderr)
        return 1
    except FAULTS as fault:
        print(f"The desk runs, but not as it should: {fault}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    finally:
        _keep_log(state)
        shutil.rmtree(state, ignore_errors=True)
    return 1 if checks.failed or not checks.all else 0


def _run(state: Path, telling: Telling, checks: Checks, options: argparse.Namespace) -> None:
    began = time.monotonic()
    telling.say("Starting a desk of its own (free ports, an empty state, infra/demo/desk.yaml) …")
    with LocalDesk(state=state, config=CONFIG, domains=(DOMAIN,)) as desk:
        ready = time.monotonic()
        _introduce(desk, telling, ready - began)
        scenes = _in_order(options.seed)
        rows = _perform(desk, scenes, telling, checks, options.seed)
        write(BUILD / "demo.json", rows, checks.all)
        _conclude(telling, checks, rows, time.monotonic() - began)
        if options.keep:
            telling.say(_kept(desk))
            _await_interrupt()


def _perform(desk: LocalDesk, scenes: Sequence[Scene], telling: Telling, checks: Checks, seed: int) -> list[Row]:
    runs = {contact.key: Run(contact) for contact in CAST}
    doors = Doors(desk)
    stage = Stage(doors, Eyes(doors.api), checks, runs, random.Random(seed))
    telling.begin()
    play(scenes, stage, telling)
    voice = telling.block("When everything is over", ["the whole desk, looked at once more from outside"])
    try:
        return close(Scenery(stage, voice), list(runs.values()), scenes)
    except FAULTS as fault:
        Scenery(stage, voice).check("the desk can be looked at when everything is over", False, f"{type(fault).__name__}: {fault}")
        return []
    finally:
        voice.end()


def _in_order(seed: int) -> list[Scene]:
    """Shuffled by the seed but for the last one, which takes longest; 0 leaves them as they are written."""
    *others, last = SCENES
    if seed:
        random.Random(seed).shuffle(others)
    return [*others, last]


def _introduce(desk: LocalDesk, telling: Telling, seconds: float) -> None:
    telling.say(f"Ready after {seconds:.0f} s: API {desk.api_url}, mail to 127.0.0.1:{desk.smtp_port}, mailboxes {desk.mailbox_url}")
    telling.say(ABOUT)


def _conclude(telling: Telling, checks: Checks, rows: Sequence[Row], seconds: float) -> None:
    telling.say()
    for line in table(rows):
        telling.say(line)
    telling.say()
    for check in checks.failed:
        telling.say(f"{telling.paint('red', '✗')} {check.name} – {check.detail or 'not so'}")
    colour = "red" if checks.failed else "green"
    telling.say(f"{telling.paint(colour, verdict(checks.all))} – {seconds:.0f} s in all; the result is in build/demo.json")
    if checks.failed:
        telling.say("What the desk's handlers printed is in build/demo.log")


def _kept(desk: LocalDesk) -> str:
    shown = {name: getattr(desk, name) for name in ("api_url", "admin_key", "mailbox_url", "smtp_port", "state")}
    return KEPT.format(**shown)


def _keep_log(state: Path) -> None:
    BUILD.mkdir(exist_ok=True)
    with contextlib.suppress(FileNotFoundError):
        shutil.copy(state / "desk.log", BUILD / "demo.log")


def _await_interrupt() -> None:
    with contextlib.suppress(KeyboardInterrupt):
        signal.pause()


def _colour() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


def _print(line: str) -> None:
    print(line, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m infra.demo", description=__doc__)
    parser.add_argument("--keep", action="store_true", help="leave the desk running afterwards, until ctrl-C")
    parser.add_argument("--seed", type=int, default=0, help="another order of scenes and other message ids (default 0: as written)")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
