"""Clients of AWS services: botocore without boto3, one session, one client per service, each made on first use."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError, HTTPClientError, IncompleteReadError
from botocore.exceptions import ConnectionError as NotConnected
from botocore.parsers import ResponseParserError

from chalicelib import meter
from chalicelib.agent import named
from chalicelib.answers import is_cut
from chalicelib.errors import Unavailable
from chalicelib.settings import settings

# AWS_ENDPOINT_URL is botocore's own and needs nothing here.
OFTEN = {"connect_timeout": 1, "read_timeout": 5, "retries": {"mode": "standard", "total_max_attempts": 4}}
ONCE = {"connect_timeout": 2, "read_timeout": 30, "retries": {"mode": "standard", "total_max_attempts": 1}}
NOT_IDEMPOTENT = ("ses",)
THROTTLES = {"Throttling", "ThrottlingException", "ThrottledException", "RequestThrottled", "RequestThrottledException", "SlowDown"}
THROTTLES |= {"TooManyRequestsException", "RequestLimitExceeded", "LimitExceededException", "OverLimit", "RequestTimeout", "KmsThrottled"}
NO_ANSWER = (NotConnected, HTTPClientError, IncompleteReadError, ResponseParserError)

_lock = threading.Lock()
_session: botocore.session.Session | None = None
_clients: dict[str, Any] = {}


def client(name: str) -> Any:
    """The shared botocore client of a service (`sqs`, `s3`, `ssm`, `ses`); safe to use from several threads."""
    if name not in _clients:
        with _lock:
            if name not in _clients:
                _clients[name] = _made(name)
    return _clients[name]


def forget() -> None:
    """Drop session and clients, so that the next use reads region, credentials and endpoint again."""
    global _session
    with _lock:
        _session = None
        _clients.clear()


def session() -> botocore.session.Session:
    """The session behind all clients; event hooks registered here reach the clients that are made afterwards."""
    global _session
    _session = _session or botocore.session.get_session()
    return _session


@contextmanager
def reaching(what: str) -> Iterator[None]:
    """Turn faults that may pass into Unavailable, named by `what`; all others are bugs or bad set-up and go through."""
    try:
        yield
    except NO_ANSWER as error:
        raise Unavailable(f"{what}: {type(error).__name__}") from error
    except ClientError as error:
        if may_pass(error):
            raise Unavailable(f"{what}: {code_of(error)}") from error
        raise


def may_pass(error: ClientError) -> bool:
    """Whether AWS itself was throttling or failing."""
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return status >= 500 or status == 429 or code_of(error).rsplit(".", 1)[-1] in THROTTLES


def code_of(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def _made(name: str) -> Any:
    config: dict[str, Any] = ONCE if name in NOT_IDEMPOTENT else OFTEN
    made = session().create_client(name, region_name=settings().region, config=named().merge(Config(**config)))
    meter.listen(made.meta.events)
    made.meta.events.register("after-call", _refuse_cut)
    return made


def _refuse_cut(http_response: Any, model: Any, **_: Any) -> None:
    if is_cut(http_response, model):
        raise ConnectionClosedError(endpoint_url=model.service_model.service_name)
