"""Provoked answers of AWS, one per call, put in front of the pretended service by botocore's own hooks."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.exceptions import ClientError

from chalicelib.outside import aws

Happening = Exception | tuple[int, str] | None


class Body(io.BytesIO):
    def stream(self, *_: object, **__: object) -> Iterator[bytes]:
        yield self.read()


@contextmanager
def provoked(service: str, operation: str, *happenings: Happening) -> Iterator[list[Happening]]:
    """Let the next calls of an operation end so: by an exception, by (status, body), or None for untouched.

    With (status, body) the pretended service does its work all the same and only its answer is replaced.
    """
    waiting, seen = list(happenings), list[Happening]()

    def answer(request: Any, **_: object) -> AWSResponse | None:
        happening = waiting.pop(0) if waiting else None
        seen.append(happening)
        if isinstance(happening, Exception):
            raise happening
        return None if happening is None else AWSResponse(request.url, happening[0], HTTPHeaders(), Body(happening[1].encode()))

    events, name = aws.client(service).meta.events, f"before-send.{service}.{operation}"
    events.register_first(name, answer)
    try:
        yield seen
    finally:
        events.unregister(name, answer)


def client_error(code: str, status: int) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "why"}, "ResponseMetadata": {"HTTPStatusCode": status}}, "Operation")  # type: ignore[typeddict-item]  # only what is read
