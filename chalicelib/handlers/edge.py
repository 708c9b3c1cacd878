"""What every Lambda does around its one line of work: time and configuration in, log context, partial batch answers, errors named."""

import functools
import json
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from aws_lambda_powertools import Logger
from chalice import Response

from chalicelib import clock
from chalicelib.context import Context
from chalicelib.desk import actions as desks
from chalicelib.errors import Passing, Refused, Unreadable, VuoroError
from chalicelib.outside import queues
from chalicelib.settings import settings

Given = ParamSpec("Given")
Told = TypeVar("Told")
PLAIN = {"Content-Type": "text/plain; charset=utf-8", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
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
    """Run `work` on the new image of each stream record, in order.

    At a passing fault the rest of the shard waits and is tried again without limit; a poison commit goes to a queue of
    ours as {ticket, seq}, so that its neighbours move on.
    """

    @functools.wraps(work)
    def handle(event: Any) -> dict[str, Any]:
        for record in event.to_dict()["Records"]:
            position, image = record["dynamodb"]["SequenceNumber"], record["dynamodb"]["NewImage"]
            if not _settles(work, position, image):
                return {"batchItemFailures": [{"itemIdentifier": position}]}
        return {"batchItemFailures": []}

    return handle


def _settles(work: Callable[[dict[str, Any]], None], position: str, image: dict[str, Any]) -> bool:
    try:
        work(image)
    except Passing as fault:
        log.warning("commit waits", extra={"record": position, "reason": fault.message})
        return False
    except Exception:
        log.exception("poison commit", extra={"record": position})
        return _succeeds(_to_poison, position, image)
    return True


def _to_poison(image: dict[str, Any]) -> None:
    place = {"ticket": int(image["pk"]["S"].partition("#")[2]), "seq": int(image["sk"]["S"].partition("#")[2])}
    queues.send("poison", json.dumps(place))


def or_later(route: Callable[Given, Response]) -> Callable[Given, Response]:
    """Answer a passing fault with 503 and when to come again: whoever asked has nothing to mend."""

    @functools.wraps(route)
    def handle(*args: Given.args, **kwargs: Given.kwargs) -> Response:
        try:
            return route(*args, **kwargs)
        except Passing as fault:
            log.warning("asked to come again", extra={"route": route.__name__, "reason": fault.message})
            return Response(
                "Please try again in a moment.", status_code=fault.status, headers={**PLAIN, "Retry-After": str(fault.retry_after)}
            )

    return handle


def answered(work: Callable[[], Told], otherwise: Callable[[VuoroError | None], Told], request_id: str) -> Told:
    """What `work` answers, or what `otherwise` says of its error; of one that nobody foresaw (None) the log has the traceback."""
    try:
        return work()
    except VuoroError as error:
        if not isinstance(error, Refused):
            log.warning("request failed", extra={"request_id": request_id, "code": error.code, "reason": error.message})
        return otherwise(error)
    except Exception:
        log.exception("request failed", extra={"request_id": request_id})
        return otherwise(None)


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
