"""The contract on every engine, one after another: `python -m tests.contract`; exit status 1 if it is broken anywhere."""

import subprocess
import sys

from infra.local.emulator import ROOT
from tests.contract.dynamodb_local import MissingError, fetch
from tests.contract.engines import DYNAMODB_LOCAL, ENGINES

ACTIONS = tuple(f"tests/{room}/test_actions.py" for room in ("people", "routing", "surveys", "desk"))
CONTRACT = ("tests/storage", "tests/contract", *ACTIONS)
# They follow the stream, of which DynamoDB Local refuses some reads as trimmed.
STREAMING = tuple(f"tests/journeys/test_{way}_way.py" for way in ("first", "threading", "promises", "routing"))
WARNING = "\n!! {}: NOTHING RAN ON DYNAMODB LOCAL\n"


def main() -> int:
    missing = _missing()
    engines = [name for name in ENGINES if name != DYNAMODB_LOCAL or not missing]
    broken = [name for name in engines if _run(name)]
    if missing:
        print(WARNING.format(missing), file=sys.stderr)
    if broken:
        print(f"\n!! the contract is broken on {', '.join(broken)}", file=sys.stderr)
    return bool(broken)


def _missing() -> str:
    """What DynamoDB Local lacks to run here."""
    try:
        fetch()
    except MissingError as fault:
        return str(fault)
    return ""


def _run(engine: str) -> int:
    print(f"\n-- {engine}", flush=True)
    tests = [sys.executable, "-m", "pytest", "--engine", engine, *CONTRACT]
    command = [sys.executable, "-m", "tests.contract.alone", *tests] if engine == DYNAMODB_LOCAL else [*tests, *STREAMING]
    return subprocess.run(command, cwd=ROOT, check=False, timeout=900).returncode


if __name__ == "__main__":
    sys.exit(main())
