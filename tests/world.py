"""A whole desk on one table-top: moto for AWS, the real handlers, a clock we turn; what a customer sees comes out as mails."""

import base64
import email
import email.policy
import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from functools import cache, cached_property
from typing import Any
from urllib.parse import parse_qsl

import boto3
from chalice.local import LambdaContext

from chalicelib import clock
from chalicelib.outside import aws as outside_aws
from chalicelib.outside import secrets
from chalicelib.settings import QUEUES, settings
from tests import pretended
from tests.pretended import fresh_buckets as fresh_buckets
from tests.pretended import fresh_queues as fresh_queues

HANDLERS = {
    "inbound": "on_inbound",
    "routing": "on_routing",
    "checks": "on_check",
    "deliveries": "on_delivery",
    "background": "on_background",
}
TOKEN_KEYS = {"current": "a-test-key-of-some-length"}
APP_SECRET = "whatsapp-app-secret"
START = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
MOST_ROUNDS = 400
PRETENDED = "the stream in this process"
TAG = re.compile(r"^X-SES-MESSAGE-TAGS: vuoro=(\S+)", re.M)
SCHEDULED: dict[str, Any] = {
    "version": "0",
    "id": "s",
    "detail-type": "Scheduled Event",
    "source": "aws.events",
    "account": "123456789012",
    "time": "2026-12-01T08:00:00Z",
    "region": "eu-north-1",
    "resources": [],
    "detail": {},
}


@cache
def client(service: str) -> Any:
    """The world's own way to AWS, apart from the handlers'; making a client takes longer than most calls."""
    make: Any = boto3.client
    return make(service)


@dataclass
class Sent:
    """A mail that left the desk, as the mailbox of its reader shows it; it is read only when somebody looks."""

    to: tuple[str, ...]
    raw: str
    message_id: str

    @cached_property
    def mail(self) -> EmailMessage:
        parsed = email.message_from_string(self.raw, policy=email.policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed

    @property
    def subject(self) -> str:
        return str(self.mail["Subject"])

    @property
    def text(self) -> str:
        body = self.mail.get_body(preferencelist=("plain",))
        return body.get_content() if body else ""

    @property
    def tag(self) -> str:
        found = TAG.search(self.raw)
        return found[1] if found else ""


@dataclass
class World:
    """`settle` runs every handler until nothing is left to do; `at` and `after` turn the clock minute by minute."""

    app: Any
    now: datetime = START
    failures: list[str] = field(default_factory=list)
    later: list[tuple[datetime, str, str]] = field(default_factory=list)
    stream: dict[str, str] = field(default_factory=dict)
    said: list[dict[str, Any]] = field(default_factory=list)
    mails_read: int = 0
    ses_events: bool = True
    deliver_twice: bool = False
    _count: int = 0

    # -- doors --

    def mail(
        self,
        sender: str,
        subject: str,
        text: str,
        *,
        to: str = "help@kauppa.example",
        cc: str = "",
        message_id: str = "",
        headers: Sequence[tuple[str, str]] = (),
        recipients: Sequence[str] = (),
        verdicts: dict[str, str] | None = None,
    ) -> str:
        """A customer's mail comes in by SES; its Message-ID."""
        self._count += 1
        message = EmailMessage(policy=email.policy.SMTP.clone(max_line_length=900))
        message["From"], message["To"], message["Subject"] = sender, to, subject
        message["Message-ID"] = message_id or f"<m{self._count}@customer.example>"
        if cc:
            message["Cc"] = cc
        for name, value in headers:
            message[name] = value
        message.set_content(text)
        self.raw_mail(message.as_bytes(), recipients=recipients or [to.split("<")[-1].strip(">")], verdicts=verdicts)
        return str(message["Message-ID"])

    def raw_mail(self, raw: bytes, *, recipients: Sequence[str], mail_from: str = "", verdicts: dict[str, str] | None = None) -> None:
        self._count += 1
        key = f"mail/{hashlib.sha256(str(self._count).encode()).hexdigest()[:40]}"
        client("s3").put_object(Bucket=settings().raw_bucket, Key=key, Body=raw)
        checks = {"spf": "PASS", "dkim": "PASS", "dmarc": "PASS", "spam": "PASS", "virus": "PASS"} | (verdicts or {})
        receipt = {
            "timestamp": _iso(self.now),
            "recipients": list(recipients),
            **{f"{name}Verdict": {"status": status} for name, status in checks.items()},
            "action": {"type": "S3", "bucketName": settings().raw_bucket, "objectKey": key},
        }
        notice = {
            "notificationType": "Received",
            "receipt": receipt,
            "mail": {"timestamp": _iso(self.now), "source": mail_from or "someone@customer.example", "messageId": key},
        }
        self.send("inbound", json.dumps(notice))

    def whatsapp(self, sender: str, text: str, *, name: str = "Aino", message_id: str = "") -> dict[str, Any]:
        """A WhatsApp message comes in by the signed webhook; what we answered."""
        self._count += 1
        message = {
            "from": sender,
            "id": message_id or f"wamid.{self._count}",
            "timestamp": str(int(self.now.timestamp())),
            "type": "text",
            "text": {"body": text},
        }
        value = {
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": "358401234567", "phone_number_id": "10001"},
            "contacts": [{"profile": {"name": name}, "wa_id": sender}],
            "messages": [message],
        }
        body = json.dumps(
            {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [{"field": "messages", "value": value}]}]}
        ).encode()
        signature = "sha256=" + hmac.new(APP_SECRET.encode(), body, hashlib.sha256).hexdigest()
        return self.http(
            "POST", "/hooks/whatsapp", body=body, headers={"content-type": "application/json", "x-hub-signature-256": signature}
        )

    def http(self, method: str, path: str, *, body: bytes = b"", headers: dict[str, str] | None = None) -> dict[str, Any]:
        """A request as API Gateway hands it over; {statusCode, body, headers}."""
        bare, _, query = path.partition("?")
        route, parameters = self._route(method, bare)
        pairs = parse_qsl(query, keep_blank_values=True)
        multi: dict[str, list[str]] = {}
        for name, value in pairs:
            multi.setdefault(name, []).append(value)
        event = {
            "resource": route,
            "path": bare,
            "httpMethod": method,
            "headers": headers or {},
            "multiValueHeaders": {},
            "multiValueQueryStringParameters": multi or None,
            "queryStringParameters": dict(pairs) or None,
            "pathParameters": parameters,
            "stageVariables": None,
            "body": base64.b64encode(body).decode() if body else None,
            "isBase64Encoded": bool(body),
            "requestContext": {
                "httpMethod": method,
                "resourcePath": route,
                "path": bare,
                "identity": {"sourceIp": "127.0.0.1"},
                "requestId": "r1",
            },
        }
        with self.time():
            answer: dict[str, Any] = self.app(event, LambdaContext("api", 512, 15_000))
        return answer

    def _route(self, method: str, path: str) -> tuple[str, dict[str, str]]:
        parts = path.strip("/").split("/")
        for route, names, methods in self._routes.get(len(parts), ()):
            fits = all(name[0] == "{" or name == part for name, part in zip(names, parts, strict=True) if name)
            if fits and method in methods:
                return route, {name.strip("{}"): part for name, part in zip(names, parts, strict=True) if name.startswith("{")}
        return path, {}

    @cached_property
    def _routes(self) -> dict[int, list[tuple[str, list[str], Any]]]:
        """By the number of their parts; a word wins over a placeholder, as at the gateway."""
        found: dict[int, list[tuple[str, list[str], Any]]] = {}
        for route, methods in sorted(self.app.routes.items(), key=lambda known: str(known[0]).count("{")):
            names = route.strip("/").split("/")
            found.setdefault(len(names), []).append((route, names, methods))
        return found

    # -- the clockwork --

    @contextmanager
    def time(self) -> Iterator[None]:
        with clock.running(self._tick):
            yield

    def _tick(self) -> datetime:
        """Each look at the clock is a little later, as in life."""
        self.now += timedelta(microseconds=100)
        return self.now

    def send(self, queue: str, body: str) -> None:
        pretended.put(queue, body)

    def settle(self) -> "World":
        """Run stream and queues until both are quiet."""
        for _ in range(MOST_ROUNDS):
            if not (self.pump_stream() | self.pump_queues() | self.post_office()):
                return self
        raise AssertionError("the desk does not come to rest")

    def after(self, **span: float) -> "World":
        return self.at(self.now + timedelta(**span))

    def at(self, instant: datetime) -> "World":
        """Turn the clock to `instant`, with the agenda each minute while something is due and every delayed check on its second."""
        while True:
            self.call("agenda", SCHEDULED)
            self.settle()
            upcoming = [due for due, _, _ in self.later if due <= instant]
            step = min([*upcoming, *self._next_agenda(instant)], default=instant)
            if step >= instant:
                self.now = max(self.now, instant)
                self.call("agenda", SCHEDULED)
                return self.settle()
            self.now = max(self.now, step)

    def _next_agenda(self, instant: datetime) -> list[datetime]:
        """The minute before anything in the agenda is due."""
        found = [look_at - timedelta(seconds=60) for look_at in _looks(instant)]
        return [max(self.now + timedelta(seconds=1), at) for at in found if at > self.now and at <= instant]

    def pump_stream(self) -> bool:
        """Hand over what the Tickets table streamed since; whether there was anything."""
        if not pretended.has_tables():
            return self._pump_distant_stream()
        read = int(self.stream.get(PRETENDED, "0"))
        streamed = pretended.streamed(read)
        records = [record for record in streamed if _is_commit(record)]
        if records and not self._stream_took(records, PRETENDED):
            return True
        self.stream[PRETENDED] = str(read + len(streamed))
        return bool(streamed)

    def _pump_distant_stream(self) -> bool:
        """The same where the table lives outside this process."""
        streams = client("dynamodbstreams")
        arn = client("dynamodb").describe_table(TableName=settings().tickets_table)["Table"]["LatestStreamArn"]
        moved = False
        for shard in streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]:
            name = shard["ShardId"]
            if name not in self.stream:
                first = streams.get_shard_iterator(StreamArn=arn, ShardId=name, ShardIteratorType="TRIM_HORIZON")
                self.stream[name] = first["ShardIterator"]
            found = streams.get_records(ShardIterator=self.stream[name], Limit=100)
            records = [record for record in found["Records"] if _is_commit(record)]
            if records and not self._stream_took(records, arn):
                return True
            self.stream[name] = found["NextShardIterator"]
            moved = moved or bool(found["Records"])
        return moved

    def _stream_took(self, records: list[dict[str, Any]], arn: str) -> bool:
        plain = [json.loads(json.dumps({**record, "eventSourceARN": arn}, default=_lambda_json)) for record in records]
        answer = self.call("on_commits", {"Records": plain})
        return answer is not None and not answer["batchItemFailures"]

    def pump_queues(self) -> bool:
        moved = False
        for queue in HANDLERS:
            moved = self._pump(queue) or moved
        return moved

    def _pump(self, queue: str) -> bool:
        url = settings().queue_url(queue)
        fresh = pretended.taken(queue, 10)
        self.later += [(self.now + timedelta(seconds=_delays.pop((url, body), 0)), queue, body) for body in fresh]
        ready = [item for item in self.later if item[1] == queue and item[0] <= self.now][:10]
        self.later = [item for item in self.later if item not in ready]
        if ready:
            self._hand_over(queue, [body for _, _, body in ready])
        return bool(fresh or ready)

    def _hand_over(self, queue: str, bodies: list[str]) -> None:
        bodies = bodies * 2 if self.deliver_twice else bodies
        records = [_sqs_record(number, body) for number, body in enumerate(bodies)]
        answer = self.call(HANDLERS[queue], {"Records": records})
        failed = {row["itemIdentifier"] for row in answer["batchItemFailures"]} if answer is not None else {r["messageId"] for r in records}
        for record in records:
            if record["messageId"] in failed:
                self.failures.append(f"{queue}: {record['body'][:200]}")
                self.later.append((self.now + timedelta(seconds=360), queue, record["body"]))

    def call(self, handler: str, event: dict[str, Any]) -> Any:
        """One invocation; None when it died."""
        with self.time():
            return self.invoke(handler, event)

    def invoke(self, handler: str, event: dict[str, Any]) -> Any:
        return self.app.handler_map[handler](event, LambdaContext(handler, 512, 60_000))

    # -- what goes out --

    def mails(self, to: str = "") -> list[Sent]:
        from moto.core import DEFAULT_ACCOUNT_ID
        from moto.ses.models import ses_backends

        region = settings().region
        found = []
        for message in ses_backends[DEFAULT_ACCOUNT_ID][region].sent_messages:
            sent = Sent(tuple(message.destinations), message.raw_data, message.id)
            if not to or to in sent.to:
                found.append(sent)
        return found

    def post_office(self) -> bool:
        """Play SES: tell of each mail that it was sent and delivered."""
        mails = self.mails()
        fresh, self.mails_read = mails[self.mails_read :], len(mails)
        for sent in fresh if self.ses_events else []:
            head = {"messageId": sent.message_id, "timestamp": _iso(self.now), "tags": {"vuoro": [sent.tag]}}
            self.send("inbound", json.dumps({"eventType": "Send", "mail": head, "send": {}}))
            done = {"timestamp": _iso(self.now), "recipients": list(sent.to)}
            self.send("inbound", json.dumps({"eventType": "Delivery", "mail": head, "delivery": done}))
        return bool(fresh)


_delays: dict[tuple[str, str], int] = {}


def watch_delays() -> None:
    """moto keeps real time; the delays of our sends are noted here and kept by the world's own clock.

    Said again for each world, because a test may have had the clients made anew.
    """
    events = outside_aws.client("sqs").meta.events
    events.register("before-parameter-build.sqs.SendMessage", _note_delay, unique_id="a delay")
    events.register("before-parameter-build.sqs.SendMessageBatch", _note_delays, unique_id="delays")


def _note_delay(params: dict[str, Any], **_: Any) -> None:
    if delay := params.pop("DelaySeconds", 0):
        _delays[params["QueueUrl"], params["MessageBody"]] = delay


def _note_delays(params: dict[str, Any], **_: Any) -> None:
    for entry in params["Entries"]:
        if delay := entry.pop("DelaySeconds", 0):
            _delays[params["QueueUrl"], entry["MessageBody"]] = delay


def _looks(until: datetime) -> Iterable[datetime]:
    """When tickets want to be looked at, those till then and perhaps others."""
    from chalicelib.storage import line

    if pretended.has_tables():
        return map(datetime.fromisoformat, pretended.looks())
    return (row.look_at for row in line.agenda(until + timedelta(seconds=90)))


def _is_commit(record: dict[str, Any]) -> bool:
    """The stream's filter in the template: inserted commits only."""
    return bool(record["eventName"] == "INSERT" and record["dynamodb"]["Keys"]["sk"]["S"].startswith("C#"))


def _lambda_json(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.timestamp() if isinstance(value, datetime) else str(value)


def _sqs_record(number: int, body: str) -> dict[str, Any]:
    return {
        "messageId": f"message-{number}",
        "receiptHandle": "r",
        "body": body,
        "attributes": {"ApproximateReceiveCount": "1"},
        "messageAttributes": {},
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:eu-north-1:123456789012:queue",
        "awsRegion": "eu-north-1",
    }


def _iso(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def make_places() -> None:
    """Queues, buckets, secrets and a verified sender, named as the settings name them."""
    sqs, s3, ssm, ses = (client(name) for name in ("sqs", "s3", "ssm", "ses"))
    for name in QUEUES:
        sqs.create_queue(QueueName=f"vuoro-{name}")
    there = {row["Name"] for row in s3.list_buckets()["Buckets"]}
    for bucket in {settings().raw_bucket, settings().files_bucket} - there:
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-north-1"})
    keys = {"token": TOKEN_KEYS, "hooks": {"whatsapp": {"app_secret": APP_SECRET, "verify_token": "verify-me"}}}
    ssm.put_parameter(Name=settings().keys_parameter, Value=json.dumps(keys), Type="SecureString", Overwrite=True)
    senders = {"whatsapp": {"access_token": "token"}}
    ssm.put_parameter(Name=settings().senders_parameter, Value=json.dumps(senders), Type="SecureString", Overwrite=True)
    ses.verify_domain_identity(Domain="kauppa.example")
    secrets.forget()
