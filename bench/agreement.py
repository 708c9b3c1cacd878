"""Plays what was recorded again at an emulator that reports capacity by index, and compares it with what was computed."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import ClientError

from bench.measure import Measured
from bench.recorder import Call
from chalicelib.costs.units import READ_BYTES, item_size
from infra.local.emulator import Emulator
from infra.local.ports import ports_from
from tests.tables import make_tables


@dataclass(frozen=True, slots=True)
class Difference:
    """A request whose computed units are not the reported ones."""

    name: str
    what: str
    computed: float
    reported: float


@contextmanager
def second_opinion() -> Iterator[Any]:
    """A client of DynamoDB in an emulator of its own; raises EmulatorError if there is none."""
    with tempfile.TemporaryDirectory() as folder:
        emulator = Emulator(Path(folder), ports_from(0).aws)
        emulator.start()
        try:
            yield boto3.session.Session().client("dynamodb", endpoint_url=emulator.url)
        finally:
            emulator.stop()


def compare(dynamodb: Any, before: Sequence[Call], found: Measured) -> Iterator[Difference | None]:
    """None for each request that agrees. `before` are the calls that made the ground for the operation.

    Batches and refused writes are left out, because the emulator does not report them, and pages of more than 4 kB,
    because it takes every page for one read.
    """
    for name in dynamodb.list_tables()["TableNames"]:
        dynamodb.delete_table(TableName=name)
    make_tables(dynamodb)
    for call in before:
        if call.writes or call.put_together:
            _reported(dynamodb, call)
    for call, cost in zip(found.calls, found.costs, strict=True):
        reported = _reported(dynamodb, call) if call.service == "dynamodb" else None
        if reported is not None:
            computed = cost.wru + cost.rru
            yield None if reported == computed else Difference(found.name, cost.what, computed, reported)


def _reported(dynamodb: Any, call: Call) -> float | None:
    given = call.params | {"ReturnConsumedCapacity": "INDEXES"}
    try:
        answer = dynamodb._make_api_call(call.operation, given)
    except ClientError as fault:
        if not call.refused:
            raise LookupError(f"{call.operation} ended differently at the emulator: {fault}") from fault
        return None
    if call.operation in ("BatchGetItem", "BatchWriteItem") or sum(item_size(item) for item in answer.get("Items", ())) > READ_BYTES:
        return None
    return float(answer["ConsumedCapacity"]["CapacityUnits"])
