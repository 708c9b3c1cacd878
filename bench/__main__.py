"""`python -m bench`: play every operation, print what it asks of AWS, and write build/bench.json."""

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench import place
from bench.agreement import Difference, compare, second_opinion
from bench.cold import lines as cold_lines
from bench.cold import starts
from bench.lines import Line, lines_of
from bench.measure import Measured, measured
from bench.operations import OPERATIONS, Play, wide_desk
from bench.recorder import Call, Recorder
from bench.report import cold_starts, operations
from bench.stage import NotPlayed, Stage, item_now
from infra.local.emulator import EmulatorError

OUT = Path(__file__).parents[1] / "build" / "bench.json"
Played = tuple[Measured, tuple[Call, ...]]
HEADER = """What each operation asks of AWS. Requests are counted on the real handlers; WRU and RRU are computed from the sizes of
items and of index entries by DynamoDB's documented rules. value/budget; ! marks what is over its budget."""


def main(args: Sequence[str]) -> int:
    options = _parser().parse_args(args)
    began = time.monotonic()
    played, faults = _play_all(options.only)
    found = [one for one, _ in played]
    lines = [line for one in found for line in lines_of(one)]
    print(HEADER, *operations(found), sep="\n")
    if not options.only:
        lines += _cold()
        _write(lines)
    print("", *_agreement(played), f"{sum(not line.ok for line in lines)} of {len(lines)} numbers are over their budget.", sep="\n")
    print(f"{time.monotonic() - began:.0f} s", *(f"NOT PLAYED  {name}: {why}" for name, why in faults), sep="\n")
    return 1 if faults else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("bench", description=__doc__)
    parser.add_argument("only", nargs="?", default="", help="play only operations with this in their name; nothing is written then")
    return parser


def _play_all(only: str) -> tuple[list[Played], list[tuple[str, str]]]:
    played: list[Played] = []
    faults: list[tuple[str, str]] = []
    recorder = Recorder()
    with place.pretended(), recorder.attached():
        for name, play in OPERATIONS:
            if only not in name:
                continue
            try:
                played.append(_play(name, play, recorder))
            except NotPlayed as fault:
                faults.append((name, str(fault)))
    return played, faults


def _play(name: str, play: Play, recorder: Recorder) -> Played:
    stage = Stage(wide_desk(), recorder)
    way = play(stage)
    return measured(name, way, stage.calls, item_now), tuple(recorder.calls[: stage.first])


def _cold() -> list[Line]:
    found = starts()
    lines = list(cold_lines(found))
    print("", *cold_starts(found, lines), sep="\n")
    return lines


def _write(lines: Sequence[Line]) -> None:
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps([line.plain() for line in lines], indent=1, ensure_ascii=False) + "\n")


def _agreement(played: Sequence[Played]) -> Iterator[str]:
    """Whether an emulator that reports capacity counts the same."""
    try:
        with second_opinion() as dynamodb:
            said = [difference for one, before in played for difference in compare(dynamodb, before, one)]
    except EmulatorError as fault:
        yield f"The computed units were compared with nothing: {fault}"
        return
    different = [one for one in said if isinstance(one, Difference)]
    yield f"MiniStack reports the computed units for {len(said) - len(different)} of {len(said)} requests."
    yield from (f"  {one.name}: {one.what}: computed {one.computed:g}, reported {one.reported:g}" for one in different)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
