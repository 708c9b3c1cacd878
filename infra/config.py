"""python -m infra config: check desk.yaml, make it hold, and show what holds."""

import argparse
import getpass
import sys
from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import datetime
from pathlib import Path

import yaml

from chalicelib import clock
from chalicelib.context import Context
from chalicelib.desk import actions
from chalicelib.desk.differences import Difference, differences, undone
from chalicelib.desk.model import Desk
from chalicelib.desk.reading import document_of, version_of
from chalicelib.errors import BadConfiguration, NotFound, VuoroError
from chalicelib.tickets.actions import recheck_all
from infra.deskfile import read


def main(arguments: Sequence[str]) -> int:
    """The exit code: 0 done, 1 the file or the desk says no."""
    parser = argparse.ArgumentParser(prog="python -m infra config", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, explained in (
        ("check", "say what is wrong with a file"),
        ("plan", "say what a file would change, and what of the API's changes it would take back"),
        ("activate", "make a file hold from now on"),
    ):
        commands.add_parser(name, help=explained).add_argument("file", type=Path)
    back = commands.add_parser("rollback", help="make an older version hold again")
    back.add_argument("version", nargs="?", default="", help="default: the one that held before")
    for command in (commands.choices["activate"], back):
        command.add_argument("--by", default="", help="who does it (default: the login name)")
    commands.add_parser("show", help="print the configuration that holds, or an older one").add_argument("version", nargs="?", default="")
    commands.add_parser("history", help="list the activations, newest first")
    try:
        return _run(parser.parse_args(arguments), clock.now())
    except VuoroError as fault:
        _complain(fault.message)
        return 1


def load(file: Path, now: datetime, warn: Callable[[str], None] = lambda sentence: None) -> Desk:
    """The desk that a file describes; each warning is given to `warn`. Raises BadConfiguration with every fault."""
    try:
        source = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise BadConfiguration(f"{file}: cannot be read: {fault}") from fault
    reading = read(source, file.name, now.date())
    if reading.desk is None:
        raise BadConfiguration(*reading.errors)
    for sentence in reading.warnings:
        warn(sentence)
    return reading.desk


def activate(file: Path, now: datetime, by: str) -> Desk:
    """Make the file's configuration hold; raises BadConfiguration. The open tickets are for the caller to check again."""
    return actions.activate(document_of(load(file, now)), now, by)


def _run(chosen: argparse.Namespace, now: datetime) -> int:
    match chosen.command:
        case "check":
            _check(chosen.file, now)
        case "activate":
            _activate(load(chosen.file, now, _complain), now, chosen.by or getpass.getuser())
        case "plan":
            _plan(load(chosen.file, now, _complain))
        case "rollback":
            _activate(_older(chosen.version), now, chosen.by or getpass.getuser())
        case "show":
            _show(actions.version(chosen.version) if chosen.version else actions.current(now))
        case "history":
            _history()
    return 0


def _check(file: Path, now: datetime) -> None:
    desk = load(file, now, _complain)
    print(f"{file.name} is valid: {summary(desk)}; version {version_of(document_of(desk))}")


def _complain(sentence: str) -> None:
    print(sentence, file=sys.stderr)


def summary(desk: Desk) -> str:
    """What the desk has, in numbers."""
    parts = {
        "channel": desk.accounts,
        "group": desk.groups,
        "agent": desk.agents,
        "calendar": desk.calendars,
        "policy": desk.policies,
        "rule": desk.rules,
    }
    plural = {"policy": "policies"}
    return ", ".join(f"{len(rows)} {name if len(rows) == 1 else plural.get(name, name + 's')}" for name, rows in parts.items())


def _plan(desk: Desk) -> None:
    """What would be another than now; of what the API changed, on stderr, that which would be taken back."""
    latest = next(iter(actions.history(1)), None)
    changes = differences(actions.version(latest.version), desk) if latest else ()
    for change in changes:
        print(change)
    if latest is None:
        print("nothing holds yet")
    elif not changes:
        print("nothing would change")
    _warn_of_undone(desk)


def _warn_of_undone(desk: Desk) -> None:
    changed = actions.api_changes()
    lost: tuple[Difference, ...] = undone(*changed, desk) if changed else ()
    for difference in lost:
        _complain(f"warning: takes back what was changed through the API: {difference}")


def _older(version: str) -> Desk:
    """The version of that name, or the one that held before the present one. Raises NotFound."""
    latest = next(iter(actions.history(1)), None)
    wanted = version or (latest.previous if latest else "")
    if not wanted:
        raise NotFound("Nothing held before")
    return actions.version(wanted)


def _activate(wanted: Desk, now: datetime, by: str) -> None:
    before = next(iter(actions.history(1)), None)
    former = actions.version(before.version) if before else None
    _warn_of_undone(wanted)
    desk = actions.activate(document_of(wanted), now, by)
    queued = recheck_all(Context(desk, now, clock.now), former)
    if before and before.version == desk.version:
        print(f"version {desk.version} holds already, since {before.at:%Y-%m-%d %H:%M:%S} UTC")
    else:
        print(f"version {desk.version} holds now" + (f" (before: {before.version})" if before else ""))
    print(f"{queued} open tickets are being checked against it")


def _show(desk: Desk) -> None:
    document = document_of(desk)
    ordered = {field.name: document[field.name] for field in fields(Desk) if field.name in document}
    print(f"# version {desk.version}")
    print(yaml.safe_dump(ordered, allow_unicode=True, sort_keys=False, width=140), end="")


def _history() -> None:
    for row in actions.history():
        through = " through the API" if row.through else ""
        print(f"{row.number:4}  {row.at:%Y-%m-%d %H:%M:%S} UTC  {row.version}  by {row.by}{through}")
