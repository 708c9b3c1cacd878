"""What every Lambda does around its one line of work: time and configuration in, log context, partial batch answers, errors named."""

import base64
import functools
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

from aws_lambda_powertools import Logger
from chalice import Response

from chalicelib import clock, meter
from chalicelib.context import Context
from chalicelib.costs.parts import Part, Work, unpack
from chalicelib.desk import actions as desks
from chalicelib.errors import Passing, Refused, Unavailable, Unreadable, VuoroError
from chalicelib.handlers.metering import Invocation, work_of
from chalicelib.outside import queues
from chalicelib.settings import settings

Given = ParamSpec("Given")
Told = TypeVar("Told")
PLAIN = {"Content-Type": "text/plain; charset=utf-8", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
log = Logger(service="vuoro", level=settings().log_level)


def context(version: str = "") -> Context:
    """The context of a piece of work that begins now; told of a `version` of the configuration, one that knows of it."""
    now = clock.now()
    return Context(desks.current(now, version), now, clock.now)


def each_message(work: Callable[[str], None]) -> Callable[[Any], dict[str, Any]]:
    """Run `work` once per SQS message body; only the failed messages go back to the queue."""

    @functools.wraps(work)
    def handle(event: Any) -> dict[str, Any]:
        records = event.to_dict()["Records"]
        with invoked(work_of(work), len(records)) as invocation:
            failed = [record["messageId"] for record in records if not _worked_off(work, record, invocation)]
        return {"batchItemFailures": [{"itemIdentifier": message} for message in failed]}

    return handle


@contextmanager
def invoked(work: Work, pieces: int = 1) -> Iterator[Invocation]:
    """An invocation that tells in the end what no ticket paid for."""
    invocation = Invocation(work, pieces)
    yield invocation
    invocation.close()
    if told := invocation.told():
        log.info("metered", extra=told)


def _worked_off(work: Callable[[str], None], record: dict[str, Any], invocation: Invocation) -> bool:
    delivery = record.get("attributes", {}).get("ApproximateReceiveCount", "1")
    with meter.running(invocation.piece(is_first=delivery == "1")) as account:

        def take(loaded: str) -> None:
            body, load = meter.unloaded(loaded)
            account.carried = _brought(load)
            work(body)

        done = _succeeds(take, record["messageId"], record["body"])
        invocation.settle(account, done=done)
    return done


def _brought(load: str) -> tuple[Part, ...]:
    """What a message says it has cost so far; work must not wait for a bill that nobody can read."""
    try:
        return meter.brought(load)
    except ValueError as fault:
        log.warning("cost not read", extra={"reason": str(fault)})
        return ()


def each_commit(work: Callable[[dict[str, Any]], None]) -> Callable[[Any], dict[str, Any]]:
    """Run `work` on the new image of each stream record, in order.

    At a passing fault the rest of the shard waits and is tried again without limit; a poison commit goes to a queue of
    ours as {ticket, seq}, so that its neighbours move on.
    """

    @functools.wraps(work)
    def handle(event: Any) -> dict[str, Any]:
        records = event.to_dict()["Records"]
        with invoked(work_of(work), len(records)) as invocation:
            failed = next((record["dynamodb"]["SequenceNumber"] for record in records if not _announced(work, record, invocation)), None)
        return {"batchItemFailures": [{"itemIdentifier": failed}] if failed else []}

    return handle


def _announced(work: Callable[[dict[str, Any]], None], record: dict[str, Any], invocation: Invocation) -> bool:
    """The commit's own bill has its announcement already; only a run that has to be made again is on nobody's bill yet."""
    position, image = record["dynamodb"]["SequenceNumber"], record["dynamodb"]["NewImage"]
    with meter.running(invocation.piece()) as account:
        done = _settles(work, position, image)
        if done:
            account.foresaw(_foreseen(image))
        invocation.settle(account, done=done)
    return done


def _foreseen(image: dict[str, Any]) -> list[Part]:
    raw = image.get("m", {}).get("B", "")
    try:
        parts = unpack(base64.b64decode(raw) if isinstance(raw, str) else raw)
    except ValueError as fault:
        # A newer version of this code wrote it, and was taken back: the shard must not wait for a bill.
        log.warning("cost not read", extra={"reason": str(fault)})
        return []
    return [part for part in parts if part.work is Work.ANNOUNCING]


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
        with invoked(Work.PAGE) as invocation, meter.running(invocation.piece()) as account:
            answer = _answer_or_later(functools.partial(route, *args, **kwargs), route.__name__)
            invocation.settle(account)
        return answer

    return handle


def _answer_or_later(route: Callable[[], Response], name: str) -> Response:
    try:
        return route()
    except Passing as fault:
        log.warning("asked to come again", extra={"route": name, "reason": fault.message})
        return Response("Please try again in a moment.", status_code=fault.status, headers={**PLAIN, "Retry-After": str(fault.retry_after)})


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
        with invoked(work_of(work)) as invocation, meter.running(invocation.piece()) as account:
            work()
            invocation.settle(account)

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


def each_part(work: Callable[[Told], None], parts: Iterable[Told]) -> None:
    """Run `work` on every part of one message, then raise Unavailable if one failed, so that the whole message comes again."""
    failed = [number for number, part in enumerate(parts) if not _succeeds(work, f"part {number}", part)]
    if failed:
        raise Unavailable(f"parts {', '.join(map(str, failed))} failed")


def fields(body: str) -> dict[str, Any]:
    """A JSON object from a message body; anything else is a message nobody can read."""
    try:
        found = json.loads(body)
    except ValueError as fault:
        raise Unreadable(f"the body is not JSON: {fault}") from fault
    if not isinstance(found, dict):
        raise Unreadable("the body is JSON but no object")
    return found
