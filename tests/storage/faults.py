"""Faults between our tables and us: a call that never arrives, or one whose answer is lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import ClientError, ReadTimeoutError

from chalicelib.storage.rows import shared_connection

LOST = ReadTimeoutError(endpoint_url="dynamodb")
OPERATION = "before-call.dynamodb.{}"
ASKED = "before-parameter-build.dynamodb.{}"
ANSWER = "after-call.dynamodb.{}"


def refusal(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "provoked"}}, "Operation")


@contextmanager
def failing(operation: str, *faults: Exception | None, profile: str = "usual", answer: bool = False) -> Iterator[list[Exception | None]]:
    """Let the next calls fail so; with `answer` the work is done and what is lost is only the answer. What is left of `faults`."""
    left, events = list(faults), shared_connection(profile).client.meta.events
    name = (ANSWER if answer else OPERATION).format(operation)

    def provoke(**_: Any) -> None:
        if left and (fault := left.pop(0)):
            raise fault

    events.register(name, provoke)
    try:
        yield left
    finally:
        events.unregister(name, provoke)


@contextmanager
def counting(operation: str, profile: str = "usual") -> Iterator[list[dict[str, Any]]]:
    """The parameters of every call of that operation."""
    seen: list[dict[str, Any]] = []
    events = shared_connection(profile).client.meta.events

    def note(params: dict[str, Any], **_: Any) -> None:
        seen.append(params)

    events.register(ASKED.format(operation), note)
    try:
        yield seen
    finally:
        events.unregister(ASKED.format(operation), note)
