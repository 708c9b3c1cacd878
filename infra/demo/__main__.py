"""`python -m infra.demo` plays a working day through the real doors of a desk of its own and checks what must hold."""

import argparse
import contextlib
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from infra.demo.billing import settle
from infra.demo.checks import Checks, verdict, write
from infra.demo.closing import close, names_differ
from infra.demo.doors import Doors
from infra.demo.eyes import Eyes
from infra.demo.playing import FAULTS, play
from infra.demo.reconcile import Books
from infra.demo.script import DOMAIN, Scene
from infra.demo.showing import Show, is_watched, save_svg
from infra.demo.stage import Run, Scenery, Stage
from infra.demo.story import CAST, SCENES
from infra.demo.telling import Row, Telling
from infra.demo.watching import Watch
from infra.local.desk import DeskError, LocalDesk
from infra.local.emulator import ROOT

CONFIG = Path(__file__).parent / "desk.yaml"
BUILD = ROOT / "build"
ABOUT = f"""
A working day of a bicycle shop: {len(CAST)} contacts by mail and WhatsApp, in Finnish, Swedish, English and Estonian; agents answer through
the API, customers rate on the survey page. Several scenes run at the same time and are told one after the other; the number in front
of a line is the time in seconds. “Aki Aalto 1/10” is an agent with one open ticket of at most ten. Promises last minutes here, hours in
production, and one is kept so short that it breaks."""
KEPT = """
The desk keeps running:
  API        {api_url}/api/v2/tickets (key {admin_key})
  mailboxes  {mailbox_url}
  mail in    127.0.0.1:{smtp_port}
  state      {state}
Ctrl-C stops it and removes its state."""


def main(arguments: list[str], visit: Callable[[LocalDesk], None] = lambda _: None) -> int:
    """Play the day; `visit` may look at the desk when everything is over and it still runs."""
    options = _parser().parse_args(arguments)
    checks = Checks()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    state = Path(tempfile.mkdtemp(prefix="vuoro-demo-"))
    try:
        with Show(BUILD / "demo.txt", live=is_watched() and not options.plain) as show:
            _run(state, show, checks, options, visit)
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


def _run(state: Path, show: Show, checks: Checks, options: argparse.Namespace, visit: Callable[[LocalDesk], None]) -> None:
    began = time.monotonic()
    show.say("Starting a desk of its own (free ports, an empty state, infra/demo/desk.yaml) …")
    with LocalDesk(state=state, config=CONFIG, domains=(DOMAIN,), counted=True) as desk:
        _introduce(desk, show, time.monotonic() - began)
        rows = _perform(desk, show, checks, options)
        write(BUILD / "demo.json", rows, checks.all)
        _conclude(show, checks, rows, time.monotonic() - began)
        visit(desk)
        if options.keep:
            # Not through the show: its paper stays, and a key does not belong there.
            print(_kept(desk), flush=True)
            _await_interrupt()


def _perform(desk: LocalDesk, show: Show, checks: Checks, options: argparse.Namespace) -> list[Row]:
    telling = Telling(colour=_colour() and not show.live, put=show.tell)
    doors, scenes = Doors(desk), _in_order(options.seed)
    stage = Stage(doors, Eyes(doors.api), checks, {contact.key: Run(contact) for contact in CAST}, random.Random(options.seed))
    watch = Watch(stage, show.picture)
    telling.listener = watch.hear
    telling.begin()
    with watch if show.live or options.record else contextlib.nullcontext():
        play(scenes, stage, telling)
    show.curtain()
    rows = _close(stage, telling, scenes, Books(desk.api_url, desk.admin_key, desk.state / "desk.log", desk.addresses.counts_url))
    if options.record:
        save_svg(options.record, watch.fullest, rows)
    return rows


def _close(stage: Stage, telling: Telling, scenes: Sequence[Scene], books: Books) -> list[Row]:
    voice = telling.block("When everything is over", ["the whole desk, looked at once more from outside"])
    runs, scenery = list(stage.runs.values()), Scenery(stage, voice)
    try:
        seen = close(scenery, runs, scenes)
        prices = settle(scenery, books, runs)
        names_differ(scenery)
    except FAULTS as fault:
        scenery.check("the desk can be looked at when everything is over", False, f"{type(fault).__name__}: {fault}")
        return []
    finally:
        voice.end()
    return [run.row(seen[run.ticket], prices.get(run.ticket, "")) for run in runs if run.ticket]


def _in_order(seed: int) -> list[Scene]:
    """Shuffled by the seed but for the last one, which takes longest; 0 leaves them as they are written."""
    *others, last = SCENES
    if seed:
        random.Random(seed).shuffle(others)
    return [*others, last]


def _introduce(desk: LocalDesk, show: Show, seconds: float) -> None:
    show.say(f"Ready after {seconds:.0f} s: API {desk.api_url}, mail to 127.0.0.1:{desk.smtp_port}, mailboxes {desk.mailbox_url}")
    show.say(ABOUT)


def _conclude(show: Show, checks: Checks, rows: Sequence[Row], seconds: float) -> None:
    show.say()
    show.rows(rows)
    show.say()
    for check in checks.failed:
        show.say(f"✗ {check.name} – {check.detail or 'not so'}")
    show.say(f"{verdict(checks.all)} – {seconds:.0f} s in all")
    show.say("The result is in build/demo.json, the whole day told in build/demo.txt, what the desk's handlers printed in build/demo.log")


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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m infra.demo", description=__doc__)
    parser.add_argument("--keep", action="store_true", help="leave the desk running afterwards, until ctrl-C")
    parser.add_argument("--plain", action="store_true", help="plain lines instead of the live view, also in a terminal")
    parser.add_argument("--record", type=Path, metavar="FILE.svg", help="save the fullest moment and the closing table as a picture")
    parser.add_argument("--seed", type=int, default=0, help="another order of scenes and other message ids (default 0: as written)")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
