"""A short way to the pretended tables: the requests that tests make most often reach moto's own operations without moto's web server.

Client, signature, request and answer stay botocore's, and what a table does stays moto's. Left out is what moto does around each
request to look like a web service, most of the time of a test otherwise: finding the service among two hundred, building a WSGI request,
asking each shape of the answer for ten spellings of each member. Whatever is refused goes the whole way, so that errors are moto's too.
`test_short_way.py` holds both ways against each other.
"""

import json
import re
from base64 import b64encode
from collections.abc import Callable
from functools import cache
from typing import Any

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.handlers import BUILTIN_HANDLERS
from moto.core import DEFAULT_ACCOUNT_ID
from moto.core.botocore_stubber import MockRawResponse
from moto.core.exceptions import HTTPException, ServiceException
from moto.core.models import botocore_stubber
from moto.core.parse import JSONParser
from moto.core.utils import get_service_model
from moto.dynamodb.responses import DynamoHandler

OFTEN = {
    "BatchGetItem": DynamoHandler.batch_get_item,
    "BatchWriteItem": DynamoHandler.batch_write_item,
    "DeleteItem": DynamoHandler.delete_item,
    "GetItem": DynamoHandler.get_item,
    "PutItem": DynamoHandler.put_item,
    "Query": DynamoHandler.query,
    "UpdateItem": DynamoHandler.update_item,
}
WHOLE_WAY = ("before-send", botocore_stubber)
TABLES = re.compile(r"https://dynamodb\.([a-z0-9-]+)\.amazonaws\.com/?$")
HEADERS = {"server": "amazon.com", "Content-Type": "application/x-amz-json-1.0"}


def take() -> None:
    """Clients made from now on take the short way where there is one."""
    if WHOLE_WAY in BUILTIN_HANDLERS:
        BUILTIN_HANDLERS[BUILTIN_HANDLERS.index(WHOLE_WAY)] = ("before-send", answer)


def answer(request: AWSPreparedRequest, event_name: str, **_: Any) -> AWSResponse | None:
    """What the pretended AWS answers; None when a request is to leave this process."""
    return answer_of_table(request) or botocore_stubber(event_name, request)


def answer_of_table(request: AWSPreparedRequest) -> AWSResponse | None:
    """What moto's table answers; None when the request has to go the whole way."""
    place = TABLES.match(request.url)
    operation = _text(request.headers.get("X-Amz-Target", "")).rpartition(".")[2]
    if not botocore_stubber.enabled or place is None or operation not in OFTEN:
        return None
    parser, shape = _language(operation)
    handler = DynamoHandler()
    handler.region, handler.current_account = place[1], DEFAULT_ACCOUNT_ID
    handler.body = handler.params = parser.parse({"body": request.body})
    try:
        result = OFTEN[operation](handler).result
    except (ServiceException, HTTPException):
        return None
    body = json.dumps(_plain(result, shape))
    return AWSResponse(request.url, 200, dict(HEADERS), MockRawResponse(body))  # type: ignore[arg-type]  # as moto's own


@cache
def _language(operation: str) -> tuple[Any, Any]:
    """What reads its requests, and the shape of its answers."""
    model: Any = get_service_model("dynamodb").operation_model(operation)
    return JSONParser(model), model.output_shape


def _text(header: bytes | str) -> str:
    return header.decode() if isinstance(header, bytes) else header


def _plain(value: Any, shape: Any) -> Any:
    kind = KINDS.get(shape.type_name)
    return kind(value, shape) if kind else value


def _structure(value: dict[str, Any], shape: Any) -> dict[str, Any]:
    members = shape.members
    return {name: _plain(inner, members[name]) for name, inner in value.items() if name in members and inner is not None}


def _map(value: dict[str, Any], shape: Any) -> dict[str, Any]:
    return {name: _plain(inner, shape.value) for name, inner in value.items()}


def _list(value: list[Any], shape: Any) -> list[Any]:
    return [_plain(inner, shape.member) for inner in value]


def _blob(value: bytes | str, _: Any) -> str:
    return b64encode(value.encode() if isinstance(value, str) else value).decode()


KINDS: dict[str, Callable[[Any, Any], Any]] = {
    "structure": _structure,
    "map": _map,
    "list": _list,
    "blob": _blob,
    "string": lambda value, _: str(value),
    "integer": lambda value, _: int(value),
    "double": lambda value, _: float(value),
}
