"""Brings queue messages, stream records and the minute to the functions, in the manner of Lambda's event sources."""

import threading
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from chalice.app import Chalice, DynamoDBEventConfig, ScheduledEventConfig, SQSEventConfig

from infra.local import schedule
from infra.local.emulator import REGION
from infra.local.event_filter import wants
from infra.local.functions import Functions, HandlerError, Loop
from infra.local.stream import StreamPump

PASSING = (ClientError, BotoCoreError)
LONG_POLL = 1
RECEIVE_AT_MOST = 10


class QueuePump:
    """One queue and its function: delete what succeeded, leave what failed to the visibility timeout."""

    def __init__(self, functions: Functions, source: SQSEventConfig, sqs: Any) -> None:
        self._functions, self._source, self._sqs = functions, source, sqs
        queue = source.queue or str(source.queue_arn).rpartition(":")[2]
        self._url = sqs.get_queue_url(QueueName=queue)["QueueUrl"]
        self._arn = sqs.get_queue_attributes(QueueUrl=self._url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]

    def turn(self, stop: threading.Event) -> None:
        messages = self._collect(stop)
        if not messages:
            return
        patterns = self._functions.limits(self._source.name).patterns
        failed = self._deliver([message for message in messages if wants(patterns, self._record(message))])
        for message in messages:
            if message["MessageId"] not in failed:
                self._sqs.delete_message(QueueUrl=self._url, ReceiptHandle=message["ReceiptHandle"])

    def _collect(self, stop: threading.Event) -> list[dict[str, Any]]:
        """Up to a batch; waits for the first message, then no longer than the batching window."""
        size, window = self._source.batch_size, self._source.maximum_batching_window_in_seconds or 0
        messages = self._receive(size, LONG_POLL)
        until = time.monotonic() + window
        while messages and len(messages) < size and time.monotonic() < until and not stop.is_set():
            messages += self._receive(size - len(messages), 0)
            stop.wait(0.05)
        return messages

    def _receive(self, most: int, wait: int) -> list[dict[str, Any]]:
        answer = self._sqs.receive_message(
            QueueUrl=self._url,
            MaxNumberOfMessages=min(most, RECEIVE_AT_MOST),
            WaitTimeSeconds=wait,
            MessageSystemAttributeNames=["All"],
            MessageAttributeNames=["All"],
        )
        messages: list[dict[str, Any]] = answer.get("Messages", [])
        return messages

    def _deliver(self, messages: list[dict[str, Any]]) -> set[str]:
        """The ids of the messages that failed."""
        if not messages:
            return set()
        try:
            answer = self._functions.invoke(self._source.name, {"Records": [self._record(message) for message in messages]})
        except HandlerError:
            return {message["MessageId"] for message in messages}
        return set(failures(answer))

    def _record(self, message: dict[str, Any]) -> dict[str, Any]:
        return {
            "messageId": message["MessageId"],
            "receiptHandle": message["ReceiptHandle"],
            "body": message["Body"],
            "attributes": message["Attributes"],
            "messageAttributes": {name: _attribute(value) for name, value in message.get("MessageAttributes", {}).items()},
            "md5OfBody": message["MD5OfBody"],
            "eventSource": "aws:sqs",
            "eventSourceARN": self._arn,
            "awsRegion": REGION,
        }


class MinutePump:
    """One scheduled function, called at the minutes its expression names; minutes that pass while it runs are not made up for."""

    def __init__(self, functions: Functions, source: ScheduledEventConfig) -> None:
        self._functions, self._name = functions, source.name
        given = source.schedule_expression
        self._expression = given if isinstance(given, str) else given.to_string()
        schedule.is_due(self._expression, datetime.now(UTC))

    def turn(self, stop: threading.Event) -> None:
        minute = datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(minutes=1)
        while not stop.is_set() and datetime.now(UTC) < minute:
            stop.wait(min(1.0, max(0.01, (minute - datetime.now(UTC)).total_seconds())))
        if not stop.is_set() and schedule.is_due(self._expression, minute):
            self._fire(minute)

    def _fire(self, at: datetime) -> None:
        event = {
            "version": "0",
            "id": str(uuid.uuid4()),
            "detail-type": "Scheduled Event",
            "source": "aws.events",
            "account": "000000000000",
            "time": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "region": REGION,
            "resources": [f"arn:aws:events:{REGION}:000000000000:rule/{self._name}"],
            "detail": {},
        }
        try:
            self._functions.invoke(self._name, event)
        except HandlerError:
            return


def failures(answer: Any) -> list[str]:
    """The item identifiers of a partial batch answer."""
    return [item["itemIdentifier"] for item in answer.get("batchItemFailures") or ()] if isinstance(answer, dict) else []


class Pumps:
    """Every event source of the application, each in a thread; stopping saves what the stream still holds."""

    def __init__(
        self, app: Chalice, functions: Functions, *, sqs: Any, stream: Callable[[DynamoDBEventConfig, Path], StreamPump], state: Path
    ) -> None:
        self._streams = [stream(source, state) for source in app.event_sources if isinstance(source, DynamoDBEventConfig)]
        turns: list[tuple[str, Callable[[threading.Event], None]]] = [(f"stream-{pump.name}", pump.turn) for pump in self._streams]
        for source in app.event_sources:
            if isinstance(source, SQSEventConfig):
                turns.append((f"queue-{source.name}", QueuePump(functions, source, sqs).turn))
            elif isinstance(source, ScheduledEventConfig):
                turns.append((f"minute-{source.name}", MinutePump(functions, source).turn))
            elif not isinstance(source, DynamoDBEventConfig):
                raise ValueError(f"{source.name}: the local desk pumps queues, streams and schedules, not {type(source).__name__}")
        self._loops = [Loop(name, turn, PASSING) for name, turn in turns]

    def start(self) -> None:
        for loop in self._loops:
            loop.start()

    def stop(self) -> None:
        """End after the batches under way (30 s at most) and save the records that nobody has handled yet."""
        for loop in self._loops:
            loop.ask_to_stop()
        until = time.monotonic() + 30
        for loop in self._loops:
            loop.join(max(0.1, until - time.monotonic()))
        for pump in self._streams:
            pump.save_backlog()


def _attribute(value: dict[str, Any]) -> dict[str, Any]:
    named = {"stringValue": "StringValue", "binaryValue": "BinaryValue", "dataType": "DataType"}
    return {name: value[key] for name, key in named.items() if key in value}
