"""From a queue message to messages and reports: the raw form is safe first, one bad message harms no other."""

import base64
import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import boto3
import pytest

from chalicelib.channels.message import Automatic, Delivery, Handle, Inbound, StatusReport, WebhookCall
from chalicelib.channels.registry import channel
from chalicelib.context import Context
from chalicelib.desk import actions as desks
from chalicelib.errors import NotFound, Unreadable
from chalicelib.intake import actions as intake
from chalicelib.outside import files
from chalicelib.settings import settings
from chalicelib.storage import seen
from chalicelib.tickets.arrival import fingerprint_of
from tests.world import START, World

HOOK = {"object": "whatsapp_business_account", "entry": []}


def queued() -> list[dict[str, Any]]:
    """What waits in the inbound queue."""
    url = settings().queue_url("inbound")
    found = boto3.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0).get("Messages", [])
    return [json.loads(message["Body"]) for message in found]


def read(plain: dict[str, Any]) -> list[Inbound | StatusReport]:
    return list(intake.read(plain, Context(desks.current(START), START, lambda: START)))


def whatsapp(*parts: dict[str, Any]) -> bytes:
    value = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": "10001"}}
    changes = [{"field": "messages", "value": value | part} for part in parts]
    return json.dumps({"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": changes}]}).encode()


def message(text: str) -> dict[str, Any]:
    return {"messages": [{"from": "358401", "id": f"wamid.{text}", "timestamp": "1796112000", "type": "text", "text": {"body": text}}]}


STATUS = {"statuses": [{"id": "wamid.x", "status": "read", "timestamp": "1796112000", "recipient_id": "358401"}]}


def hook(body: bytes) -> dict[str, Any]:
    return {"channel": "whatsapp", "at": START.isoformat(), "body": base64.b64encode(body).decode()}


def notice_for(raw: bytes) -> dict[str, Any]:
    """The receipt of a mail that SES has just stored."""
    files.put("raw", "mail/abc", raw, "message/rfc822")
    receipt = {"timestamp": START.isoformat(), "recipients": ["help@kauppa.example"], "action": {"objectKey": "mail/abc"}}
    return {"notificationType": "Received", "receipt": receipt, "mail": {"source": "aino@asiakas.example", "messageId": "abc"}}


HEAD = b"From: Aino <aino@asiakas.example>\r\nTo: help@kauppa.example\r\nSubject: Keitin\r\nMessage-ID: <m1@asiakas.example>\r\n"
MAIL = HEAD + b"\r\nEi toimi.\r\n"


# -- keeping --


@pytest.mark.parametrize("body", [b"{}", b"\x00\xff\xfe not text", "åäö €".encode(), b""])
def test_a_small_body_goes_to_the_queue_byte_for_byte(world: World, body: bytes) -> None:
    intake.keep(channel("whatsapp"), WebhookCall(body, {}, START))
    (found,) = queued()
    assert (found["channel"], base64.b64decode(found["body"])) == ("whatsapp", body)


def test_a_body_too_large_for_the_queue_goes_to_the_bucket_and_comes_back_by_its_event(world: World) -> None:
    body = whatsapp(*(message(f"{number} {'x' * 3000}") for number in range(160)))
    before = set(files.listed("raw", "payloads/whatsapp/"))
    intake.keep(channel("whatsapp"), WebhookCall(body, {}, START))
    assert queued() == []
    (key,) = (key for key, _ in set(files.listed("raw", "payloads/whatsapp/")) - before)
    event = {"Records": [{"eventName": "ObjectCreated:Put", "s3": {"bucket": {"name": "b"}, "object": {"key": key.replace("/", "%2F")}}}]}
    assert [item.text.split()[0] for item in read(event) if isinstance(item, Inbound)] == [str(number) for number in range(160)]
    boto3.client("s3").delete_object(Bucket=settings().raw_bucket, Key=key)


def test_the_largest_body_for_the_queue_fits_into_it(world: World) -> None:
    intake.keep(channel("whatsapp"), WebhookCall(b"x" * 449_000, {}, START))
    assert len(queued()) == 1


# -- reading --


def test_a_receipt_is_read_with_its_mail(world: World) -> None:
    (found,) = read(notice_for(MAIL))
    assert isinstance(found, Inbound)
    assert (found.sender, found.subject, found.text) == (Handle("email", "aino@asiakas.example", "Aino"), "Keitin", "Ei toimi.")
    assert (found.recipients, found.raw, found.received_at) == (("help@kauppa.example",), "mail/abc", START)


def test_a_mail_of_our_own_is_told_by_our_own_addresses(world: World) -> None:
    (found,) = read(notice_for(MAIL.replace(b"aino@asiakas.example>\r\nTo", b"laskutus@kauppa.example>\r\nTo")))
    assert isinstance(found, Inbound)
    assert found.automatic is Automatic.OWN


def test_a_mail_that_is_gone_is_not_found(world: World) -> None:
    notice = notice_for(MAIL)
    boto3.client("s3").delete_object(Bucket=settings().raw_bucket, Key="mail/abc")
    with pytest.raises(NotFound):
        read(notice)


def test_an_event_of_ses_is_a_report(world: World) -> None:
    event = {"eventType": "Send", "send": {}, "mail": {"timestamp": START.isoformat(), "messageId": "0110", "tags": {"vuoro": ["7-4"]}}}
    assert read(event) == [StatusReport("email", Delivery.SENT, START, "0110", "7-4")]


def test_a_webhook_gives_all_its_messages_and_statuses(world: World) -> None:
    found = read(hook(whatsapp(message("yksi"), STATUS, message("kaksi"))))
    assert [getattr(item, "text", "") or item.external_id for item in found if isinstance(item, Inbound)] == ["yksi", "kaksi"]
    assert [item.status for item in found if isinstance(item, StatusReport)] == [Delivery.READ]


def test_what_can_be_read_comes_before_the_fault_of_what_cannot(world: World) -> None:
    items = intake.read(
        hook(whatsapp({"messages": [*message("yksi")["messages"], 7]})), Context(desks.current(START), START, lambda: START)
    )
    first = next(items)
    assert isinstance(first, Inbound)
    assert first.text == "yksi"
    with pytest.raises(Unreadable, match="expected an object"):
        next(items)


def test_the_test_event_of_a_bucket_says_nothing(world: World) -> None:
    assert read({"Service": "Amazon S3", "Event": "s3:TestEvent", "Time": "2026-12-01T08:00:00Z", "Bucket": "b"}) == []


@pytest.mark.parametrize("plain", [{}, {"hello": 1}, {"Records": 3}, {"channel": 1, "body": "", "at": ""}, {"Event": "s3:Other"}])
def test_what_nobody_knows_is_unreadable(world: World, plain: dict[str, Any]) -> None:
    with pytest.raises(Unreadable, match="nothing known"):
        read(plain)


@pytest.mark.parametrize("record", [{}, {"s3": None}, {"s3": {"object": {}}}, 3])
def test_a_bucket_event_without_a_key_is_unreadable(world: World, record: Any) -> None:
    with pytest.raises(Unreadable, match="S3 event"):
        read({"Records": [record]})


@pytest.mark.parametrize("changes", [{"channel": "pigeon"}, {"body": "=== no base64"}, {"at": "yesterday"}, {"body": "bm90IGpzb24="}])
def test_a_webhook_that_cannot_be_read_is_unreadable(world: World, changes: dict[str, str]) -> None:
    with pytest.raises(Unreadable):
        read(hook(whatsapp(message("yksi"))) | changes)


# -- through the handler --


def failed(world: World, bodies: Sequence[str]) -> list[str]:
    record = {
        "attributes": {},
        "messageAttributes": {},
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn",
        "awsRegion": "r",
        "receiptHandle": "h",
    }
    records = [{**record, "messageId": str(number), "body": body} for number, body in enumerate(bodies)]
    return [row["itemIdentifier"] for row in world.call("on_inbound", {"Records": records})["batchItemFailures"]]


def test_one_bad_message_of_a_batch_fails_alone(world: World) -> None:
    good = [json.dumps(hook(whatsapp(message(text)))) for text in ("yksi", "kaksi")]
    assert failed(world, [good[0], "not json", "[]", '{"hello":1}', good[1]]) == ["1", "2", "3"]
    assert seen.newest_number() == 1
    world.settle()
    assert world.failures == []


# -- what nobody heard --


def test_a_raw_mail_that_led_to_nothing_is_named_until_it_is_judged(world: World) -> None:
    notice = notice_for(MAIL)
    ((_, stored_at),) = list(files.listed("raw", "mail/abc"))
    hour = timedelta(hours=1)
    assert "mail/abc" not in list(intake.unheard(stored_at + hour - timedelta(seconds=1)))
    assert "mail/abc" in list(intake.unheard(stored_at + hour))
    assert "mail/abc" not in list(intake.unheard(stored_at + 49 * hour))
    (message,) = read(notice)
    assert isinstance(message, Inbound)
    seen.remember_digest(seen.digest_key("email", fingerprint_of(message)), 0, 0, START)
    assert "mail/abc" not in list(intake.unheard(stored_at + hour))
