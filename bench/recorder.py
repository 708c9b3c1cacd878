"""Writes down every request that the application makes of AWS, by hooks of botocore on the application's own clients."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from botocore.response import StreamingBody

from bench.tape import Answer
from chalicelib.outside import aws
from chalicelib.storage.rows import shared_connection

SERVICES = ("s3", "ses", "sqs", "ssm")
PROFILES = ("usual", "commit")
MARK = "vuoro-call"
WRITES = frozenset({"PutItem", "UpdateItem", "DeleteItem"})

Look = Callable[[str, dict[str, Any]], dict[str, Any] | None]


@dataclass(slots=True)
class Call:
    """One request: what was asked, what came back, and in whose name.

    `before` and `after` are the item a write is about, `removed` are table and item of each removal of a batch.
    """

    service: str
    operation: str
    params: dict[str, Any]
    by: str = ""
    answer: dict[str, Any] = field(default_factory=dict)
    refused: str = ""
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    on_the_wire: Answer | None = None
    removed: tuple[tuple[str, dict[str, Any] | None], ...] = ()

    @property
    def writes(self) -> bool:
        return self.service == "dynamodb" and self.operation in WRITES

    @property
    def put_together(self) -> tuple[tuple[str, dict[str, Any]], ...]:
        """Table and item of each put of a batch, but for those that were not taken."""
        if self.operation != "BatchWriteItem" or self.refused:
            return ()
        left = self.answer.get("UnprocessedItems", {})
        asked = [(table, entry) for table, entries in self.params["RequestItems"].items() for entry in entries]
        taken = [(table, entry) for table, entry in asked if entry not in left.get(table, ())]
        return tuple((table, entry["PutRequest"]["Item"]) for table, entry in taken if "PutRequest" in entry)

    @property
    def asked_to_remove(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Table and key of each removal of a batch."""
        if self.operation == "BatchWriteItem":
            for table, entries in self.params["RequestItems"].items():
                yield from ((table, entry["DeleteRequest"]["Key"]) for entry in entries if "DeleteRequest" in entry)


@dataclass(slots=True)
class Recorder:
    """All calls in their order. `look` reads the item of a table by its key on a way that is not recorded."""

    look: Look | None = None
    calls: list[Call] = field(default_factory=list)
    name: str = ""

    @contextmanager
    def by(self, name: str) -> Iterator[None]:
        """Calls made inside are made in this name."""
        outer, self.name = self.name, name
        try:
            yield
        finally:
            self.name = outer

    @contextmanager
    def attached(self) -> Iterator["Recorder"]:
        clients = [*(aws.client(name) for name in SERVICES), *(shared_connection(profile).client for profile in PROFILES)]
        for client in clients:
            # First, because the world takes the delays out of what is sent.
            client.meta.events.register_first("before-parameter-build", self._asked)
            client.meta.events.register("after-call", self._answered)
        try:
            yield self
        finally:
            for client in clients:
                client.meta.events.unregister("before-parameter-build", self._asked)
                client.meta.events.unregister("after-call", self._answered)

    def _asked(self, params: dict[str, Any], model: Any, context: dict[str, Any], **_: Any) -> None:
        call = Call(model.service_model.service_name, model.name, dict(params), self.name)
        if self.look and call.writes:
            call.before = self.look(*place_of(call))
        if self.look:
            look = self.look
            call.removed = tuple((table, look(table, key)) for table, key in call.asked_to_remove)
        context[MARK] = call
        self.calls.append(call)

    def _answered(self, http_response: Any, parsed: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
        call: Call = context[MARK]
        call.answer, call.refused = parsed, parsed.get("Error", {}).get("Code", "")
        call.on_the_wire = Answer(call.operation, http_response.status_code, dict(http_response.headers), _content(http_response, parsed))
        if self.look and call.writes:
            call.after = self.look(*place_of(call))


def _content(http_response: Any, parsed: dict[str, Any]) -> bytes:
    """What came over the wire; an object that is still to be read stays readable."""
    body = parsed.get("Body")
    if not isinstance(body, StreamingBody):
        return bytes(http_response.content)
    content: bytes = body.read()
    parsed["Body"] = StreamingBody(io.BytesIO(content), len(content))
    return content


def place_of(call: Call) -> tuple[str, dict[str, Any]]:
    """Table and key of a write to DynamoDB."""
    given = call.params.get("Key") or call.params["Item"]
    return call.params["TableName"], {name: given[name] for name in ("pk", "sk") if name in given}
