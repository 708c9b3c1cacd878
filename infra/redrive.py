"""Moves messages from a dead-letter queue back to its queue; stopped anywhere, it can simply be run again."""

import argparse
import sys
from collections.abc import Iterator
from typing import Any

import boto3

from infra.cfn import Json
from infra.queues import QUEUES, physical_name

BATCH = 10
# Long enough to move one batch; what a killed run had taken is back after this time.
HELD_S = 60
EMPTY_ANSWERS = 3


def main(args: list[str]) -> int:
    options = _parser().parse_args(args)
    sqs = boto3.client("sqs")
    source = _url(sqs, physical_name(options.stage, f"{options.queue}-dead"))
    if options.dry_run:
        print(f"{waiting(sqs, source)} messages wait in {options.queue}-dead")
        return 0
    moved = 0
    for count in move(sqs, source, _url(sqs, physical_name(options.stage, options.queue)), limit=options.limit):
        moved += count
        print(f"\rmoved {moved}", end="", file=sys.stderr, flush=True)
    print(f"\rmoved {moved}, {waiting(sqs, source)} left in {options.queue}-dead")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("infra redrive", description=__doc__)
    parser.add_argument("queue", choices=QUEUES)
    parser.add_argument("--stage", default="dev")
    parser.add_argument("--dry-run", action="store_true", help="only count")
    parser.add_argument("--limit", type=int, default=sys.maxsize, help="move at most this many")
    return parser


def move(sqs: Any, source: str, target: str, *, limit: int, wait_s: int = 1) -> Iterator[int]:
    """Yields the size of each batch moved, until the source answers empty several times in a row.

    A message is sent before it is deleted: a crash between leaves it twice, never nowhere.
    """
    left, empty = limit, 0
    while left > 0 and empty < EMPTY_ANSWERS:
        batch = _take(sqs, source, min(BATCH, left), wait_s)
        empty = 0 if batch else empty + 1
        if batch:
            moved = _pass_on(sqs, source, target, batch)
            left -= moved
            yield moved


def waiting(sqs: Any, url: str) -> int:
    """About how many messages the queue holds, those taken by a killed run included."""
    answer = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"])
    return sum(int(value) for value in answer["Attributes"].values())


def _take(sqs: Any, source: str, count: int, wait_s: int) -> list[Json]:
    answer = sqs.receive_message(
        QueueUrl=source, MaxNumberOfMessages=count, VisibilityTimeout=HELD_S, WaitTimeSeconds=wait_s, MessageAttributeNames=["All"]
    )
    return list(answer.get("Messages", []))


def _pass_on(sqs: Any, source: str, target: str, batch: list[Json]) -> int:
    sent = sqs.send_message_batch(QueueUrl=target, Entries=[_entry(number, message) for number, message in enumerate(batch)])
    done = [entry["Id"] for entry in sent.get("Successful", [])]
    if done:
        handles = [{"Id": number, "ReceiptHandle": batch[int(number)]["ReceiptHandle"]} for number in done]
        sqs.delete_message_batch(QueueUrl=source, Entries=handles)
    return len(done)


def _entry(number: int, message: Json) -> Json:
    entry: Json = {"Id": str(number), "MessageBody": message["Body"]}
    if message.get("MessageAttributes"):
        entry["MessageAttributes"] = message["MessageAttributes"]
    return entry


def _url(sqs: Any, name: str) -> str:
    return str(sqs.get_queue_url(QueueName=name)["QueueUrl"])
