"""What the package leaves out of libraries: data of services and operations that we never call, and modules that only load more modules."""

import gzip
import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# By botocore's name of a service, what the application asks of it. HeadBucket is botocore's own question when a bucket is elsewhere.
OPERATIONS: Mapping[str, tuple[str, ...]] = {
    "dynamodb": ("BatchGetItem", "BatchWriteItem", "DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem"),
    "s3": ("CopyObject", "GetObject", "HeadBucket", "HeadObject", "ListObjectsV2", "PutObject"),
    "ses": ("SendRawEmail",),
    "sqs": ("SendMessage", "SendMessageBatch"),
    "ssm": ("GetParameter",),
}
ENDPOINTS = ("dynamodb", "s3", "email", "sqs", "ssm")
MODELS = ("service-2.json", "endpoint-rule-set-1.json", "paginators-1.json", "service-2.sdk-extras.json")
PROSE = ("documentation", "documentationUrl")
# Parts of libraries that nothing of ours imports: the router and its Swagger page, pydantic models, a second time-zone database.
UNUSED_UTILITIES = ("parser", "data_classes", "idempotency", "parameters", "feature_flags", "kafka")
# Languages that search does not stem; those that it does are in chalicelib/search/stems.py.
STEMMED_BY_NOBODY = (
    "arabic armenian basque catalan czech danish dutch dutch_porter esperanto french greek hindi hungarian indonesian irish "
    "italian lithuanian nepali norwegian persian polish porter portuguese romanian russian serbian sesotho spanish tamil "
    "turkish yiddish"
)
UNUSED = (
    "aws_lambda_powertools/event_handler",
    "dateutil/zoneinfo/dateutil-zoneinfo.tar.gz",
    *(f"aws_lambda_powertools/utilities/{name}" for name in UNUSED_UTILITIES),
    *(f"snowballstemmer/{name}_stemmer.py" for name in STEMMED_BY_NOBODY.split()),
)


@dataclass(frozen=True, slots=True)
class StandIn:
    """A module of a library that ships with other text, or with more text at its end, because its own makes what a function never uses.

    `digest` begins the SHA-256 of the text it was written for; over another one, of a newer version, it is not put.
    """

    path: str
    digest: str
    text: str
    at_end: bool = False


DOCSTRINGS = '''"""Methods of clients without the pages of help that would be written if somebody asked for them."""


class _Empty(str):
    def __new__(cls, *args, **kwargs):
        return super().__new__(cls)


ClientMethodDocstring = PaginatorDocstring = WaiterDocstring = _Empty
'''
LOGGER = '''"""The logger alone: metrics and traces are not made here."""

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.package_logger import set_package_logger_handler

__all__ = ["Logger"]

set_package_logger_handler()
'''
HANDLERS = f"""

# Each of these is inspected for every session: those for documentation and for services that are not here can never be called.
_HERE = ([], *([name] for name in {tuple(OPERATIONS)}))
BUILTIN_HANDLERS = [entry for entry in BUILTIN_HANDLERS if entry[0].split(".")[1:2] in _HERE]
"""
STAND_INS = (
    StandIn("botocore/handlers.py", "504f9fd31a56", HANDLERS, at_end=True),
    StandIn("botocore/docs/__init__.py", "331c7a7a2cbb", ""),
    StandIn("botocore/docs/docstring.py", "268f65038645", DOCSTRINGS),
    StandIn("snowballstemmer/__init__.py", "b7deb373e5cf", ""),
    StandIn("urllib3/http2/__init__.py", "c73ac0487ed1", ""),
    StandIn("aws_lambda_powertools/__init__.py", "a388841d4d0c", LOGGER),
)


def cut(tree: Path) -> None:
    """Everything of this module, done to the unpacked libraries."""
    for name in UNUSED:
        path = tree / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    for stand_in in STAND_INS:
        put(stand_in, tree)
    trim(tree / "botocore" / "data")


def put(stand_in: StandIn, tree: Path) -> None:
    """Raises LookupError if the library is no longer the one it was written for."""
    path = tree / stand_in.path
    if not hashlib.sha256(path.read_bytes()).hexdigest().startswith(stand_in.digest):
        raise LookupError(f"{stand_in.path} has changed: read it again and write a new stand-in in infra/cuts.py, or drop it")
    path.write_text(path.read_text() + stand_in.text if stand_in.at_end else stand_in.text)


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
