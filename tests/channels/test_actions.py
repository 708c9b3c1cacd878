"""Sending: claimed once, composed right, and whatever the provider answers, the customer hears it once and the agent hears of failures."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from botocore.exceptions import ConnectTimeoutError, ReadTimeoutError

from chalicelib.channels import actions as channels
from chalicelib.channels.message import Delivery, Handle, StatusReport
from chalicelib.context import Context
from chalicelib.deliveries import actions as deliveries
from chalicelib.desk import actions as desks
from chalicelib.ids import ticket_of
from chalicelib.outside import aws as clients
from chalicelib.settings import settings
from chalicelib.storage import history, seen
from chalicelib.storage.history import Command
from chalicelib.storage.tickets import find_commits
from chalicelib.surveys import links
from chalicelib.tickets import actions as tickets
from chalicelib.tickets import events as ev
from chalicelib.tickets.change import Change
from chalicelib.tickets.content import seal
from chalicelib.tickets.state import Outgoing, State
from chalicelib.tickets.subscriptions import Check
from tests.outside.faults import provoked
from tests.world import START, TOKEN_KEYS, Sent, World

AINO = Handle("email", "aino@asiakas.example", "Aino Aalto")
PHONE = Handle("whatsapp", "358401234567", "Aino")
WORDS = seal("Hei Aino,\n\nirrota johto.", "", "00" * 16)
SENT_ALREADY = ReadTimeoutError(endpoint_url="ses")
NEVER_LEFT = ConnectTimeoutError(endpoint_url="ses")


def work(world: World) -> Context:
    return Context(desks.current(world.now), world.now, lambda: world.now)


def add(world: World, *events: ev.Event, content: ev.Content | None = None) -> int:
    """One commit more; its seq."""
    order = Command(f"add:{len(find_commits(1))}", "tests")
    return history.change(1, order, work(world), lambda state, at: Change(events, content)).state.version


def opened(world: World, *, channel: str = "email", requester: Handle = AINO, **fields: Any) -> None:
    account = "10001" if channel == "whatsapp" else "laskutus@kauppa.example"
    opening = ev.TicketOpened("Keitin", channel, account, 77, requester, **{"language": "fi"} | fields)
    received = ev.MessageReceived(channel, requester, "<m1@asiakas.example>", 77, "d", ev.Evidence("new", 100), arrived=world.now)
    history.open_ticket(1, Command("open", "tests"), work(world), lambda at: Change((opening, received)))


def replied(world: World, **fields: Any) -> int:
    agent = desks.current(world.now).agents[0]
    state = history.load(1)
    event = ev.ReplyWritten(agent.id, state.channel, state.requester, WORDS.digest, **fields)
    return add(world, event, content=WORDS.content)


def deliver(world: World) -> int:
    return channels.deliver(1, work(world))


@pytest.fixture
def envelopes(world: World) -> Iterator[list[list[str]]]:
    """The envelope recipients of every call to SES."""
    found: list[list[str]] = []
    events = clients.client("ses").meta.events

    def note(params: dict[str, Any], **_: Any) -> None:
        found.append(params["Destinations"])

    events.register("before-parameter-build.ses.SendRawEmail", note)
    yield found
    events.unregister("before-parameter-build.ses.SendRawEmail", note)


def sent(world: World) -> Sent:
    (mail,) = world.mails()
    return mail


def reports(of: int) -> list[tuple[Delivery, str]]:
    events = (event for commit in find_commits(1) for event in commit.events)
    return [(event.status, event.reason) for event in events if isinstance(event, ev.DeliveryReported) and event.of == of]


def releases() -> list[int]:
    return [event.delay for commit in find_commits(1) for event in commit.events if isinstance(event, ev.DeliveryReleased)]


def state() -> State:
    return history.load(1)


# -- what a mail looks like --


def test_a_reply_carries_all_by_which_its_answer_is_found(world: World) -> None:
    opened(world)
    seq = replied(world, cc=("bengt@kund.example",))
    assert deliver(world) == 1
    mail = sent(world).mail
    token, _, domain = str(mail["Reply-To"]).split("<")[-1].strip(">").partition("@")
    assert (ticket_of(token, TOKEN_KEYS), domain) == (1, "kauppa.example")
    assert str(mail["References"]).split() == [f"<{token}@kauppa.example>", "<m1@asiakas.example>"]
    assert (mail["In-Reply-To"], mail["Subject"]) == ("<m1@asiakas.example>", "Re: Keitin [#1]")
    assert sent(world).tag == f"1-{seq}"
    for part in ("plain", "html"):
        body = mail.get_body(preferencelist=(part,))
        assert body
        assert token in body.get_content()
        assert "irrota johto." in body.get_content()


def test_a_reply_goes_to_the_right_people_from_the_address_they_wrote_to(world: World, envelopes: list[list[str]]) -> None:
    opened(world)
    replied(world, cc=("bengt@kund.example",))
    deliver(world)
    found = sent(world)
    assert envelopes == [["aino@asiakas.example", "bengt@kund.example"]]
    assert (found.mail["To"], found.mail["Cc"]) == ("Aino Aalto <aino@asiakas.example>", "bengt@kund.example")
    assert str(found.mail["From"]) == "Liisa – Kauppa Oy <laskutus@kauppa.example>"
    assert found.mail["Auto-Submitted"] is None


def test_a_reply_goes_where_the_customer_asked_for_it(world: World, envelopes: list[list[str]]) -> None:
    opened(world)
    add(world, ev.MessageReceived("email", AINO, "<m2@x>", 77, "d", ev.Evidence("chat", 90), reply_to="muu@asiakas.example"))
    replied(world)
    deliver(world)
    assert envelopes == [["muu@asiakas.example"]]
    assert state().requester == AINO


def test_a_notice_goes_to_colleagues_as_automatic_mail_without_a_token(world: World, envelopes: list[list[str]]) -> None:
    opened(world)
    add(world, ev.NoticeRaised(("first_response#1:warn",), ("liisa@talo.example", "mikko@talo.example")))
    deliver(world)
    found = sent(world)
    assert envelopes == [["liisa@talo.example", "mikko@talo.example"]]
    assert (found.mail["Auto-Submitted"], found.mail["Reply-To"]) == ("auto-generated", None)
    assert "https://desk.kauppa.example/api/v2/tickets/1" in found.text


@pytest.mark.parametrize(("language", "subject"), [("fi", "Miten onnistuimme?"), ("sv", "Hur lyckades vi?"), ("en", "How did we do?")])
def test_a_survey_speaks_the_tickets_language_and_its_link_opens(
    world: World, envelopes: list[list[str]], language: str, subject: str
) -> None:
    opened(world, language=language)
    expires = START.replace(day=15)
    add(world, ev.SurveyInvited(1, "email", AINO, language, 1, expires))
    deliver(world)
    found = sent(world)
    assert (found.subject[: len(subject)], envelopes, found.mail["Auto-Submitted"]) == (subject, [[AINO.value]], "auto-generated")
    token = found.text.split("/survey/")[1].split()[0].partition("?")[0]
    assert links.read(token, START, TOKEN_KEYS) == links.Claims(1, 1, 1, language, expires)


# -- once --


def test_what_was_sent_is_not_sent_again(world: World) -> None:
    opened(world)
    seq = replied(world)
    assert (deliver(world), deliver(world)) == (1, 0)
    assert reports(seq) == [(Delivery.SENT, "")]
    assert state().outgoing == ()
    assert sent(world)


def test_the_id_that_ses_answered_leads_back_to_the_ticket(world: World) -> None:
    opened(world)
    seq = replied(world)
    deliver(world)
    row = seen.find(seen.message_key(f"<{sent(world).message_id}@ses>"))
    assert row
    assert (row.ticket, row.seq) == (1, seq)


def test_every_waiting_message_goes_out_in_one_run(world: World, envelopes: list[list[str]]) -> None:
    opened(world)
    replied(world)
    add(world, ev.NoticeRaised(("first_response#1:warn",), ("liisa@talo.example",)))
    assert deliver(world) == 2
    assert envelopes == [["aino@asiakas.example"], ["liisa@talo.example"]]


def test_what_somebody_else_claimed_is_left_to_them(world: World) -> None:
    opened(world)
    seq = replied(world)
    add(world, ev.DeliveryClaimed(seq))
    assert deliver(world) == 0
    assert world.mails() == []


# -- faults --


def test_a_mail_that_ses_refuses_has_failed_and_everybody_sees_it(world: World) -> None:
    opened(world)
    seq = replied(world)
    refusal = "<ErrorResponse><Error><Code>MessageRejected</Code><Message>Address is on the list</Message></Error></ErrorResponse>"
    with provoked("ses", "SendRawEmail", (400, refusal)):
        assert deliver(world) == 0
    assert reports(seq) == [(Delivery.FAILED, "SES: MessageRejected: Address is on the list")]
    assert (state().undelivered, state().outgoing) == ((seq,), ())


def test_a_busy_provider_is_tried_again_ever_later_until_it_has_failed(world: World) -> None:
    opened(world)
    seq = replied(world)
    with provoked("ses", "SendRawEmail", *[NEVER_LEFT] * 12):
        for _ in range(12):
            assert deliver(world) == 0
    assert releases() == [15, 30, 60, 120, 240, 480, 900, 900, 900, 900, 900]
    assert reports(seq) == [(Delivery.FAILED, "gave up after 12 attempts: SES: ConnectTimeoutError")]
    assert state().undelivered == (seq,)


def test_a_release_is_announced_with_its_delay_and_the_next_try_sends(world: World) -> None:
    opened(world)
    replied(world)
    with provoked("ses", "SendRawEmail", NEVER_LEFT):
        world.settle()
    assert world.mails() == []
    world.after(seconds=14)
    assert world.mails() == []
    world.after(seconds=2)
    assert AINO.value in sent(world).to


def test_a_lost_answer_leaves_the_claim_until_the_grace_time_is_over(world: World) -> None:
    opened(world)
    seq = replied(world)
    with provoked("ses", "SendRawEmail", SENT_ALREADY):
        assert deliver(world) == 0
    (claim,) = state().outgoing
    assert claim == Outgoing(seq, "reply", Delivery.CLAIMED, claim.since, 1)
    assert claim.since
    assert deliver(world) == 0
    world.now = claim.since + timedelta(minutes=10)
    assert tickets.tick(Check(1, world.now), work(world))
    assert deliver(world) == 1
    assert AINO.value in sent(world).to
    assert reports(seq) == [(Delivery.SENT, "")]


def test_a_lost_answer_that_ses_then_confirms_is_not_sent_again(world: World) -> None:
    opened(world)
    seq = replied(world)
    with provoked("ses", "SendRawEmail", SENT_ALREADY):
        deliver(world)
    event = {
        "eventType": "Send",
        "send": {},
        "mail": {"timestamp": START.isoformat(), "messageId": "0110", "tags": {"vuoro": [f"1-{seq}"]}},
    }
    world.send("inbound", json.dumps(event))
    world.settle().after(minutes=11)
    assert world.mails() == []
    assert reports(seq) == [(Delivery.SENT, "")]


def test_an_answer_that_is_never_confirmed_is_not_sent_for_ever(world: World) -> None:
    opened(world)
    seq = replied(world)
    with provoked("ses", "SendRawEmail", *[SENT_ALREADY] * 9) as tries:
        world.settle().after(hours=2)
    assert len(tries) == 4
    assert reports(seq) == [(Delivery.FAILED, "nobody confirmed any of 4 attempts")]


@pytest.mark.parametrize("kind", ["reply", "survey"])
def test_nothing_goes_to_the_sender_of_spam(world: World, kind: str) -> None:
    opened(world)
    seq = replied(world) if kind == "reply" else add(world, ev.SurveyInvited(1, "email", AINO, "fi", 1, START.replace(day=15)))
    add(world, ev.FieldsChanged({"spam": True}))
    assert deliver(world) == 0
    assert world.mails() == []
    assert reports(seq) == [(Delivery.FAILED, "the ticket is marked as spam: nothing goes to its sender")]


def test_an_address_that_cannot_be_written_to_has_failed(world: World) -> None:
    opened(world, requester=Handle("email", "kaksi@a, b@c"))
    seq = replied(world)
    assert deliver(world) == 0
    assert [status for status, _ in reports(seq)] == [Delivery.FAILED]


# -- WhatsApp --


@dataclass
class Meta:
    """A provider on loopback with its answers in order; `seen` are path, credentials and body of each request."""

    answers: list[tuple[int, bytes]]
    seen: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)


@contextmanager
def meta(monkeypatch: pytest.MonkeyPatch, *answers: tuple[int, bytes]) -> Iterator[Meta]:
    made = Meta(list(answers))

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            made.seen.append((self.path, self.headers["Authorization"], body))
            status, answer = made.answers.pop(0)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        monkeypatch.setenv("VUORO_WHATSAPP_URL", f"http://127.0.0.1:{server.server_port}/v23.0")
        settings.cache_clear()
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield made
        server.shutdown()
    monkeypatch.undo()
    settings.cache_clear()


TAKEN = (200, b'{"messages": [{"id": "wamid.ours"}]}')


def test_a_whatsapp_reply_is_posted_once_with_our_tag_and_its_id_is_remembered(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(world, channel="whatsapp", requester=PHONE)
    seq = replied(world)
    with meta(monkeypatch, TAKEN) as provider:
        assert (deliver(world), deliver(world)) == (1, 0)
    ((path, credentials, body),) = provider.seen
    assert (path, credentials) == ("/v23.0/10001/messages", "Bearer token")
    assert (body["to"], body["text"]["body"], body["biz_opaque_callback_data"]) == ("358401234567", WORDS.content.text, f"1-{seq}")
    row = seen.find(seen.message_key("<wamid.ours@whatsapp>"))
    assert row
    assert (row.ticket, row.seq, world.mails()) == (1, seq, [])


@pytest.mark.parametrize(
    ("answer", "status", "outgoing"),
    [
        ((400, b'{"error": {"code": 131047, "message": "Re-engagement message"}}'), [Delivery.FAILED], []),
        ((429, b'{"error": {"code": 130429, "message": "slow down"}}'), [], [Delivery.WRITTEN]),
        ((500, b'{"error": {"code": 2, "message": "try later"}}'), [], [Delivery.WRITTEN]),
        ((502, b"bad gateway"), [], [Delivery.CLAIMED]),
    ],
)
def test_each_answer_of_whatsapp_has_its_own_way(
    world: World, monkeypatch: pytest.MonkeyPatch, answer: tuple[int, bytes], status: list[Delivery], outgoing: list[Delivery]
) -> None:
    opened(world, channel="whatsapp", requester=PHONE)
    seq = replied(world)
    with meta(monkeypatch, answer) as provider:
        assert deliver(world) == 0
    assert len(provider.seen) == 1
    assert [found for found, _ in reports(seq)] == status
    assert [item.status for item in state().outgoing] == outgoing


LONG = seal("\n\n".join(f"Kohta {number}. " + "Irrota johto. " * 200 for number in range(1, 4)), "", "00" * 16)
BUSY = (429, b'{"error": {"code": 130429, "message": "slow down"}}')


def test_a_long_message_goes_on_where_a_fault_broke_it_off(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(world, channel="whatsapp", requester=PHONE)
    agent = desks.current(world.now).agents[0]
    seq = add(world, ev.ReplyWritten(agent.id, "whatsapp", PHONE, LONG.digest), content=LONG.content)
    with meta(monkeypatch, TAKEN, BUSY, TAKEN, TAKEN) as provider:
        assert deliver(world) == 0
        first = StatusReport("whatsapp", Delivery.SENT, world.now, "wamid.first", f"1-{seq}.1")
        assert deliveries.report(first, work(world)) == "no message of ours has that tag or id"
        assert (deliver(world), deliver(world)) == (1, 0)
    said = [(body["text"]["body"][:7], body["biz_opaque_callback_data"]) for _, _, body in provider.seen]
    assert said == [("Kohta 1", f"1-{seq}.1"), ("Kohta 2", f"1-{seq}.2"), ("Kohta 2", f"1-{seq}.2"), ("Kohta 3", f"1-{seq}")]
    assert reports(seq) == [(Delivery.SENT, "")]
    lost = StatusReport("whatsapp", Delivery.FAILED, world.now, "wamid.first", f"1-{seq}.1", reason="no such user")
    deliveries.report(lost, work(world))
    assert state().undelivered == (seq,)


def test_without_credentials_a_message_waits_and_says_what_is_missing(world: World) -> None:
    opened(world, channel="viber", requester=Handle("viber", "31"))
    seq = replied(world)
    assert deliver(world) == 0
    assert [event.because for commit in find_commits(1) for event in commit.events if isinstance(event, ev.DeliveryReleased)] == [
        "the senders parameter has no entry for viber"
    ]
    assert reports(seq) == []


def test_outside_the_window_nothing_is_posted_and_the_agent_sees_why(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(world, channel="whatsapp", requester=PHONE)
    world.now += timedelta(hours=24)
    seq = replied(world)
    with meta(monkeypatch) as provider:
        assert deliver(world) == 0
    assert provider.seen == []
    ((status, reason),) = reports(seq)
    assert (status, "24 hours" in reason) == (Delivery.FAILED, True)


def test_a_survey_by_whatsapp_is_one_message_with_the_link(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(world, channel="whatsapp", requester=PHONE, language="sv")
    add(world, ev.SurveyInvited(1, "whatsapp", PHONE, "sv", 1, START.replace(day=15)))
    with meta(monkeypatch, TAKEN) as provider:
        assert deliver(world) == 1
    text = provider.seen[0][2]["text"]["body"]
    assert "ditt ärende 1" in text
    assert "https://desk.kauppa.example/survey/" in text
