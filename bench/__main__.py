"""`python -m bench`: play every operation, print what each asks of AWS and costs, and write build/bench.json."""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench import place
from bench.agreement import Difference, compare, second_opinion
from bench.budgets import FEW, MANY
from bench.known import PAGE, faults, known
from bench.lines import Line
from bench.page import OUT
from bench.plays import Played, Volumes, live, play_all
from bench.recorder import Recorder
from bench.report import calls, operations, others, table
from bench.sums import of_desk, of_operations
from infra.local.emulator import EmulatorError

HEADER = f"""What each operation asks of AWS with {MANY:,} stored tickets, and how much more than with {FEW:,} (growth).
Requests are counted on the real handlers; WRU and RRU are computed by DynamoDB's documented rules; CPU is a multiple of
one bare reading. value/budget; ! marks what is over it."""


def main(args: Sequence[str]) -> int:
    options = _parser().parse_args(args)
    try:
        return _one(options.only) if options.only else _all(verbose=options.calls)
    except subprocess.CalledProcessError as fault:
        # What went wrong there was said there.
        print(f"NOT PLAYED  {' '.join(map(str, fault.cmd))} ended with {fault.returncode}")
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("bench", description=__doc__)
    parser.add_argument("only", nargs="?", default="", help="print the requests of operations with this in their name, and do no more")
    parser.add_argument("--calls", action="store_true", help="print the requests of all operations")
    return parser


def _one(only: str) -> int:
    recorder = Recorder()
    with place.pretended(), recorder.attached():
        played, wrong = play_all(recorder, None, only)
    print(*(line for one in played for line in calls(one.measured)), *_named(wrong), sep="\n")
    return 1 if wrong else 0


def _all(*, verbose: bool) -> int:
    began, recorder = time.monotonic(), Recorder()
    with place.pretended(), recorder.attached():
        volumes = Volumes(recorder)
        empty, few, many = (play_all(recorder, volumes.of(tickets)) for tickets in (0, FEW, MANY))
        life, fault = live(recorder)
    wrong = [*fault, *(fault for _, found in (empty, few, many) for fault in found)]
    if wrong or life is None:
        print(*_named(wrong), sep="\n")
        return 1
    lines = list(of_operations(few[0], many[0]))
    print(HEADER, *table(operations(lines)), "", *_agreement(empty[0]), "", sep="\n")
    with tempfile.TemporaryDirectory() as folder:
        desk = list(of_desk(life, few[0], Path(folder)))
    print(*table(others(desk)), *(line for one in many[0] if verbose for line in calls(one.measured)), sep="\n")
    return _verdict([*lines, *desk], time.monotonic() - began)


def _verdict(lines: Sequence[Line], seconds: float) -> int:
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps([line.plain() for line in lines], indent=1, ensure_ascii=False) + "\n")
    excesses = known(PAGE.read_text("utf-8"))
    wrong = list(faults(lines, excesses))
    over = [line for line in lines if not line.ok]
    print(
        "", f"{len(over)} of {len(lines)} numbers are over their budget; {len(excesses)} excesses are known ({PAGE.name}). {seconds:.0f} s"
    )
    print(*(f"NOT KNOWN  {fault}" for fault in wrong), sep="\n")
    return 1 if wrong else 0


def _named(wrong: Sequence[tuple[str, str]]) -> list[str]:
    return [f"NOT PLAYED  {name}: {why}" for name, why in wrong]


def _agreement(played: Sequence[Played]) -> Iterator[str]:
    """Whether an emulator that reports capacity counts the same."""
    try:
        with second_opinion() as dynamodb:
            said = [difference for one in played for difference in compare(dynamodb, one.before, one.measured)]
    except EmulatorError as fault:
        yield f"The computed units were compared with nothing: {fault}"
        return
    different = [one for one in said if isinstance(one, Difference)]
    yield f"MiniStack reports the computed units for {len(said) - len(different)} of {len(said)} requests."
    yield from (f"  {one.name}: {one.what}: computed {one.computed:g}, reported {one.reported:g}" for one in different)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
