"""Envelopes of our own at their doors: what does not fit is refused whole, with its place; a provider's payload is never judged."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels import envelope
from chalicelib.channels.message import WebhookCall
from chalicelib.channels.registry import CHANNELS, channel
from chalicelib.settings import settings
from tests.channels.signing import NOW, SIGNERS
from tests.journeys.providers import Providers, providers
from tests.outside.faults import provoked
from tests.web.page import SHOP, Page
from tests.world import World

OURS = ("standard_webhooks", "device", "phone")
SAID = {"type": "message", "id": "e1", "sender": {"kind": "phone", "value": "+358401234567"}, "text": "Hei"}
ALERT = {"type": "alert", "id": "e1", "device": "freezer-3", "alert": "temperature", "value": -9.5}
CALL = {"type": "ended", "call": "c1", "from": "+358401112222", "seconds": 63, "verified": True}
DEEP = b'{"events":' + b"[" * 100_000 + b"]" * 100_000 + b"}"


@pytest.fixture
def chats(world: World, tmp_path: Path) -> Iterator[Providers]:
    with providers(world, tmp_path) as made:
        yield made


def ask(chats: Providers, name: str, body: Any, **headers: str) -> tuple[int, str]:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    url = f"{settings().public_url}/hooks/{name}"
    signed = SIGNERS[name].signed(WebhookCall(raw, {"content-type": SIGNERS[name].content_type}, chats.world.now, url))
    answer = chats.world.http("POST", f"/hooks/{name}", body=raw, headers={**signed.headers, **headers})
    return answer["statusCode"], str(answer["body"])


def queued() -> int:
    told = boto3.client("sqs").get_queue_attributes(
        QueueUrl=settings().queue_url("inbound"), AttributeNames=["ApproximateNumberOfMessages"]
    )
    return int(told["Attributes"]["ApproximateNumberOfMessages"])


@pytest.mark.parametrize(
    ("name", "body", "status", "fault"),
    [
        ("standard_webhooks", {**SAID, "id": {"a": 1}, "type": [], "text": {"x": 1}}, 422, "type: expected a text; id: expected a text"),
        ("standard_webhooks", {**SAID, "sender": "Aino"}, 422, "sender: expected an object"),
        ("standard_webhooks", {**SAID, "sender": {"value": True}}, 422, "sender.value: expected a text"),
        ("standard_webhooks", {**SAID, "sender": {"kind": "crm"}}, 422, "body.sender: no sender"),
        ("standard_webhooks", {**SAID, "automatic": "yes"}, 422, "automatic: expected true or false"),
        ("standard_webhooks", {**SAID, "references": "evt_1"}, 422, "references: expected a list"),
        ("standard_webhooks", {**SAID, "attachments": [{"content": "SGVp"}, 7]}, 422, "attachments[1]: expected an object"),
        ("standard_webhooks", {**SAID, "attachments": [{"content": "!"}]}, 422, "attachments[0]: neither content in base64 nor url"),
        ("standard_webhooks", {"events": [SAID, {**SAID, "text": []}]}, 422, "events[1].text: expected a text"),
        ("standard_webhooks", {"events": {"0": SAID}}, 422, "events: expected a list"),
        ("standard_webhooks", {"events": [{**SAID, "id": str(n)} for n in range(101)]}, 413, "events: at most 100 are taken at once"),
        ("standard_webhooks", {"text": "Hei"}, 400, "body: neither type nor events"),
        ("standard_webhooks", [SAID], 400, "body: expected a JSON object"),
        ("standard_webhooks", b'{"type": "message", "n": NaN}', 400, "body: not JSON (NaN is not a JSON number)"),
        ("standard_webhooks", b'{"type": "message", "n": -Infinity}', 400, "body: not JSON (-Infinity is not a JSON number)"),
        ("standard_webhooks", b"\xff{}", 400, "body: not JSON"),
        ("standard_webhooks", DEEP, 400, "body: not JSON"),
        ("device", {**ALERT, "device": ["freezer"]}, 422, "device: expected a text"),
        ("device", {**ALERT, "device": " "}, 422, "body.device: none"),
        ("phone", {**CALL, "verified": 1}, 422, "verified: expected true or false"),
        ("phone", {**CALL, "aliases": [["email", "a@b.example"]]}, 422, "aliases[0]: expected an object"),
    ],
)
def test_what_does_not_fit_is_named_and_nothing_is_kept(chats: Providers, name: str, body: Any, status: int, fault: str) -> None:
    told, text = ask(chats, name, body)
    assert (told, json.loads(text)["error"][: len(fault)], queued()) == (status, fault, 0)


@pytest.mark.parametrize(("name", "body"), [("standard_webhooks", SAID), ("device", ALERT), ("phone", CALL)])
def test_what_fits_is_taken_also_with_null_for_what_is_absent_and_names_we_do_not_know(chats: Providers, name: str, body: Any) -> None:
    assert ask(chats, name, {**body, "subject": None, "aliases": None, "weather": {"wind": [1]}}) == (200, "ok")
    assert queued() == 1


def test_a_long_list_of_faults_is_cut(chats: Providers) -> None:
    _, text = ask(chats, "standard_webhooks", {"events": [7] * 50})
    assert text.count("expected an object") == envelope.MOST_NAMED
    assert json.loads(text)["error"].endswith("and 30 more")


@pytest.mark.parametrize("name", sorted(set(CHANNELS) - {*OURS, "web"}))
def test_a_providers_payload_is_kept_whatever_it_holds(chats: Providers, name: str) -> None:
    odd: dict[str, bytes] = {"application/x-www-form-urlencoded": b"From=7&MessageSid="}
    # Teams' token is good for one service alone, which the body has to name.
    odd |= {"teams": b'{"channelId": "msteams", "serviceUrl": "https://smba.trafficmanager.net/emea/tenant-1/", "type": [], "from": 7}'}
    body = odd.get(name) or odd.get(SIGNERS[name].content_type) or b'{"entry": NaN, "events": 7, "update_id": []}'
    assert ask(chats, name, body)[0] == 200
    assert queued() == 1


@pytest.mark.parametrize("name", sorted(set(CHANNELS) - {"web"}))
@pytest.mark.parametrize("packing", ["gzip", "br", "GZIP, identity"])
def test_a_packed_body_is_unpacked_by_nobody(chats: Providers, name: str, packing: str) -> None:
    told = ask(chats, name, gzip.compress(b"{}"), **{"Content-Encoding": packing})
    assert (told, queued()) == ((415, f"Content-Encoding {packing.lower()} is not read here"), 0)


def test_bytes_as_they_are_may_be_called_so(chats: Providers) -> None:
    assert ask(chats, "standard_webhooks", SAID, **{"Content-Encoding": "identity"}) == (200, "ok")


def test_a_stranger_hears_of_no_fault(chats: Providers) -> None:
    headers = {"webhook-signature": "v1,AAAA"}
    assert ask(chats, "standard_webhooks", b"{", **headers) == (401, "no")


def test_a_call_that_rings_is_judged_as_any_other(chats: Providers) -> None:
    ringing = {"type": "ringing", "call": "c1", "from": "+358401112222", "to": "+358409000000"}

    def ring(body: Any, **headers: str) -> tuple[int, str]:
        raw = json.dumps(body).encode()
        signed = SIGNERS["phone"].signed(WebhookCall(raw, {"content-type": "application/json"}, chats.world.now))
        answer = chats.world.http("POST", "/calls/ringing", body=raw, headers={**signed.headers, **headers})
        return answer["statusCode"], str(answer["body"])

    assert ring({**ringing, "from": {}}) == (422, '{"error": "from: expected a text"}')
    assert ring(ringing, **{"content-encoding": "gzip"})[0] == 415
    assert queued() == 0
    assert (ring(ringing)[0], queued()) == (200, 1)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "sender", "value", "x"]), inner, max_size=3),
    max_leaves=6,
)
NAMES = ("type", "id", "sender", "device", "call", "events", "attachments", "aliases", "verified", "text", "visitor")


@given(name=st.sampled_from((*OURS, "web")), body=st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=6))
def test_every_body_is_judged_and_what_is_taken_can_be_read(name: str, body: dict[str, Any]) -> None:
    call = WebhookCall(json.dumps(body).encode(), {}, NOW)
    told = envelope.objection(channel(name), call)
    if told is None:
        assert channel(name).parse(call).faults == ()
    else:
        assert told.status in (400, 413, 422)
        assert json.loads(told.body)["error"]


# -- the door of pages --


@pytest.fixture
def page(world: World) -> Iterator[Page]:
    from tests.web.page import opened

    with opened(world):
        yield Page(world)


def test_a_page_hears_the_same(page: Page) -> None:
    assert page.bring({"type": "message", "text": ["Hei"]})[:2] == (
        400,
        {"error": "events[0].text: expected a text; events[0].text: empty"},
    )
    assert page.call("POST", "", {**page.visit, "events": []}, **{"content-encoding": "gzip"})[:2] == (
        415,
        {"error": "Content-Encoding gzip is not read here."},
    )
    assert queued() == 0


def test_a_page_that_has_to_come_again_may_read_that(page: Page) -> None:
    page.begin()
    down: tuple[Any, ...] = ((503, "<r/>"),) * 8
    told = {"visitor": page.visit["visitor"], "account": SHOP, "events": [{"type": "message", "text": "Hei", "id": "e1"}]}
    headers = {"origin": SHOP, "content-type": "application/json", "authorization": f"Bearer {page.visit['pass']}"}
    with provoked("sqs", "SendMessage", *down):
        answer = page.world.http("POST", "/hooks/web", body=json.dumps(told).encode(), headers=headers)
    assert (answer["statusCode"], answer["headers"]["Retry-After"]) == (503, "1")
    assert (answer["headers"]["Access-Control-Allow-Origin"], answer["headers"]["Vary"]) == (SHOP, "Origin")
    assert "Retry-After" in answer["headers"]["Access-Control-Expose-Headers"]
