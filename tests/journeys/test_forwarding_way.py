"""Forwards to third parties and tickets that begin with our mail, from the API to the mailbox and back."""

import pytest

from chalicelib.sla.policy import Category
from chalicelib.storage.seen import newest_number
from chalicelib.tickets import events as ev
from tests.handlers.client import Client, Told
from tests.handlers.conftest import api as api  # the fixture, which is not this folder's
from tests.journeys.walks import found, names, state
from tests.world import Sent, World

pytestmark = pytest.mark.slow

AINO, CARRIER, BOSS, EVE = "aino@asiakas.example", "apu@kuljetus.example", "pomo@kuljetus.example", "eve@muu.example"


@pytest.fixture
def asked(api: Client) -> Client:
    """Ticket 1: Aino asked for her parcel."""
    api.world.mail(f"Aino <{AINO}>", "Paketti", "Missä pakettini 77 on?", message_id="<a@asiakas.example>")
    api.world.settle()
    return api


def forward(api: Client, **more: object) -> Told:
    told = api.of("Liisa").post("/tickets/1/forward", {"body": "Missä tämä on?", "to_emails": [CARRIER], **more})
    api.world.settle()
    return told


def envelope(mail: Sent) -> set[str]:
    """To whom it really went; the emulator repeats the names of the header."""
    return {to for to in mail.to if "<" not in to}


def address(world: World, to: str) -> str:
    return str(world.mails(to)[-1].mail["Reply-To"]).split("<")[-1].strip(">")


def test_a_forward_goes_to_those_who_were_named_with_the_customers_words(asked: Client) -> None:
    told = forward(asked, to_emails=[CARRIER, BOSS], cc_emails=["c@kuljetus.example"], bcc_emails=["b@talo.example"])
    row = told.body
    assert (told.status, row["source"], row["private"], row["incoming"], row["bcc_emails"]) == (201, 8, True, False, ["b@talo.example"])
    (mail,) = asked.world.mails(CARRIER)
    assert (mail.mail["To"], mail.mail["Cc"], mail.mail["Bcc"]) == (f"{CARRIER}, {BOSS}", "c@kuljetus.example", None)
    assert (envelope(mail), mail.subject) == ({CARRIER, BOSS, "c@kuljetus.example", "b@talo.example"}, "Fwd: Paketti [#1]")
    assert ("Missä tämä on?" in mail.text, "Missä pakettini 77 on?" in mail.text, asked.world.mails(AINO)) == (True, True, [])
    (said,) = asked.get("/tickets/1/conversations").body
    assert said["delivery"] == "delivered"
    assert asked.get("/tickets/1").body["fwd_emails"] == [CARRIER, BOSS, "c@kuljetus.example", "b@talo.example"]
    assert (state(1).stats.first_responded, state(1).promises[0].state) == (None, "running")


def test_a_forward_without_the_quote_says_only_what_the_agent_wrote(asked: Client) -> None:
    forward(asked, include_quoted_text=False)
    assert "pakettini" not in asked.world.mails(CARRIER)[0].text


def test_what_a_third_party_answers_comes_back_and_is_not_the_customers_word(asked: Client) -> None:
    forward(asked)
    asked.put("/tickets/1", {"status": 3})
    before = state(1)
    elsewhere = [("Reply-To", "muu@kuljetus.example")]
    asked.world.mail(CARRIER, "Re: Fwd: Paketti", "Se on Tampereella.", to=address(asked.world, CARRIER), cc=BOSS, headers=elsewhere)
    asked.world.settle()
    after, said = state(1), asked.get("/tickets/1/conversations").body[-1]
    assert (said["body_text"], said["incoming"], said["private"], said["from_email"]) == ("Se on Tampereella.", True, True, CARRIER)
    assert (after.category, newest_number(), after.participants, after.reply_to) == (Category.OPEN, 1, before.participants, before.reply_to)
    assert (after.last_customer_at, after.stats.requester_responded) == (before.last_customer_at, before.stats.requester_responded)
    asked.of("Liisa").post("/tickets/1/reply", {"body": "Tampereella."})
    asked.world.settle()
    (answer,) = asked.world.mails(AINO)
    assert envelope(answer) == {AINO}


def test_somebody_else_with_that_address_still_waits(asked: Client) -> None:
    forward(asked)
    asked.world.mail(EVE, "Re: Fwd: Paketti", "Minullekin.", to=address(asked.world, CARRIER))
    asked.world.mail(CARRIER, "Re: Fwd: Paketti", "Väärennös.", to=address(asked.world, CARRIER), verdicts={"dmarc": "FAIL"})
    asked.world.settle()
    assert (names(1).count("message.received"), names(1).count("mail.suspended")) == (1, 1)


def test_the_customer_stays_the_customer_when_the_ticket_was_forwarded_to_them_too(asked: Client) -> None:
    forward(asked, to_emails=[AINO])
    asked.world.mail(AINO, "Re: Paketti", "Entä nyt?", to=address(asked.world, AINO))
    asked.world.settle()
    assert [one.third for one in found(1, ev.MessageReceived)] == [False, False]


def test_a_repeated_forward_goes_out_once(asked: Client) -> None:
    asked.world.deliver_twice = True
    for _ in range(2):
        body = {"body": "Missä tämä on?", "to_emails": [CARRIER]}
        assert asked.post("/tickets/1/forward", body, idempotency_key="f1").status == 201
    asked.world.settle()
    assert (len(asked.world.mails(CARRIER)), names(1).count("forward.written")) == (1, 1)


def test_original_files_go_along_if_that_is_asked(api: Client) -> None:
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"], message["To"], message["Subject"], message["Message-ID"] = AINO, "help@kauppa.example", "Kuitti", "<k@a.example>"
    message.set_content("Kuitti ohessa.")
    message.add_attachment(b"%PDF-1.4 kuitti", maintype="application", subtype="pdf", filename="kuitti.pdf")
    api.world.raw_mail(message.as_bytes(), recipients=["help@kauppa.example"])
    api.world.settle()
    for wanted, names_sent in ((True, ["kuitti.pdf"]), (False, [])):
        told = forward(api, include_original_attachments=wanted)
        assert [file["name"] for file in told.body["attachments"]] == names_sent
        sent = api.world.mails(CARRIER)[-1].mail
        assert [part.get_filename() for part in sent.iter_attachments()] == names_sent


def test_what_may_not_leave_the_desk_is_not_forwarded(asked: Client) -> None:
    assert asked.post("/tickets/1/forward", {"body": "x", "to_emails": []}).status == 400
    asked.put("/tickets/1", {"spam": True})
    assert (forward(asked).status, asked.world.mails(CARRIER)) == (409, [])


# -- beginning by mail --


def test_a_ticket_may_begin_with_our_mail_and_the_answer_comes_to_it(api: Client) -> None:
    liisa = api.of("Liisa")
    told = liisa.post(
        "/tickets/outbound_email",
        {"email": AINO, "name": "Aino", "subject": "Pakettisi", "description": "<p>Se saapui.</p>", "cc_emails": ["bo@b.example"]},
    )
    api.world.settle()
    body = told.body
    assert (told.status, body["id"], body["source"], body["status"], body["responder_id"]) == (201, 1, 10, 3, api.agent("Liisa"))
    (mail,) = api.world.mails(AINO)
    assert (mail.subject, envelope(mail), "Se saapui." in mail.text) == ("Pakettisi [#1]", {AINO, "bo@b.example"}, True)
    assert (body["description_text"], api.get("/tickets/1/conversations").body) == ("Se saapui.", [])
    api.world.mail(AINO, "Re: Pakettisi", "Kiitos, mutta se on rikki.", to=address(api.world, AINO))
    api.world.settle()
    assert (newest_number(), state(1).category, names(1).count("message.received")) == (1, Category.OPEN, 1)
    assert api.world.failures == []


def test_a_repeated_beginning_is_one_ticket_and_one_mail(api: Client) -> None:
    body = {"email": AINO, "subject": "Pakettisi", "description": "Se saapui.", "status": 2}
    told = [api.of("Liisa").post("/tickets/outbound_email", body, idempotency_key="o1") for _ in range(2)]
    api.world.settle()
    assert ([one.body["id"] for one in told], len(api.world.mails(AINO)), newest_number()) == ([1, 1], 1, 1)
    assert api.post("/tickets/outbound_email", {"email": AINO}).faults == [("subject", "missing_field"), ("description", "missing_field")]


def test_blind_copies_of_a_reply_are_in_no_header(asked: Client) -> None:
    told = asked.of("Liisa").post("/tickets/1/reply", {"body": "Tampereella.", "cc_emails": ["c@c.example"], "bcc_emails": ["b@b.example"]})
    asked.world.settle()
    (mail,) = asked.world.mails(AINO)
    assert (told.body["replied_to"], told.body["bcc_emails"]) == ([AINO, "c@c.example", "b@b.example"], ["b@b.example"])
    assert (envelope(mail), "b@b.example" in mail.raw) == ({AINO, "c@c.example", "b@b.example"}, False)
