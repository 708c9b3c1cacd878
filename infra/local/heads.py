"""Requests of AWS as they pass by: what each asks of which service, read from its head; bodies are skipped unread."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

END = b"\r\n\r\n"
TARGETS = {"DynamoDB": "dynamodb", "DynamoDBStreams": "dynamodbstreams", "AmazonSQS": "sqs", "AmazonSSM": "ssm"}
OBJECTS = {"GET": "GetObject", "HEAD": "HeadObject", "PUT": "PutObject", "DELETE": "DeleteObject"}
ACTION = re.compile(rb"(?:^|&)Action=(\w+)")
# As far as the action of a form can be.
FORM_BYTES = 200


@dataclass(slots=True)
class Heads:
    """One connection's requests, one after another, in whatever pieces they come."""

    _kept: bytearray = field(default_factory=bytearray)
    _skip: int = 0
    _chunked: bool = False
    _form: str = ""

    def feed(self, data: bytes) -> Iterator[str]:
        """The requests that this piece completes the head of, as service:Operation; a presigned link is nobody's request."""
        self._kept += data
        while self._kept:
            if self._form:
                if len(self._kept) < min(self._skip, FORM_BYTES):
                    return
                yield self._action()
            elif self._skip:
                done = min(self._skip, len(self._kept))
                del self._kept[:done]
                self._skip -= done
            elif self._chunked:
                if not self._chunk():
                    return
            else:
                end = self._kept.find(END)
                if end < 0:
                    return
                head = self._kept[:end].decode("latin-1")
                del self._kept[: end + len(END)]
                yield from self._begin(head)

    def _begin(self, head: str) -> Iterator[str]:
        request, *lines = head.split("\r\n")
        fields = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        self._skip = int(fields.get("content-length", 0))
        self._chunked = "chunked" in fields.get("transfer-encoding", "").lower()
        method, target = request.split(" ")[:2]
        if prefix := fields.get("x-amz-target"):
            service, _, operation = prefix.partition(".")
            yield f"{TARGETS.get(service.partition('_')[0], service)}:{operation}"
        elif "x-www-form-urlencoded" in fields.get("content-type", ""):
            self._form = _service(fields.get("authorization", ""))
        elif "X-Amz-Signature=" not in target:
            yield _of_objects(method, target)

    def _action(self) -> str:
        found = ACTION.search(self._kept[: min(self._skip, FORM_BYTES)])
        service, self._form = self._form, ""
        return f"{service}:{found[1].decode() if found else 'unknown'}"

    def _chunk(self) -> bool:
        """The size line of the next chunk; whether it was there whole."""
        end = self._kept.find(b"\r\n")
        if end < 0:
            return False
        size = int(bytes(self._kept[:end]).partition(b";")[0] or b"0", 16)
        if size == 0:
            # Trailers end with an empty line, as heads do.
            closed = self._kept.find(END, end - 2 if end > 1 else 0)
            if closed < 0:
                return False
            del self._kept[: closed + len(END)]
            self._chunked = False
            return True
        del self._kept[: end + 2]
        self._skip = size + 2
        return True


def _of_objects(method: str, target: str) -> str:
    path, _, query = target.partition("?")
    is_bucket = path.strip("/").count("/") == 0
    if is_bucket:
        return "s3:ListObjectsV2" if method == "GET" and "list-type=2" in query else f"s3:{method} bucket"
    return f"s3:{OBJECTS.get(method, method)}"


def _service(authorization: str) -> str:
    """The service in the scope of the signature: key/day/region/service/aws4_request."""
    scope = authorization.partition("Credential=")[2].partition(",")[0].split("/")
    return {"email": "ses"}.get(scope[3], scope[3]) if len(scope) > 3 else "unknown"
