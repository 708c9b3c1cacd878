"""What the package leaves out of libraries: data of services and operations that we never call, and modules that nothing imports."""

import gzip
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

# By botocore's name of a service, what the application asks of it. HeadBucket is botocore's own question when a bucket is elsewhere.
OPERATIONS: Mapping[str, tuple[str, ...]] = {
    "dynamodb": ("BatchGetItem", "BatchWriteItem", "DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem"),
    "s3": ("CopyObject", "DeleteObject", "GetObject", "HeadBucket", "HeadObject", "ListObjectsV2", "PutObject"),
    "ses": ("SendRawEmail",),
    "sqs": ("SendMessage", "SendMessageBatch"),
    "ssm": ("GetParameter",),
}
ENDPOINTS = ("dynamodb", "s3", "email", "sqs", "ssm")
MODELS = ("service-2.json", "endpoint-rule-set-1.json", "paginators-1.json", "service-2.sdk-extras.json")
PROSE = ("documentation", "documentationUrl")
# Of Powertools the logger is used, and what it imports: the JMESPath functions.
UNUSED_TOOLS = (
    "event_handler metrics middleware_factory tracing utilities/auth_alpha utilities/batch utilities/circuit_breaker "
    "utilities/data_classes utilities/data_masking utilities/feature_flags utilities/idempotency utilities/kafka "
    "utilities/metadata utilities/parameters utilities/parser utilities/streaming utilities/typing utilities/validation"
)
# What writes botocore's pages of help.
HELP = "bcdoc client.py example.py method.py paginator.py params.py service.py shape.py sharedexample.py translator.py waiter.py"
# Languages that search does not stem; those that it does are in chalicelib/search/stems.py.
STEMMED_BY_NOBODY = (
    "arabic armenian basque catalan czech danish dutch dutch_porter esperanto french greek hindi hungarian indonesian irish "
    "italian lithuanian nepali norwegian persian polish porter portuguese romanian russian serbian sesotho spanish tamil "
    "turkish yiddish"
)
# Of the rest what nothing of ours imports: a second time-zone database, JSON schemas, HTTP of a browser, HTTP/2 and proxies of other kinds.
UNUSED = (
    *(f"aws_lambda_powertools/{name}" for name in UNUSED_TOOLS.split()),
    *(f"botocore/docs/{name}" for name in HELP.split()),
    "dateutil/zoneinfo",
    "msgspec/_json_schema.py",
    "msgspec/inspect.py",
    *(f"snowballstemmer/{name}_stemmer.py" for name in STEMMED_BY_NOBODY.split()),
    "urllib3/contrib/emscripten",
    "urllib3/contrib/socks.py",
    "urllib3/http2/connection.py",
)


def cut(tree: Path) -> None:
    """Everything of this module, done to the unpacked libraries."""
    for name in UNUSED:
        path = tree / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    trim(tree / "botocore" / "data")


def trim(data: Path) -> None:
    """Keeps the models of what we call, unpacked, since un-gzipping and reading the rest costs time at every cold start."""
    for folder in [entry for entry in data.iterdir() if entry.is_dir() and entry.name not in OPERATIONS]:
        shutil.rmtree(folder)
    for packed in data.rglob("*.json.gz"):
        packed.with_suffix("").write_bytes(gzip.decompress(packed.read_bytes()))
        packed.unlink()
    for path in list(data.glob("*/*/*.json")):
        _keep_used(path)
    endpoints = data / "endpoints.json"
    _write(endpoints, _cut_endpoints(json.loads(endpoints.read_text())))


def _keep_used(path: Path) -> None:
    """Of the versions of a service only the newest is asked for."""
    newest = max(folder.name for folder in path.parents[1].iterdir())
    if path.name not in MODELS or path.parent.name != newest:
        path.unlink()
    elif path.name == "service-2.json":
        _write(path, cut_model(json.loads(path.read_text()), OPERATIONS[path.parents[1].name]))
    else:
        _write(path, json.loads(path.read_text()))


def _cut_endpoints(endpoints: Any) -> Any:
    for partition in endpoints["partitions"]:
        partition["services"] = {name: entry for name, entry in partition["services"].items() if name in ENDPOINTS}
    return endpoints


def cut_model(model: Any, operations: Iterable[str]) -> Any:
    """A service's model with these operations and what shapes they need, without its prose. Raises KeyError for one it does not know."""
    kept = {name: model["operations"][name] for name in operations}
    shapes, pending = {}, list(_named(kept))
    while pending:
        name = pending.pop()
        if name not in shapes:
            shapes[name] = model["shapes"][name]
            pending += _named(shapes[name])
    return {**model, "operations": _without_prose(kept), "shapes": _without_prose(shapes)}


def _named(part: Any) -> Iterator[str]:
    """The shapes that a part of a model speaks of."""
    if isinstance(part, dict):
        if isinstance(part.get("shape"), str):
            yield part["shape"]
        yield from (name for value in part.values() for name in _named(value))
    elif isinstance(part, list):
        yield from (name for value in part for name in _named(value))


def _without_prose(part: Any) -> Any:
    if isinstance(part, dict):
        return {name: _without_prose(value) for name, value in part.items() if not (name in PROSE and isinstance(value, str))}
    return [_without_prose(value) for value in part] if isinstance(part, list) else part


def _write(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, separators=(",", ":")))
