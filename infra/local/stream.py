"""The table's stream brought to its function: in order, without limit of tries, from a checkpoint that survives a restart."""

import base64
import json
import logging
import threading
from datetime import datetime
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from infra.local.emulator import REGION
from infra.local.event_filter import wants
from infra.local.functions import Functions, HandlerError

LOG = logging.getLogger("vuoro.local.stream")
IDLE = 0.1
LONGEST_PAUSE = 10.0
LOST_POSITION = ("TrimmedDataAccessException", "ExpiredIteratorException")


class StreamPump:
    """One function on the stream of one table; only one thread may call `turn`."""

    def __init__(self, functions: Functions, *, name: str, batch_size: int, table: str, clients: tuple[Any, Any], state: Path) -> None:
        dynamodb, self._streams = clients
        self.name = name
        self._functions, self._batch_size = functions, min(batch_size, 1000)
        self._size = self._batch_size
        self._arn = dynamodb.describe_table(TableName=table)["Table"]["LatestStreamArn"]
        self._checkpoints = Checkpoints(state / f"stream-{name}.json")
        self._backlog = state / f"stream-{name}-backlog.json"
        self._iterators: dict[str, str] = {}
        self._tries = 0

    def turn(self, stop: threading.Event) -> None:
        """One round over the shards; returns after work, a pause for want of it, or a failure."""
        if self._backlog.exists():
            self._work_off_backlog(stop)
            return
        handled = [self._pump(shard, stop) for shard in self._shards()]
        if not any(handled):
            stop.wait(IDLE)

    def save_backlog(self) -> None:
        """Keep the unhandled records in the state folder: the emulator forgets its streams when it stops."""
        kept = json.loads(self._backlog.read_text()) if self._backlog.exists() else []
        for shard in self._shards():
            position = self._position(shard)
            while records := self._read(shard, position):
                kept += records
                position = self._iterators[shard]
        if kept:
            LOG.info("%d records of the stream wait for the next start", len(kept))
            _write(self._backlog, kept)

    def _pump(self, shard: str, stop: threading.Event) -> bool:
        try:
            records = self._read(shard, self._iterators.get(shard) or self._position(shard))
        except ClientError as refusal:
            if refusal.response["Error"]["Code"] not in LOST_POSITION:
                raise
            LOG.warning("position on the stream lost (%s): from the last checkpoint", refusal)
            self._iterators.pop(shard, None)
            return False
        done = self._deliver(records)
        if done:
            self._checkpoints.put(shard, records[done - 1]["dynamodb"]["SequenceNumber"])
        if done < len(records):
            self._iterators.pop(shard, None)
            self._back_off(stop, len(records) - done)
        return bool(records)

    def _deliver(self, records: list[dict[str, Any]]) -> int:
        """How many records from the first on are done; a failure holds back all that come after it."""
        wanted = [record for record in records if wants(self._functions.limits(self.name).patterns, record)]
        if not wanted:
            return len(records)
        try:
            answer = self._functions.invoke(self.name, {"Records": wanted})
        except HandlerError:
            return 0
        failed = {item["itemIdentifier"] for item in answer.get("batchItemFailures") or ()} if isinstance(answer, dict) else set()
        numbers = [record["dynamodb"]["SequenceNumber"] for record in records]
        done = min((numbers.index(number) for number in failed if number in numbers), default=0 if failed else len(records))
        if done == len(records):
            self._tries, self._size = 0, self._batch_size
        return done

    def _work_off_backlog(self, stop: threading.Event) -> None:
        waiting = json.loads(self._backlog.read_text())
        batch = waiting[: self._size]
        done = self._deliver(batch)
        if done < len(batch):
            self._back_off(stop, len(batch) - done)
        if waiting[done:]:
            _write(self._backlog, waiting[done:])
        else:
            self._backlog.unlink()

    def _back_off(self, stop: threading.Event, failed: int) -> None:
        """Wait longer each time, with a smaller batch each time: the bisecting of the event source mapping."""
        self._size = max(1, failed // 2)
        stop.wait(min(LONGEST_PAUSE, 0.2 * 2**self._tries))
        self._tries += 1

    def _shards(self) -> list[str]:
        shards = self._streams.describe_stream(StreamArn=self._arn)["StreamDescription"]["Shards"]
        return [shard["ShardId"] for shard in shards]

    def _position(self, shard: str) -> str:
        """An iterator after the checkpoint; from the oldest record when there is none or the stream began anew with the emulator."""
        number = self._checkpoints.get(shard)
        asked = {"StreamArn": self._arn, "ShardId": shard}
        if number:
            try:
                after = {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": number}
                return str(self._streams.get_shard_iterator(**asked, **after)["ShardIterator"])
            except ClientError as refusal:
                if refusal.response["Error"]["Code"] not in LOST_POSITION:
                    raise
        return str(self._streams.get_shard_iterator(**asked, ShardIteratorType="TRIM_HORIZON")["ShardIterator"])

    def _read(self, shard: str, iterator: str) -> list[dict[str, Any]]:
        answer = self._streams.get_records(ShardIterator=iterator, Limit=self._size)
        self._iterators[shard] = answer.get("NextShardIterator", "")
        return [_plain(record) | {"eventSourceARN": self._arn, "awsRegion": REGION} for record in answer["Records"]]


class Checkpoints:
    """The last handled sequence number of each shard, on disk."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._numbers: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}

    def get(self, shard: str) -> str:
        return self._numbers.get(shard, "")

    def put(self, shard: str, number: str) -> None:
        self._numbers[shard] = number
        _write(self._path, self._numbers)


def _plain(record: dict[str, Any]) -> dict[str, Any]:
    """The record as Lambda hands it over: instants as epoch seconds, bytes as base64."""
    plain: dict[str, Any] = json.loads(json.dumps(record, default=_as_lambda_has_it))
    return plain


def _as_lambda_has_it(value: Any) -> Any:
    return value.timestamp() if isinstance(value, datetime) else base64.b64encode(value).decode()


def _write(path: Path, value: Any) -> None:
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps(value))
    partial.replace(path)
