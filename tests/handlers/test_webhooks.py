"""The public door of a channel: the challenge, the signature over the exact bytes, and a body that is safe before we answer."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from chalicelib.channels.message import WebhookCall
from chalicelib.outside import files, secrets
from chalicelib.settings import settings
from tests.channels.signing import NOW, SIGNERS
from tests.journeys.providers import Providers, providers
from tests.outside.faults import provoked
from tests.world import APP_SECRET, World

BODY = b'{"object": "whatsapp_business_account", "entry": []}'
CHALLENGE = "/hooks/whatsapp?hub.mode=subscribe&hub.verify_token={}&hub.challenge={}"


def signed(body: bytes, secret: str = APP_SECRET) -> dict[str, str]:
    mac = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return {"content-type": "application/json", "x-hub-signature-256": f"sha256={mac}"}


def post(world: World, body: bytes = BODY, headers: dict[str, str] | None = None, path: str = "/hooks/whatsapp") -> int:
    status: int = world.http("POST", path, body=body, headers=signed(body) if headers is None else headers)["statusCode"]
    return status


def queued() -> list[bytes]:
    found = boto3.client("sqs").receive_message(QueueUrl=settings().queue_url("inbound"), MaxNumberOfMessages=10)
    return [base64.b64decode(json.loads(message["Body"])["body"]) for message in found.get("Messages", [])]


# -- the challenge --


def test_a_challenge_with_our_word_is_echoed_as_plain_text(world: World) -> None:
    answer = world.http("GET", CHALLENGE.format("verify-me", "1158201444"))
    assert (answer["statusCode"], answer["body"]) == (200, "1158201444")
    assert answer["headers"]["Content-Type"].startswith("text/plain")
    assert answer["headers"]["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        CHALLENGE.format("wrong", "1158201444"),
        CHALLENGE.format("", "1158201444"),
        CHALLENGE.format("verify-me", "<script>"),
        CHALLENGE.format("verify-me", ""),
        CHALLENGE.format("verify-me", "1").replace("subscribe", "unsubscribe"),
        "/hooks/whatsapp",
        CHALLENGE.format("verify-me", "1").replace("whatsapp", "pigeon"),
        CHALLENGE.format("verify-me", "1").replace("whatsapp", "email"),
    ],
)
def test_any_other_challenge_is_told_nothing(world: World, path: str) -> None:
    answer = world.http("GET", path)
    assert (answer["statusCode"], answer["body"]) == (404 if "whatsapp" not in path else 403, "no")


# -- what reaches a channel, and what it answers --


@pytest.fixture
def chats(world: World, tmp_path: Path) -> Iterator[Providers]:
    with providers(world, tmp_path) as made:
        yield made


def kept() -> list[dict[str, Any]]:
    found = boto3.client("sqs").receive_message(QueueUrl=settings().queue_url("inbound"), MaxNumberOfMessages=10)
    return [json.loads(message["Body"]) for message in found.get("Messages", [])]


def test_a_call_is_proven_by_our_public_address_with_its_query_and_kept_with_what_reading_needs(chats: Providers) -> None:
    body, path = b"MessageSid=SM1&From=%2B358401112222&To=%2B358401000000&Body=Hei", "/hooks/twilio_sms?account=b%20c&x=1&x=2"
    signer = SIGNERS["twilio_sms"]
    address = f"{settings().public_url}/hooks/twilio_sms?account=b+c&x=1&x=2"
    signed_call = signer.signed(WebhookCall(body, {"content-type": signer.content_type}, NOW, address))
    answer = chats.world.http("POST", path, body=body, headers={key.title(): value for key, value in signed_call.headers.items()})
    assert (answer["statusCode"], "<Response" in answer["body"]) == (200, True)
    assert answer["headers"]["Content-Type"].startswith("text/xml")
    (hook,) = kept()
    assert (hook["channel"], hook["query"], base64.b64decode(hook["body"])) == ("twilio_sms", {"account": "b c", "x": "2"}, body)
    assert chats.world.http("POST", path + "&more=1", body=body, headers=dict(signed_call.headers))["statusCode"] == 401


def test_a_post_that_asks_for_our_word_is_answered_and_not_kept(chats: Providers) -> None:
    body = b'{"type": "url_verification", "challenge": "3eZbrw1aB"}'
    signed_call = SIGNERS["slack"].signed(WebhookCall(body, {"content-type": "application/json"}, chats.world.now))
    answer = chats.world.http("POST", "/hooks/slack", body=body, headers=dict(signed_call.headers))
    assert (answer["statusCode"], "3eZbrw1aB" in answer["body"], kept()) == (200, True, [])
    unsigned = chats.world.http("POST", "/hooks/slack", body=body, headers={"content-type": "application/json"})
    assert (unsigned["statusCode"], unsigned["body"]) == (401, "no")


def test_a_secret_before_is_good_while_it_is_kept(world: World) -> None:
    before = boto3.client("ssm").get_parameter(Name=settings().keys_parameter, WithDecryption=True)["Parameter"]["Value"]
    keys = json.loads(before)
    keys["hooks"]["whatsapp"] |= {"app_secret": "the next secret", "app_secret_previous": APP_SECRET}
    put_keys(json.dumps(keys))
    secrets.forget()
    try:
        assert [post(world, headers=signed(BODY, secret)) for secret in ("the next secret", APP_SECRET, "a third")] == [200, 200, 401]
    finally:
        put_keys(before)
        secrets.forget()


# -- the signature --


def test_a_signed_body_is_kept_byte_for_byte_before_the_answer(world: World) -> None:
    body = '{"text": "åäö €\\u0000", "entry" : [ ]}'.encode()
    assert post(world, body) == 200
    assert queued() == [body]


@pytest.mark.parametrize(
    "headers",
    [
        {"content-type": "application/json"},
        {"content-type": "application/json", "x-hub-signature-256": ""},
        {"content-type": "application/json", "x-hub-signature-256": "sha256="},
        signed(BODY, "another secret"),
        signed(BODY, ""),
        signed(BODY + b" "),
        {name: value.replace("sha256=", "") for name, value in signed(BODY).items()},
        {"content-type": "application/json", "x-hub-signature": signed(BODY)["x-hub-signature-256"]},
    ],
)
def test_a_stranger_is_refused_and_nothing_is_kept(world: World, headers: dict[str, str]) -> None:
    assert post(world, headers=headers) == 401
    assert queued() == []


def test_a_channel_that_we_do_not_have_is_not_found(world: World) -> None:
    assert post(world, path="/hooks/pigeon") == 404
    assert queued() == []


def test_a_body_of_another_type_is_refused(world: World) -> None:
    assert post(world, headers=signed(BODY) | {"content-type": "text/html"}) == 415
    assert queued() == []


def test_a_large_body_is_kept_in_the_bucket(world: World) -> None:
    body = json.dumps({"entry": ["x" * 600_000]}).encode()
    before = set(files.listed("raw", "payloads/whatsapp/"))
    assert post(world, body) == 200
    assert queued() == []
    (key,) = (key for key, _ in set(files.listed("raw", "payloads/whatsapp/")) - before)
    assert base64.b64decode(json.loads(files.get("raw", key))["body"]) == body
    boto3.client("s3").delete_object(Bucket=settings().raw_bucket, Key=key)


def test_a_body_that_could_not_be_kept_is_asked_for_again(world: World) -> None:
    down: tuple[Any, ...] = ((503, "<r/>"),) * 8
    with provoked("sqs", "SendMessage", *down):
        answer = world.http("POST", "/hooks/whatsapp", body=BODY, headers=signed(BODY))
    assert (answer["statusCode"], answer["headers"]["Retry-After"]) == (503, "1")


def test_a_secret_that_was_changed_is_read_anew_once_a_minute(world: World) -> None:
    before = boto3.client("ssm").get_parameter(Name=settings().keys_parameter, WithDecryption=True)["Parameter"]["Value"]
    secrets.forget()
    assert post(world) == 200
    put_keys(before.replace(APP_SECRET, "the next secret"))
    try:
        assert post(world, headers=signed(BODY, "the next secret")) == 200
        assert post(world, headers=signed(BODY, APP_SECRET)) == 401
    finally:
        put_keys(before)
        secrets.forget()


def put_keys(value: str) -> None:
    boto3.client("ssm").put_parameter(Name=settings().keys_parameter, Value=value, Type="SecureString", Overwrite=True)


def test_the_same_body_twice_is_one_ticket(world: World) -> None:
    for _ in range(2):
        assert world.whatsapp("358401234567", "Hei, kahvinkeitin ei toimi", message_id="wamid.1")["statusCode"] == 200
    world.settle()
    assert world.whatsapp("358401234567", "Hei?", message_id="wamid.2")["statusCode"] == 200
    world.settle()
    assert world.failures == []
    assert [item["pk"]["S"] for item in tickets()] == ["T#1"]


def tickets() -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = boto3.client("dynamodb").scan(TableName=settings().tickets_table)["Items"]
    return [item for item in items if item["sk"]["S"] == "VIEW"]


def test_health_says_that_we_are_here(world: World) -> None:
    answer = world.http("GET", "/health")
    assert (answer["statusCode"], json.loads(answer["body"]), answer["headers"]["Cache-Control"]) == (200, {"status": "ok"}, "no-store")
