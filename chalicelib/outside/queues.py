"""Sending to our SQS queues, one message or many, with the failed part of a batch tried again."""

import random
import time
from collections.abc import Iterator, Mapping, Sequence

from chalicelib import meter
from chalicelib.errors import Unavailable
from chalicelib.outside.aws import client, reaching
from chalicelib.settings import settings

LONGEST_DELAY = 900
BATCH = 10
# SQS takes 1 MiB a request; the rest is for the envelope.
BATCH_BYTES = 1_000_000
PAUSES = (0.0, 0.1, 0.4)

Waiting = Mapping[int, tuple[str, int]]


def send(queue: str, body: str, delay: int = 0) -> None:
    """Put one message on a queue of `settings().queue_urls`; `delay` in seconds, cut to the 900 that SQS allows."""
    loaded, quote = meter.loaded(body)
    with reaching(f"queue {queue}"):
        client("sqs").send_message(QueueUrl=settings().queue_url(queue), MessageBody=loaded, DelaySeconds=_allowed(delay))
    meter.sent(quote)


def send_many(queue: str, bodies: Sequence[tuple[str, int]]) -> None:
    """Put (body, delay) pairs on a queue; raises Unavailable naming by position what was not sent after three tries."""
    waiting = dict(enumerate(bodies))
    for pause in PAUSES:
        time.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - jitter, no secret
        failed = {position: why for batch in _batches(waiting) for position, why in _send_batch(queue, batch).items()}
        if not failed:
            return
        waiting = {position: bodies[position] for position in failed}
    named = ", ".join(f"{position} ({why})" for position, why in failed.items())
    raise Unavailable(f"queue {queue}: {len(failed)} of {len(bodies)} messages not sent: {named}")


def _send_batch(queue: str, batch: Waiting) -> dict[int, str]:
    """The positions that SQS did not take, each with its reason."""
    entries = [{"Id": str(position), "MessageBody": body, "DelaySeconds": _allowed(delay)} for position, (body, delay) in batch.items()]
    try:
        with reaching("SendMessageBatch"):
            answer = client("sqs").send_message_batch(QueueUrl=settings().queue_url(queue), Entries=entries)
    except Unavailable as error:
        return dict.fromkeys(batch, error.message)
    return {int(failure["Id"]): failure["Code"] for failure in answer.get("Failed", [])}


def _batches(waiting: Waiting) -> Iterator[Waiting]:
    batch: dict[int, tuple[str, int]] = {}
    size = 0
    for position, (body, delay) in waiting.items():
        length = len(body.encode())
        if batch and (len(batch) == BATCH or size + length > BATCH_BYTES):
            yield batch
            batch, size = {}, 0
        batch[position] = (body, delay)
        size += length
    if batch:
        yield batch


def _allowed(delay: int) -> int:
    return min(max(delay, 0), LONGEST_DELAY)
