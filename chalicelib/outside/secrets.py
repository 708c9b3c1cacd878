"""The desk's secrets: two SecureString parameters of SSM, each read once per process."""

import json
import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError

from chalicelib import meter
from chalicelib.errors import BadConfiguration
from chalicelib.outside.aws import client, code_of, reaching
from chalicelib.settings import settings

REREAD_AFTER = timedelta(minutes=1)

_lock = threading.Lock()
_read: dict[str, Mapping[str, Any]] = {}
_reread: dict[str, datetime] = {}


def keys() -> Mapping[str, Any]:
    """What proves others to us: {"token": {"current", "previous"}, "hooks": {channel: {"app_secret", "verify_token"}}}."""
    return _parameter(settings().keys_parameter)


def senders() -> Mapping[str, Any]:
    """What proves us to others: {channel: {"access_token"}}; only the function that delivers may read it."""
    return _parameter(settings().senders_parameter)


def renew(now: datetime) -> bool:
    """After a proof failed: forget the keys, in case they were rotated, at most once a minute; True if it is worth a second try."""
    name = settings().keys_parameter
    with _lock:
        if name in _reread and now - _reread[name] < REREAD_AFTER:
            return False
        _reread[name] = now
        return _read.pop(name, None) is not None


def forget() -> None:
    with _lock:
        _read.clear()
        _reread.clear()


def _parameter(name: str) -> Mapping[str, Any]:
    if name not in _read:
        _read[name] = _fetched(name)
    return _read[name]


def _fetched(name: str) -> Mapping[str, Any]:
    try:
        with meter.for_all(), reaching("parameter store"):
            answer = client("ssm").get_parameter(Name=name, WithDecryption=True)
        content = json.loads(answer["Parameter"]["Value"])
    except ClientError as error:
        raise BadConfiguration(f"parameter {name}: {code_of(error)}") from error
    except ValueError:
        # A JSON error carries the whole document, so it is not passed on.
        raise BadConfiguration(f"parameter {name}: not JSON") from None
    if not isinstance(content, dict):
        raise BadConfiguration(f"parameter {name}: expected a JSON object")
    return content
