"""The operator's commands: python -m infra <command> …"""

import importlib
import signal
import sys
from typing import NamedTuple

from infra.stage import entered


class Command(NamedTuple):
    """A module with `main(args) -> int`, imported only when asked for; with `staged` its --stage is read before that."""

    module: str
    about: str
    staged: bool = False


COMMANDS = {
    "package": Command("infra.package", "build the CloudFormation template and the zip"),
    "deploy": Command("infra.deploy", "package, upload, create or update the stack"),
    "config": Command("infra.config", "check and activate a desk.yaml", staged=True),
    "keys": Command("infra.keys", "make, list and revoke API keys", staged=True),
    "inspect": Command("infra.inspect", "show what the desk reads from mail files and webhook bodies"),
    "redrive": Command("infra.redrive", "move messages from a dead-letter queue back to its queue"),
    "announce": Command("infra.announce", "announce commits again from the feed"),
    "reindex": Command("infra.reindex", "index tickets and contacts anew for search"),
    "erase": Command("infra.erase", "after a restore erase once more who was erased since the backup"),
    "rebuild": Command("infra.rebuild", "fold tickets anew from their commits"),
    "sweep": Command("infra.sweep", "list what was received and led to no commit"),
    "openapi": Command("infra.openapi.command", "write the API's document and what is made from it"),
}


def main(arguments: list[str]) -> int:
    """The exit code of the command; 2 with the list of commands when there is none of that name."""
    name, rest = (arguments or [""])[0], arguments[1:]
    if name not in COMMANDS:
        wanted = name in ("-h", "--help", "help")
        print(_usage(), file=sys.stdout if wanted else sys.stderr)
        return 0 if wanted else 2
    if COMMANDS[name].staged:
        rest = entered(rest)
    code: int = importlib.import_module(COMMANDS[name].module).main(rest)
    return code


def _usage() -> str:
    lines = [f"  {name:10} {command.about}" for name, command in COMMANDS.items()]
    return "\n".join(["usage: python -m infra <command> [-h] …", "", *lines])


if __name__ == "__main__":
    # Whoever reads only the first lines (`| head`) ends the command, and no trace of it is worth seeing.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    sys.exit(main(sys.argv[1:]))
