"""A world whose AWS is an emulator behind a fault proxy: its queues, with their dead-letter queues, are real and its clock is turned."""

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.errors import VuoroError
from chalicelib.settings import settings
from infra.local.ses_door import read_wish
from infra.local.web import Answer, Asked, as_json
from tests.world import APP_SECRET, HANDLERS, Sent, World, _delays, _lambda_json, _sqs_record, client

HELD_S = 900
BACK = timedelta(seconds=360)
MOST_TRIES = 20
SENT = "<SendRawEmailResponse><SendRawEmailResult><MessageId>{}</MessageId></SendRawEmailResult></SendRawEmailResponse>"
T = TypeVar("T")


@dataclass
class Outside:
    """SES and the provider of chats: what they took, in order."""

    mails: list[Sent] = field(default_factory=list)
    chats: list[dict[str, Any]] = field(default_factory=list)

    def take_mail(self, asked: Asked) -> Answer:
        wish = read_wish(asked)
        if wish is None:
            return Answer(404)
        self.mails.append(Sent(wish.recipients, wish.raw.decode(), f"0110-{len(self.mails):06d}"))
        return Answer(200, SENT.format(self.mails[-1].message_id).encode(), "text/xml")

    def take_chat(self, asked: Asked) -> Answer:
        self.chats.append(asked.json() | {"id": f"wamid.ours.{len(self.chats)}"})
        return as_json({"messages": [{"id": self.chats[-1]["id"]}]})


@dataclass
class Stormy(World):
    """A world whose queues are real: a message that failed is received again and counted, up to its dead-letter queue."""

    outside: Outside = field(default_factory=Outside)
    messages: dict[str, dict[str, Any]] = field(default_factory=dict)
    back: dict[str, datetime] = field(default_factory=dict)
    chats_read: int = 0

    # -- handlers --

    def call(self, handler: str, event: dict[str, Any]) -> Any:
        try:
            return super().call(handler, event)
        except (VuoroError, ClientError, BotoCoreError) as fault:
            self.failures.append(f"{handler}: {fault}")
            return None

    def _stream_took(self, records: list[dict[str, Any]], arn: str) -> bool:
        """The stream hands over again from the record that failed."""
        plain = [json.loads(json.dumps({**record, "eventSourceARN": arn}, default=_lambda_json)) for record in records]
        places = [record["dynamodb"]["SequenceNumber"] for record in plain]
        begin = 0
        for _ in range(MOST_TRIES * len(plain)):
            answer = self.call("on_commits", {"Records": plain[begin:]})
            failed = places[begin:] if answer is None else [row["itemIdentifier"] for row in answer["batchItemFailures"]]
            if not failed:
                return True
            begin = places.index(failed[0])
        return False

    def send(self, queue: str, body: str) -> None:
        client("sqs").send_message(QueueUrl=settings().queue_url(queue), MessageBody=body)

    def _pump(self, queue: str) -> bool:
        url = settings().queue_url(queue)
        asked = {"MaxNumberOfMessages": 10, "VisibilityTimeout": HELD_S, "AttributeNames": ["All"]}
        fresh = client("sqs").receive_message(QueueUrl=url, **asked).get("Messages", [])
        for message in fresh:
            ident = message["MessageId"]
            self.messages[ident] = message
            due = self.back.pop(ident, self.now + timedelta(seconds=_delays.pop((url, message["Body"]), 0)))
            self.later.append((due, queue, ident))
        ready = [item for item in self.later if item[1] == queue and item[0] <= self.now][:10]
        self.later = [item for item in self.later if item not in ready]
        if ready:
            self._hand_over(queue, [ident for _, _, ident in ready])
        return bool(fresh or ready)

    def _hand_over(self, queue: str, idents: list[str]) -> None:
        records = [self._record(ident) for ident in idents]
        answer = self.call(HANDLERS[queue], {"Records": records})
        failed = set(idents) if answer is None else {row["itemIdentifier"] for row in answer["batchItemFailures"]}
        for ident in idents:
            asked = {"QueueUrl": settings().queue_url(queue), "ReceiptHandle": self.messages.pop(ident)["ReceiptHandle"]}
            if ident in failed:
                self.failures.append(f"{queue}: {ident}")
                self.back[ident] = self.now + BACK
                client("sqs").change_message_visibility(**asked, VisibilityTimeout=0)
            else:
                client("sqs").delete_message(**asked)

    def _record(self, ident: str) -> dict[str, Any]:
        message = self.messages[ident]
        return _sqs_record(0, message["Body"]) | {"messageId": ident, "attributes": message["Attributes"]}

    def _next_agenda(self, instant: datetime) -> list[datetime]:
        return patiently(lambda: super(Stormy, self)._next_agenda(instant))

    # -- the other side --

    def mails(self, to: str = "") -> list[Sent]:
        return [sent for sent in self.outside.mails if not to or to in sent.to]

    def post_office(self) -> bool:
        return super().post_office() | self._meta()

    def _meta(self) -> bool:
        fresh, self.chats_read = self.outside.chats[self.chats_read :], len(self.outside.chats)
        for chat in fresh:
            for status in ("sent", "delivered"):
                self.hook({"statuses": [{
                    "id": chat["id"], "status": status, "timestamp": str(int(self.now.timestamp())), "recipient_id": chat["to"],
                    "biz_opaque_callback_data": chat["biz_opaque_callback_data"],
                }]})  # fmt: skip
        return bool(fresh)

    def hook(self, value: dict[str, Any]) -> None:
        """Meta calls again until it is answered well."""
        body, headers = signed(value)
        until(lambda: self.http("POST", "/hooks/whatsapp", body=body, headers=headers)["statusCode"] == 200)


def signed(value: dict[str, Any]) -> tuple[bytes, dict[str, str]]:
    value = {"messaging_product": "whatsapp", "metadata": {"display_phone_number": "358401234567", "phone_number_id": "10001"}} | value
    entry = {"id": "1", "changes": [{"field": "messages", "value": value}]}
    body = json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()
    mac = hmac.new(APP_SECRET.encode(), body, hashlib.sha256).hexdigest()
    return body, {"content-type": "application/json", "x-hub-signature-256": f"sha256={mac}"}


def until(succeeds: Callable[[], bool]) -> None:
    for _ in range(MOST_TRIES):
        if succeeds():
            return
    raise AssertionError(f"{MOST_TRIES} times in vain")


def patiently(work: Callable[[], T]) -> T:
    for _ in range(MOST_TRIES):
        try:
            return work()
        except VuoroError:
            continue
    raise AssertionError(f"{MOST_TRIES} times in vain")
