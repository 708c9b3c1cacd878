"""`python -m infra.local` runs the desk on this machine; `python -m infra.local send …` plays a customer."""

import argparse
import contextlib
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from chalicelib.errors import BadConfiguration
from infra.local import send
from infra.local.emulator import EmulatorError
from infra.local.ports import DeskBusyError, ports_from
from infra.local.provision import ProvisionError
from infra.local.running import Addresses, RunningDesk
from infra.local.seeding import DEFAULT_CONFIG
from infra.local.seeds import SeedError, Sower

NEXT = """
  API        {api_url}
  mail in    127.0.0.1:{smtp_port} (SMTP; {mail_address} and all of @{mail_domain})
  mail out   {mailbox_url}
  shop page  {mailbox_url}/shop (with the panel for chat and form)
  WhatsApp   {whatsapp_url} (stub of the Cloud API)
  admin key  {admin_key}

Try next:
  python -m infra.local send {other}--from "Maija <maija@example.org>" --to {mail_address} "Where is my parcel?"
  curl -u {admin_key}:X {api_url}/api/v2/tickets
  python -m infra.local send {other}--whatsapp 358401234567 "Moi, missä paketti?"
  python -m infra.local send {other}--device freezer-3 "-9 °C, should be below -18 °C"
Ctrl-C stops the desk; its state stays in {state}.
"""


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["send"]:
        return send.main(arguments[1:])
    options = _parser().parse_args(arguments)
    state = Path(options.state)
    state.mkdir(parents=True, exist_ok=True)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    if options.until_stdin_closes:
        threading.Thread(target=_watch, args=(stop,), daemon=True).start()
    say = _terminal(options.quiet)
    with (state / "desk.log").open("a", buffering=1) as log, contextlib.redirect_stdout(log):
        # What handlers print is their log, as on Lambda.
        logging.basicConfig(stream=log, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
        for chatty in ("mail.log", "botocore", "boto3", "urllib3"):
            logging.getLogger(chatty).setLevel(logging.WARNING)
        return _run(options, state, stop, say)


def _run(options: argparse.Namespace, state: Path, stop: threading.Event, say: Callable[[str], None]) -> int:
    desk = RunningDesk(
        state=state, config=Path(options.config), ports=ports_from(options.port_base), domains=frozenset(options.domain), say=say,
        counted=options.counted,
    )  # fmt: skip
    try:
        with desk:
            if os.environ.get("VUORO_SEED") != "none":
                _sow(desk.addresses, state)
            _print(_welcome(desk.addresses, options.state))
            stop.wait()
            _print("Stopping; saving the state …")
    except (DeskBusyError, EmulatorError, ProvisionError, BadConfiguration) as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


def _sow(addresses: Addresses, state: Path) -> None:
    """A desk that refuses its seeds runs all the same."""
    try:
        if steps := Sower(addresses, state).run():
            _print(f"  seeded     {steps} things to look at (VUORO_SEED=none leaves them out)")
    except (SeedError, OSError) as fault:
        print(f"not seeded: {fault}", file=sys.stderr)


def _watch(stop: threading.Event) -> None:
    """Stop when the starter closes our standard input or dies."""
    while os.read(sys.stdin.fileno(), 1024):
        pass
    stop.set()


def _welcome(addresses: Addresses, state: str) -> str:
    other = "" if state == _parser().get_default("state") else f"--state {state} "
    shown = {
        name: getattr(addresses, name)
        for name in ("api_url", "smtp_port", "mail_domain", "mail_address", "mailbox_url", "whatsapp_url", "admin_key")
    }
    return NEXT.format(**shown, other=other, state=state)


def _terminal(quiet: bool) -> Callable[[str], None]:
    def say(line: str) -> None:
        if not quiet:
            _print(line)

    return say


def _print(line: str) -> None:
    # A terminal that went away must not fail the mail that was just taken.
    with contextlib.suppress(OSError):
        print(line, file=sys.__stdout__, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m infra.local", description=__doc__)
    parser.add_argument("--port-base", type=int, default=8600, help="first of six ports; 0 for free ones (default 8600)")
    parser.add_argument("--state", default=".vuoro/local", help="folder that outlives the desk (default .vuoro/local)")
    parser.add_argument("--config", default=str(DEFAULT_CONFIG), help="desk.yaml to activate when the desk has none")
    parser.add_argument("--domain", action="append", default=[], help="another mail domain of ours; may be repeated")
    parser.add_argument("--counted", action="store_true", help="count the application's requests on their way to the emulator")
    parser.add_argument("--quiet", action="store_true", help="no line per mail and message")
    parser.add_argument("--until-stdin-closes", action="store_true", help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
