"""What every Lambda does around its one line of work: time and configuration in, log context, partial batch answers, errors named."""

import functools
import json
from collections.abc import Callable
from typing import Any

from aws_lambda_powertools import Logger

from chalicelib import clock
from chalicelib.context import Context
from chalicelib.desk import actions as desks
from chalicelib.errors import Unreadable, VuoroError
from chalicelib.settings import settings

log = Logger(service="vuoro", level=settings().log_level)


def context() -> Context:
    """The context of a piece of work that begins now."""
    now = clock.now()
    return Context(desks.current(now), now, clock.now)


def each_message(work: Callable[[str], None]) -> Callable[[Any], dict[str, Any]]:
    """Run `work` once per SQS message body; only the failed messages go back to the queue."""

    @functools.wraps(work)
    def handle(event: Any) -> dict[str, Any]:
        failed = [record["messageId"] for record in event.to_dict()["Records"] if not _succeeds(work, record["messageId"], record["body"])]
        return {"batchItemFailures": [{"itemIdentifier": message} for message in failed]}

    return handle


def each_commit(work: Callable[[dict[str, Any]], None]) -> Callable[[Any], dict[str, Any]]:
    """Run `work` on the new image of each stream record, in order; at a failure the rest of the shard waits for it."""

    @functools.wraps(work)
    def handle(event: Any) -> dict[str, Any]:
        for record in event.to_dict()["Records"]:
            position = record["dynamodb"]["SequenceNumber"]
            if not _succeeds(work, position, record["dynamodb"]["NewImage"]):
                return {"batchItemFailures": [{"itemIdentifier": position}]}
        return {"batchItemFailures": []}

    return handle


def scheduled(work: Callable[[], None]) -> Callable[[Any], None]:
    """Run `work` on a schedule; the schedule's event says nothing that it needs."""

    @functools.wraps(work)
    def handle(event: Any) -> None:
        work()

    return handle


def _succeeds(work: Callable[[Any], None], position: str, given: Any) -> bool:
    """One record must not take its neighbours down, so this is the one place that catches everything."""
    try:
        work(given)
    except VuoroError as error:
        log.warning("record failed", extra={"record": position, "code": error.code, "retryable": error.retryable, "reason": error.message})
        return False
    except Exception:
        log.exception("record failed", extra={"record": position})
        return False
    return True


def fields(body: str) -> dict[str, Any]:
    """A JSON object from a message body; anything else is a message nobody can read."""
    try:
        found = json.loads(body)
    except ValueError as fault:
        raise Unreadable(f"the body is not JSON: {fault}") from fault
    if not isinstance(found, dict):
        raise Unreadable("the body is JSON but no object")
    return found
