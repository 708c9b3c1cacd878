"""Idempotency-Key on every POST: the first answer is kept for a day, and whoever repeats the request gets it again.

A key belongs to one caller, one path and one request: with another body or other parameters it is refused. While the first request
runs, a repetition is told to come again. An answer that says that something failed on our side is not kept: the repetition does the
work anew, and what the first one may have written is found again by what `repeats` has bound to the key.
"""

import hashlib
import re
import zlib
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Protocol

from chalice.app import Request

from chalicelib.codec import from_json, to_json
from chalicelib.context import Context
from chalicelib.errors import FieldFault, InvalidInput, Passing, Refused, VuoroError
from chalicelib.handlers.answer import Answer
from chalicelib.handlers.raw import body_of, header_of
from chalicelib.ids import digest
from chalicelib.storage import replays

HEADER = "idempotency-key"
KEY = re.compile(r"[\x21-\x7e]{1,255}")
# The function ends after so long (.chalice/config.json): by then whoever began is done or gone.
LONGEST_RUN = timedelta(seconds=15)
# A row takes 400 kB; an answer that is larger is worked out again.
LARGEST_KEPT = 300_000
BOUNDARY = re.compile(r'boundary="?([^";,]+)"?', re.IGNORECASE)
REPLAYED = {"Idempotent-Replayed": "true"}


class KeyReused(Refused):
    """This Idempotency-Key was sent with another body or other parameters before; a new request needs a new key."""

    status = 422
    code = "idempotency_key_reused"


class StillRunning(Passing):
    """The first request with this Idempotency-Key is still running; ask again in a moment."""

    status = 409
    code = "request_in_progress"


def key_of(request: Request) -> str:
    """The Idempotency-Key, empty without one. Raises InvalidInput for what is none."""
    if HEADER not in request.headers:
        return ""
    given = header_of(request, HEADER)
    if not KEY.fullmatch(given):
        raise InvalidInput(FieldFault("Idempotency-Key", "It should be 1 to 255 visible ASCII characters"))
    return given


class Asking(Protocol):
    """What is known of the request whose key it is."""

    @property
    def request(self) -> Request: ...
    @property
    def context(self) -> Context: ...


def once(key: str, call: Asking, work: Callable[[], Answer], refusal: Callable[[VuoroError], Answer]) -> Answer:
    """What `work` answers, or what it answered when this request came first. Raises KeyReused, StillRunning."""
    asked, now = asked_by(call.request), call.context.now
    standing = replays.begin(key, asked, now, now + LONGEST_RUN)
    if standing is not None:
        return _again(standing, asked, now)
    try:
        answer = work()
    except Refused as error:
        answer = refusal(error)
    except Exception:
        with suppress(Passing):
            replays.leave(key, asked, now)
        raise
    _keep(key, asked, now, answer)
    return answer


def asked_by(request: Request) -> str:
    """A digest of the parameters and the body; a form's boundary is a new one each time and says nothing."""
    query, body = dict(request.query_params or {}), body_of(request)
    if found := BOUNDARY.search(header_of(request, "content-type")):
        body = body.replace(found[1].encode(), b"")
    return digest(str(sorted(query.items())), hashlib.sha256(body).hexdigest())


def _again(standing: replays.ReplayRow, asked: str, now: datetime) -> Answer:
    if standing.asked != asked:
        raise KeyReused
    if standing.told is None:
        raise StillRunning(retry_after=max(1, int(standing.until) - int(now.timestamp())))
    told = from_json(zlib.decompress(standing.told), dict[str, Any])
    return Answer(told["body"], told["status"], {**told["headers"], **REPLAYED})


def _keep(key: str, asked: str, now: datetime, answer: Answer) -> None:
    told = zlib.compress(to_json({"status": answer.status, "headers": dict(answer.headers), "body": answer.body}))
    # The work is done: whoever waits for the answer gets it, kept or not.
    with suppress(Passing):
        if len(told) <= LARGEST_KEPT and not answer.is_secret:
            replays.keep(key, asked, now, told)
        else:
            replays.leave(key, asked, now)
