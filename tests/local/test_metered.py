"""The shared rest as the log tells it: each piece of work without a bill has its share, a carried cost counts once."""

import json
from pathlib import Path

from chalicelib.costs.parts import Part, Work, to_text
from chalicelib.outside.pricelist import prices
from infra.local.metered import Rest, metered

CARRIED = Part(Work.PAGE, 1, {"sqs:SendMessage": 1}, "0102030405ff")
READ = {"work": "api", "pieces": 1, "of": 1, "shared": {"dynamodb:Query": 1, "half_read_units": 2}}
LATE = {"work": "check", "pieces": 2, "of": 3, "shared": {"dynamodb:GetItem": 2}, "carried": [to_text(CARRIED)]}


def log_of(folder: Path, *lines: str) -> Path:
    path = folder / "desk.log"
    path.write_text("".join(lines), "utf-8")
    return path


def test_records_with_a_shared_rest_are_read_and_nothing_else(tmp_path: Path) -> None:
    others = '2026-12-01 INFO started {"shared": 1}\n', '{"message":"message received","ticket":1}\n', "not JSON\n"
    log = log_of(tmp_path, *others, f"{json.dumps(READ, separators=(',', ':'))}\n")
    assert metered(log) == Rest((Part(Work.API, 0, READ["shared"]), Part(Work.API, 1)))  # type: ignore[arg-type]  # a literal of many types


def test_a_cost_that_came_twice_counts_once(tmp_path: Path) -> None:
    line = f"{json.dumps(LATE, separators=(',', ':'))}\n"
    rest = metered(log_of(tmp_path, line, line))
    assert rest.requests == {"dynamodb:GetItem": 4, "sqs:SendMessage": 1}
    assert [part.share for part in rest.parts] == [0, 3, 3, 0, 3, 3, 1]


def test_a_line_that_is_still_being_written_is_left_for_later(tmp_path: Path) -> None:
    assert metered(log_of(tmp_path, json.dumps(READ, separators=(",", ":")))) == Rest()


def test_the_rest_has_a_bill_too(tmp_path: Path) -> None:
    (section,) = metered(log_of(tmp_path, f"{json.dumps(READ, separators=(',', ':'))}\n")).bill(prices()).sections
    assert (section.work, section.times) == (Work.API, 1)
    assert {line.what for line in section.lines} == {"API Gateway requests", "Lambda invocations", "DynamoDB reads", "log data"}
