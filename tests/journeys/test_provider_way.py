"""Each provider's way through the real doors: a signed call becomes a ticket once, the answer goes out, reports come back."""

import json
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, quote_plus, urlencode
from xml.etree import ElementTree

import pytest

from chalicelib.channels.message import Delivery, Handle, WebhookCall
from chalicelib.desk import actions as desks
from chalicelib.outside import providers, secrets
from chalicelib.settings import settings
from chalicelib.tickets.events import DeliveryReported, MessageReceived
from tests.channels.reading import SAMPLES
from tests.channels.signing import SIGNERS
from tests.journeys.walks import found, names, reply, state
from tests.small_desk import DOCUMENT
from tests.world import APP_SECRET, TOKEN_KEYS, World, client

pytestmark = pytest.mark.slow

# What each answers to a message that it took, and the path it is posted to.
TAKES: dict[str, tuple[str, Any]] = {
    "telegram": ("/telegram/bots3cret-token/sendMessage", {"ok": True, "result": {"message_id": 12, "chat": {"id": 40123}}}),
    "twilio_sms": ("/twilio_sms/2010-04-01/Accounts//Messages.json", {"sid": "SMours", "status": "queued"}),
    "twilio_whatsapp": ("/twilio_whatsapp/2010-04-01/Accounts//Messages.json", {"sid": "SMours", "status": "queued"}),
    "twilio_voice": ("/twilio_voice/2010-04-01/Accounts//Messages.json", {"sid": "SMours", "status": "queued"}),
    "slack": ("/slack/chat.postMessage", {"ok": True, "channel": "C0TUKI", "ts": "1796140999.000100"}),
    "line": ("/line/v2/bot/message/push", {"sentMessages": [{"id": "461"}]}),
    "viber": ("/viber/pa/send_message", {"status": 0, "message_token": 358999}),
    "teams": (
        "/teams/emea/tenant-1/v3/conversations/19%3Akanava%40thread.tacv2%3Bmessageid%3D1796140700000/activities",
        {"id": "1796140999000"},
    ),
    "standard_webhooks": ("/standard_webhooks/messages", {"id": "ext-1"}),
}
TEXTS = {name: "text.form" if name.startswith("twilio") else "text.json" for name in TAKES}
# The sample's own words and ids, and those of the next message of the same person.
NEXT = {
    "telegram": ((b'"message_id": 11', b'"message_id": 21'),),
    "twilio_sms": ((b"MessageSid=SM35800000000000000000000000000001", b"MessageSid=SM9"),),
    "twilio_whatsapp": ((b"MessageSid=SM35800000000000000000000000000001", b"MessageSid=SM9"),),
    "twilio_voice": ((b"CA3580000000000000000000000000001", b"CA9"),),
    "slack": ((b"1796140800.000100", b"1796140950.000100"),),
    "line": ((b'"358001"', b'"358009"'),),
    "viber": ((b"35800000000000001", b"35800000000000009"),),
    "teams": ((b"1796140800001", b"1796140800009"),),
}


@dataclass
class Provider:
    """All providers on one loopback port; `seen` are path and body of each call, `fetched` the paths of files."""

    url: str = ""
    seen: list[tuple[str, bytes]] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)

    def file(self, path: str) -> bytes:
        self.fetched.append(path)
        return b'{"ok": true, "result": {"file_path": "files/1"}}' if "/getFile" in path else b"the file"

    def answer(self, path: str, body: bytes) -> bytes:
        self.seen.append((path, body))
        return json.dumps(TAKES[path.split("/")[1]][1]).encode()


@pytest.fixture
def provider(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    made = Provider()

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.say(made.file(self.path))

        def do_POST(self) -> None:
            self.say(made.answer(self.path, self.rfile.read(int(self.headers["Content-Length"]))))

        def say(self, answer: bytes) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        made.url = f"http://127.0.0.1:{server.server_port}"
        monkeypatch.setenv("VUORO_PROVIDERS_URL", made.url)
        settings.cache_clear()
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield made
        server.shutdown()
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture(autouse=True)
def shared_secrets(world: World) -> Iterator[None]:
    """What we share with the providers, for these tests only: the parameters belong to the whole session."""
    ssm, names = client("ssm"), (settings().keys_parameter, settings().senders_parameter)
    before = [ssm.get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"] for name in names]
    hooks = {name: dict(SIGNERS[name].secrets) for name in TAKES} | {"whatsapp": {"app_secret": APP_SECRET}}
    after = [{"token": TOKEN_KEYS, "hooks": hooks}, {name: dict(SIGNERS[name].sending) for name in TAKES}]
    for name, content in zip(names, after, strict=True):
        ssm.put_parameter(Name=name, Value=json.dumps(content), Type="SecureString", Overwrite=True)
    _forget()
    yield
    for name, value in zip(names, before, strict=True):
        ssm.put_parameter(Name=name, Value=value, Type="SecureString", Overwrite=True)
    _forget()


def _forget() -> None:
    secrets.forget()
    providers.forget_logins()


def post(world: World, name: str, body: bytes, query: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The provider calls us, signed for this moment; what it hears."""
    path = f"/hooks/{name}" + (f"?{urlencode(query)}" if query else "")
    signer = SIGNERS[name]
    made = signer.signed(WebhookCall(body, {"content-type": signer.content_type}, world.now, settings().public_url + path, query or {}))
    answer = world.http("POST", path, body=body, headers=dict(made.headers))
    world.settle()
    return answer


def body_of(name: str, file: str = "") -> bytes:
    return (SAMPLES / name / (file or TEXTS[name])).read_bytes()


def received(ticket: int = 1) -> list[MessageReceived]:
    return found(ticket, MessageReceived)


# Of the sample's message: who else writes in the same thread, and what makes another place of it.
BESIDE = {"slack": ((b"UAINO", b"UBO"), (b"Aino Virtanen", b"Bo Berg")), "teams": ((b"29:aino", b"29:bo"), (b"0b0b-1", b"0b0b-2"))}
ELSEWHERE = {
    "slack": (((b"1796140700.000100", b"1796140600.000100"),), ((b"C0TUKI", b"C0MUU"),), ((b"T358", b"T359"), (b"C0TUKI", b"D0BO"))),
    "teams": (((b"1796140700000", b"1796140600000"),), ((b"kanava", b"muu"),)),
}


def changed(name: str, *changes: tuple[bytes, bytes]) -> bytes:
    body = body_of(name)
    for old, new in (*NEXT[name], *changes):
        assert old in body, old
        body = body.replace(old, new)
    return body


every_thread = pytest.mark.parametrize("name", BESIDE)


@every_thread
def test_another_person_in_the_same_thread_joins_the_ticket_and_takes_part_in_it(world: World, name: str) -> None:
    post(world, name, body_of(name))
    for _ in range(2):
        post(world, name, changed(name, *BESIDE[name]))
    first, second = received()
    assert (names(2), state(1).requester.value, second.evidence.method) == ([], first.sender.value, "known message")
    assert [handle.value for handle in state(1).participants] == [second.sender.value]
    assert (second.contact == first.contact, state(1).contact) == (False, first.contact)
    assert world.failures == []


@pytest.mark.parametrize(("name", "changes"), [(name, changes) for name in ELSEWHERE for changes in ELSEWHERE[name]])
def test_another_person_in_another_place_never_does(world: World, name: str, changes: tuple[tuple[bytes, bytes], ...]) -> None:
    post(world, name, body_of(name))
    post(world, name, changed(name, *BESIDE[name], *changes))
    assert (len(received(1)), len(received(2)), state(1).participants) == (1, 1, ())


def test_a_channels_account_counts_for_every_thread_in_it(world: World) -> None:
    account = {"channel": "slack", "address": "C0TUKI", "group": "Billing"}
    with world.time():
        desks.activate({**DOCUMENT, "accounts": [*DOCUMENT["accounts"], account]}, world.now, "tests")
    post(world, "slack", body_of("slack"))
    assert (state(1).account, state(1).group) == ("C0TUKI:1796140700.000100", "Billing")


@pytest.mark.parametrize("address", ["emea/tenant-1|19:kanava@thread.tacv2", "19:kanava@thread.tacv2", "emea/tenant-1"])
def test_a_teams_channel_or_its_whole_organisation_counts_for_every_thread_in_it(world: World, address: str) -> None:
    account = {"channel": "teams", "address": address, "group": "Billing"}
    with world.time():
        desks.activate({**DOCUMENT, "accounts": [*DOCUMENT["accounts"], account]}, world.now, "tests")
    post(world, "teams", body_of("teams"))
    assert state(1).account == "emea/tenant-1|19:kanava@thread.tacv2;messageid=1796140700000"
    assert (state(1).group, world.failures) == ("Billing", [])


def test_a_rule_for_an_address_holds_for_every_thread_in_it(world: World) -> None:
    account = {"channel": "slack", "address": "C0TUKI"}
    rule = {"name": "Help on Slack", "conditions": [{"kind": "channel", "values": ["C0TUKI"]}], "group": "Billing"}
    document = {**DOCUMENT, "accounts": [*DOCUMENT["accounts"], account], "rules": [rule, *DOCUMENT["rules"]]}
    with world.time():
        desks.activate(document, world.now, "tests")
    post(world, "slack", body_of("slack"))
    assert state(1).group == "Billing"


every_provider = pytest.mark.parametrize("name", TAKES)


@every_provider
def test_a_message_becomes_one_ticket_however_often_it_is_delivered(world: World, name: str) -> None:
    for _ in range(3):
        assert post(world, name, body_of(name))["statusCode"] == 200
    assert (state(1).channel, len(received()), world.failures) == (name, 1, [])
    assert names(2) == []


@every_provider
def test_a_stranger_is_refused_and_nothing_is_kept(world: World, name: str) -> None:
    answer = world.http("POST", f"/hooks/{name}", body=body_of(name), headers={"content-type": SIGNERS[name].content_type})
    world.settle()
    assert (answer["statusCode"], names(1)) == (401, [])


@every_provider
def test_a_reply_goes_out_by_the_way_the_message_came(world: World, provider: Provider, name: str) -> None:
    post(world, name, body_of(name))
    reply(world, 1, "Selvitämme asian.")
    ((path, body),) = provider.seen
    assert path == TAKES[name][0]
    assert "Selvitämme asian." in (parse_qs(body.decode())["Body"][0] if name.startswith("twilio") else body.decode())
    assert [report.status for report in found(1, DeliveryReported)] == [Delivery.SENT]
    assert world.failures == []


@pytest.mark.parametrize("name", NEXT)
def test_the_next_message_of_the_same_person_joins_the_conversation(world: World, name: str) -> None:
    post(world, name, body_of(name))
    another = body_of(name)
    for old, new in NEXT[name]:
        another = another.replace(old, new)
    post(world, name, another)
    assert (len(received()), names(2)) == (2, [])


def test_a_phone_call_is_one_ticket_of_the_caller_with_its_recording_and_transcript(world: World, provider: Provider) -> None:
    spoken = post(world, "twilio_voice", body_of("twilio_voice"), {"language": "fi"})
    say, record = ElementTree.fromstring(spoken["body"])
    assert (spoken["headers"]["Content-Type"], say.attrib["language"]) == ("text/xml; charset=utf-8", "fi-FI")
    after, back = (queried(record.attrib[name]) for name in ("action", "recordingStatusCallback"))
    for file, query in (("batch.form", after), ("recording.form", back), ("transcript.form", {}), ("busy.form", {})):
        assert post(world, "twilio_voice", placed(body_of("twilio_voice", file), provider), query)["statusCode"] == 200
    assert [event.external_id.partition(":")[2] for event in received()] == ["", "RE3581:left", "RE3581", "TR3581"]
    assert (names(2), world.failures) == ([], [])
    assert state(1).requester == Handle("phone", "+358401234567")
    assert provider.fetched == ["/twilio_voice/Recordings/RE3581.mp3"]


@pytest.mark.parametrize("order", [("twilio_voice", "twilio_sms"), ("twilio_sms", "twilio_voice")])
def test_what_a_caller_writes_to_the_number_they_called_is_the_same_ticket(world: World, order: tuple[str, str]) -> None:
    theirs = {
        "twilio_voice": b"CallSid=CA77&From=%2B358401112222&To=%2B358401000000&CallStatus=ringing&Direction=inbound",
        "twilio_sms": b"MessageSid=SM77&From=%2B358401112222&To=%2B358401000000&Body=Onko+auki%3F&NumMedia=0",
    }
    for name in order:
        assert post(world, name, theirs[name])["statusCode"] == 200
    assert ([event.channel for event in received()], names(2)) == ([*order], [])


def queried(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(address.partition("?")[2]).items()}


def placed(body: bytes, provider: Provider) -> bytes:
    """With the recording where this test's provider keeps it."""
    theirs, ours = "https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/", f"{provider.url}/twilio_voice/Recordings/"
    return body.replace(quote_plus(theirs).encode(), quote_plus(ours).encode())


def test_who_calls_writes_and_texts_from_one_number_is_one_contact(world: World) -> None:
    for name in ("twilio_voice", "twilio_sms", "twilio_whatsapp"):
        post(world, name, body_of(name))
    # Call and SMS are one conversation, WhatsApp is another one of the same person.
    assert ([event.channel for event in received()], state(1).contact) == (["twilio_voice", "twilio_sms"], state(2).contact)


def test_a_report_finds_the_message_by_the_tag_in_our_own_address(world: World, provider: Provider) -> None:
    post(world, "twilio_sms", body_of("twilio_sms"))
    reply(world, 1, "Selvitämme asian.")
    (sent,) = found(1, DeliveryReported)
    post(world, "twilio_sms", body_of("twilio_sms", "delivered.form"), {"tag": f"1-{sent.of}"})
    assert [report.status for report in found(1, DeliveryReported)] == [Delivery.SENT, Delivery.DELIVERED]


def test_a_report_finds_the_message_by_the_providers_id(world: World, provider: Provider) -> None:
    post(world, "viber", body_of("viber"))
    reply(world, 1, "Selvitämme asian.")
    seen = json.dumps({"event": "seen", "timestamp": 1796140800000, "message_token": 358999, "user_id": "AinoViber=="}).encode()
    post(world, "viber", seen)
    assert [report.status for report in found(1, DeliveryReported)] == [Delivery.SENT, Delivery.READ]


@pytest.mark.parametrize("tag", ["1-1", "1-0", "2024-5", "1-99999999999", "²-1", f"{10**30}-1"])
def test_a_tag_that_another_tool_wrote_is_no_word_on_a_message_of_ours(world: World, tag: str) -> None:
    post(world, "twilio_sms", body_of("twilio_sms"))
    known = names(1)
    post(world, "twilio_sms", body_of("twilio_sms", "delivered.form"), {"tag": tag})
    assert (names(1), world.failures) == (known, [])


def test_a_sender_of_thousands_of_letters_is_stored_beside_its_neighbour(world: World, provider: Provider) -> None:
    # No table takes a key of so many letters, so that it is stored by a digest, and what is shown of it is cut.
    parts = [
        {"type": "message", "id": f"e{number}", "sender": {"value": value}, "text": "Hei"} for number, value in enumerate(("a" * 3000, "b"))
    ]
    post(world, "standard_webhooks", json.dumps({"events": parts}).encode())
    kept = [said for number in (1, 2) for said in received(number)]
    assert ([said.sender.value[:4] for said in kept], world.failures) == (["aaaa", "b"], [])


@pytest.mark.parametrize(("name", "fetched"), [("telegram", 10), ("line", 2)])
def test_every_part_of_a_batch_arrives_with_its_files(world: World, provider: Provider, name: str, fetched: int) -> None:
    post(world, name, body_of(name, "kinds.json"))
    assert world.failures == []
    assert len(provider.fetched) == fetched
    assert len(received()) > 10


@pytest.mark.parametrize(
    ("name", "file"), [("slack", "reaction.json"), ("viber", "started.json"), ("teams", "deleted.json"), ("twilio_sms", "stop.form")]
)
def test_what_merely_happened_opens_no_ticket(world: World, name: str, file: str) -> None:
    assert post(world, name, body_of(name, file))["statusCode"] == 200
    assert (names(1), world.failures) == ([], [])


def test_slack_is_answered_its_word_and_nothing_is_kept(world: World) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "3eZbrw1aB", "token": "old"}).encode()
    answer = post(world, "slack", body)
    assert (answer["statusCode"], answer["body"], names(1)) == (200, "3eZbrw1aB", [])
