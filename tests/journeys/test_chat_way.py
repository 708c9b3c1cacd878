"""Chats of every kind: a contact is answered on its channel, by another one if that refuses, and what was sent along is kept."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from chalicelib.channels.message import Delivery, Handle
from chalicelib.contacts import actions as contacts
from chalicelib.outside import files as outside_files
from chalicelib.people import actions as people
from chalicelib.people.keys import Key
from chalicelib.tickets import events as ev
from tests.handlers.client import ADMIN_KEY, Client
from tests.handlers.test_attachments import PDF, fetched
from tests.handlers.test_attachments import sent as send_form
from tests.journeys.providers import INSTAGRAM, PAGE, Providers, providers
from tests.journeys.walks import context, found, names, reply, resolve, state
from tests.world import World

pytestmark = pytest.mark.slow

AINO = "200300000000031"
MAIL, PHONE = Handle("email", "aino@asiakas.example"), Handle("phone", "+358401112222")


@pytest.fixture
def chats(world: World, tmp_path: Path) -> Iterator[Providers]:
    with providers(world, tmp_path) as made:
        yield made


@pytest.fixture
def api(world: World) -> Client:
    people.forget()
    people.ensure_key(ADMIN_KEY, Key(), world.now)
    return Client(world)


def event(world: World, **said: Any) -> dict[str, Any]:
    at = int(world.now.timestamp() * 1000)
    told = {"sender": {"id": AINO}, "recipient": {"id": PAGE}, "timestamp": at, **said}
    return {"object": "page", "entry": [{"id": PAGE, "time": at, "messaging": [told]}]}


def message(world: World, mid: str, text: str, **more: Any) -> dict[str, Any]:
    return event(world, message={"mid": mid, "text": text, **more})


def instagram(world: World, mid: str, text: str) -> dict[str, Any]:
    at = int(world.now.timestamp() * 1000)
    told = {"sender": {"id": "31"}, "recipient": {"id": INSTAGRAM}, "timestamp": at, "message": {"mid": mid, "text": text}}
    return {"object": "instagram", "entry": [{"id": INSTAGRAM, "time": at, "messaging": [told]}]}


def knows(world: World, *handles: Handle, **fields: Any) -> None:
    with world.time():
        contacts.change_contact(state(1).contact, fields, handles, context(world), "agent:1")


def conversations(api: Client) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = api.get("/tickets/1/conversations").body
    return rows


# -- files --


def test_files_of_a_reply_follow_its_text_each_in_its_own_message(chats: Providers, api: Client) -> None:
    world = chats.world
    chats.hook("messenger", message(world, "m_1", "Hei, lähettäkää lasku ja kuva."))
    told = send_form(api, "/tickets/1/reply", ("body", "Tässä ovat."), ("attachments[]", PDF), ("attachments[]", PDF))
    assert [file["name"] for file in told.body["attachments"]] == ["lasku ä.pdf"] * 2
    world.settle()
    bodies = [call["body"]["message"] for call in chats.calls("messenger")]
    seq = told.body["id"] % 65_536
    assert [body["metadata"] for body in bodies] == [f"1-{seq}.1", f"1-{seq}.2", f"1-{seq}"]
    assert bodies[0]["text"] == "Tässä ovat."
    assert [body["attachment"]["type"] for body in bodies[1:]] == ["file", "file"]
    assert [fetched(body["attachment"]["payload"]["url"]) for body in bodies[1:]] == [PDF, PDF]


def test_a_channel_without_files_says_so_and_the_other_way_is_offered(chats: Providers, api: Client) -> None:
    world = chats.world
    chats.hook("comments", comment("add", "300_31", "Lähetättekö ohjeen?"))
    knows(world, MAIL)
    send_form(api, "/tickets/1/reply", ("body", "Tässä."), ("attachments[]", PDF))
    world.settle()
    said = conversations(api)[-1]
    assert said["outgoing_failures"]["reason"] == "the channel comments carries no files: lasku ä.pdf"
    assert chats.calls("comments") == []


# -- there and back --


def test_a_messenger_contact_is_answered_read_and_asked_how_it_went(chats: Providers, api: Client) -> None:
    world = chats.world
    assert chats.hook("messenger", message(world, "m_1", "Hei, keitin ei lämpene. Mitä teen?")) == 200
    assert (state(1).channel, state(1).account, state(1).agent > 0) == ("messenger", PAGE, True)
    assert api.get("/tickets/1").body["source"] == 7
    reply(world, 1, "Irrota johto hetkeksi.")
    (sent,) = chats.calls("messenger")
    assert (sent["path"], sent["to"], sent["text"]) == (f"{PAGE}/messages", AINO, "Irrota johto hetkeksi.")
    assert sent["body"]["message"]["metadata"] == f"1-{found(1, ev.DeliveryReported)[0].of}"

    chats.hook("messenger", event(world, delivery={"mids": [sent["id"]], "watermark": 1}))
    assert conversations(api)[-1]["delivery"] == "delivered"
    watermark = int(world.now.timestamp() * 1000)
    chats.hook("messenger", event(world, read={"watermark": watermark}))
    assert conversations(api)[-1]["delivery"] == "read"
    chats.hook("messenger", event(world, delivery={"watermark": watermark}))
    assert conversations(api)[-1]["delivery"] == "read"

    resolve(world, 1)
    world.after(hours=2)
    assert "https://desk.kauppa.example/survey/" in chats.calls("messenger")[-1]["text"]
    assert world.failures == []


def test_a_quoted_answer_and_a_deletion_find_the_ticket_they_are_about(chats: Providers) -> None:
    world = chats.world
    chats.hook("messenger", message(world, "m_1", "Hei, keitin ei lämpene."))
    reply(world, 1, "Irrota johto.")
    (sent,) = chats.calls("messenger")
    resolve(world, 1)
    world.after(minutes=5)
    chats.hook("messenger", message(world, "m_2", "Mikä johto se on?", reply_to={"mid": sent["id"]}))
    chats.hook("messenger", message(world, "m_2", "", is_deleted=True))
    received = found(1, ev.MessageReceived)
    assert [(one.evidence.method, one.automatic) for one in received] == [("new", ""), ("our message", ""), ("chat", "event")]
    assert not state(1).is_over


def test_what_happened_to_a_message_of_nobodys_ticket_opens_none(chats: Providers) -> None:
    chats.hook("messenger", event(chats.world, reaction={"mid": "m_0", "action": "react", "emoji": "❤"}))
    chats.hook("messenger", message(chats.world, "m_1", "Hei"))
    assert names(1)[0] == "ticket.opened"
    assert len(found(1, ev.MessageReceived)) == 1


def test_an_echo_proves_what_a_lost_answer_left_open(chats: Providers) -> None:
    world = chats.world
    chats.hook("messenger", message(world, "m_1", "Hei"))
    chats.fault("messenger", status=502)
    # The gateway's error is Meta's in shape, so the message is tried again and the first attempt's echo counts for both.
    reply(world, 1, "Irrota johto.")
    of = next(commit for commit in found(1, ev.DeliveryClaimed)).of
    echo = {"mid": "m_ours", "is_echo": True, "metadata": f"1-{of}", "text": "Irrota johto."}
    chats.hook("messenger", event(world, message=echo))
    world.after(minutes=20)
    assert chats.calls("messenger") == []
    assert [one.status for one in found(1, ev.DeliveryReported)] == [Delivery.SENT]


def test_a_long_answer_goes_in_parts_and_a_part_that_went_is_not_sent_again(chats: Providers) -> None:
    world = chats.world
    chats.hook("messenger", message(world, "m_1", "Hei"))
    answer = "\n\n".join(f"Kohta {number}. " + "Irrota johto. " * 90 for number in range(1, 4))
    with_fault = chats.calls("messenger")
    reply(world, 1, answer)
    sent = [one["text"] for one in chats.calls("messenger")]
    assert (with_fault, len(sent), max(map(len, sent)) <= 2000) == ([], 3, True)
    assert "".join(sent).replace("\n", "").replace(" ", "") == answer.replace("\n", "").replace(" ", "")
    assert [one.status for one in found(1, ev.DeliveryReported)] == [Delivery.SENT]


@pytest.mark.parametrize("status", [500, 400], ids=["for now", "for good"])
def test_an_answer_to_a_part_that_went_out_before_a_fault_finds_its_ticket(chats: Providers, status: int) -> None:
    world = chats.world
    chats.hook("messenger", message(world, "m_1", "Hei"))
    chats.fault("messenger", after=1, status=status)
    reply(world, 1, "\n\n".join("Irrota johto. " * 90 for _ in range(3)))
    world.after(minutes=2)
    sent = chats.calls("messenger")
    assert (len(sent), [one.status for one in found(1, ev.DeliveryReported)]) == (
        (3, [Delivery.SENT]) if status == 500 else (1, [Delivery.FAILED])
    )
    resolve(world, 1)
    world.after(hours=26)
    chats.hook("messenger", message(world, "m_2", "Mikä johto se on?", reply_to={"mid": sent[0]["id"]}))
    assert [one.evidence.method for one in found(1, ev.MessageReceived)] == ["new", "our message"]


# -- after the window --


def test_what_an_agent_answers_within_seven_days_goes_as_that_and_nothing_automatic_does(chats: Providers) -> None:
    world = chats.world
    chats.hook("messenger", message(world, "m_1", "Hei, keitin ei lämpene."))
    reply(world, 1, "Irrota johto.")
    world.after(hours=25)
    reply(world, 1, "Auttoiko se?")
    resolve(world, 1)
    world.after(hours=26)
    marks = [(call["body"]["messaging_type"], call["body"].get("tag"), call["text"]) for call in chats.calls("messenger")]
    assert marks == [("RESPONSE", None, "Irrota johto."), ("MESSAGE_TAG", "HUMAN_AGENT", "Auttoiko se?")]
    assert world.failures == []


# -- by another way --


def test_a_channel_with_a_window_is_a_way_while_the_customers_is_open(world: World, tmp_path: Path) -> None:
    with providers(world, tmp_path, fallback="automatic") as chats:
        chats.hook("messenger", message(world, "m_1", "Hei, keitin ei lämpene."))
        knows(world, MAIL, Handle("instagram", "31"), custom={"reply_channels": "instagram, email"})
        chats.fault("messenger", status=400, error_code=10, times=3)
        reply(world, 1, "Irrota johto.")
        chats.hook("instagram", instagram(world, "i_1", "Kokeilin jo, ei auta."))
        reply(world, 1, "Tuo se meille.")
        world.after(hours=25)
        reply(world, 1, "Odotamme vielä.")
        assert [(one.channel, one.to.value) for one in found(1, ev.DeliveryRedirected)] == [
            ("email", MAIL.value), ("instagram", "31"), ("email", MAIL.value),
        ]  # fmt: skip
        assert [call["text"] for call in chats.calls("instagram")] == ["Tuo se meille."]
        assert world.failures == []


def test_a_closed_window_offers_the_next_way_and_the_agent_takes_it(chats: Providers, api: Client) -> None:
    world = chats.world
    chats.hook("messenger", message(world, "m_1", "Hei, keitin ei lämpene."))
    knows(world, MAIL)
    world.after(days=7, minutes=1)
    reply(world, 1, "Irrota johto.")
    assert (chats.calls("messenger"), world.mails(MAIL.value)) == ([], [])
    refused = conversations(api)[-1]
    reason = "the channel takes no free text longer than 168 hours after the customer's last message"
    assert refused["delivery"] == "failed"
    assert refused["outgoing_failures"] == {"reason": reason, "fallback": {"channel": "email", "to": MAIL.value}}
    assert "offered to send message" in str(api.get("/tickets/1/activities?per_page=100").body)

    taken = api.post("/tickets/1/fallback", {"conversation_id": refused["id"]})
    assert (taken.status, taken.body["outgoing_failures"]) == (200, None)
    world.settle()
    (mail,) = world.mails(MAIL.value)
    assert "Irrota johto." in mail.text
    assert conversations(api)[-1]["delivery"] in ("sent", "delivered")
    assert api.post("/tickets/1/fallback", {"conversation_id": refused["id"]}).status == 409

    world.mail(MAIL.value, "Re: keitin", "Kiitos, mutta mikä johto?", to=str(mail.mail["Reply-To"]).strip("<>"))
    world.settle()
    assert [one.channel for one in found(1, ev.MessageReceived)] == ["messenger", "email"]
    assert world.failures == []


@pytest.mark.parametrize(
    ("wish", "channels"), [("", ["twilio_sms"]), ("email, twilio_sms", ["email"]), ("pigeon", ["twilio_sms"])], ids=["none", "mail", "odd"]
)
def test_an_automatic_fallback_keeps_to_the_customers_own_order_and_comes_to_mail_last(
    world: World, tmp_path: Path, wish: str, channels: list[str]
) -> None:
    with providers(world, tmp_path, fallback="automatic") as chats:
        chats.hook("messenger", message(world, "m_1", "Hei, keitin ei lämpene."))
        knows(world, MAIL, PHONE, custom={"reply_channels": wish})
        world.after(days=8)
        reply(world, 1, "Irrota johto.")
        assert [one.channel for one in found(1, ev.DeliveryRedirected)] == channels
        sent = [one["text"] for one in chats.calls("twilio_sms")] + [mail.text for mail in world.mails(MAIL.value)]
        assert len(sent) == 1
        assert "Irrota johto." in sent[0]
        assert state(1).undelivered == ()


def test_nobody_else_is_written_to_where_the_desk_never_wants_it(world: World, tmp_path: Path) -> None:
    with providers(world, tmp_path, fallback="never") as chats:
        chats.hook("messenger", message(world, "m_1", "Hei"))
        knows(world, MAIL)
        world.after(days=8)
        reply(world, 1, "Irrota johto.")
        assert [name for name in names(1) if name.startswith(("fallback", "delivery.redirected"))] == []
        assert state(1).undelivered != ()


def test_a_late_word_of_the_first_provider_changes_nothing_of_the_second_way(world: World, tmp_path: Path) -> None:
    with providers(world, tmp_path, fallback="automatic") as chats:
        chats.hook("messenger", message(world, "m_1", "Hei"))
        knows(world, PHONE)
        chats.fault("messenger", status=400, error_code=10)
        reply(world, 1, "Irrota johto.")
        (redirected,) = found(1, ev.DeliveryRedirected)
        echo = {"mid": "m_ours", "is_echo": True, "metadata": f"1-{redirected.of}"}
        before = names(1)
        chats.hook("messenger", event(world, message=echo))
        assert names(1) == before
        assert len(chats.calls("twilio_sms")) == 1


# -- files --


def test_a_picture_is_fetched_and_stands_on_the_ticket(chats: Providers, api: Client) -> None:
    content = b"\xff\xd8 a picture"
    address = chats.keep("keitin.jpg", content)
    chats.hook("messenger", message(chats.world, "m_1", "Katso", attachments=[{"type": "image", "payload": {"url": address}}]))
    (fetched,) = found(1, ev.FilesFetched)
    (file,) = fetched.files
    assert (file.size, file.sha256, file.type) == (len(content), hashlib.sha256(content).hexdigest(), "image/jpeg")
    assert outside_files.get("files", file.key) == content
    assert "keitin" not in file.key
    shown = api.get("/tickets/1").body["attachments"]
    assert [(one["name"], one["size"], one["attachment_url"] is not None) for one in shown] == [("image.jpg", len(content), True)]


@pytest.mark.parametrize(
    ("address", "because"),
    [
        ("https://evil.example/3.jpg", "URL refused: evil.example is not a host we call"),
        ("https://fbcdn.net.evil.example/3.jpg", "URL refused: fbcdn.net.evil.example is not a host we call"),
        ("http://169.254.169.254/latest/meta-data", "URL refused: scheme http"),
        ("file:///etc/passwd", "URL refused: scheme file"),
        ("here/gone.jpg", "127.0.0.1 answered 404"),
        ("here/large.jpg", "larger than 25 MB"),
    ],
)
def test_a_file_that_is_not_to_be_had_is_named_and_the_message_stands(chats: Providers, api: Client, address: str, because: str) -> None:
    if address.endswith("large.jpg"):
        chats.keep("large.jpg", b"x" * (25 * 1024 * 1024 + 1))
    address = address.replace("here", f"{chats.url}/media")
    chats.hook("messenger", message(chats.world, "m_1", "Katso", attachments=[{"type": "image", "payload": {"url": address}}]))
    (fetched,) = found(1, ev.FilesFetched)
    assert [(file.key, file.because) for file in fetched.files] == [("", because)]
    told = str(api.get("/tickets/1/activities").body)
    assert because in told
    assert api.get("/tickets/1").body["warnings"] == [f"image.jpg was not taken: {because}"]
    assert chats.world.failures == []


def test_everything_delivered_twice_fetches_offers_and_sends_once(chats: Providers) -> None:
    world = chats.world
    world.deliver_twice = True
    picture = {"type": "image", "payload": {"url": chats.keep("a.jpg", b"a picture")}}
    chats.hook("messenger", message(world, "m_1", "Katso", attachments=[picture, picture]))
    knows(world, MAIL)
    reply(world, 1, "Kaunis.")
    world.after(days=8)
    reply(world, 1, "Irrota johto.")
    assert [file.position for one in found(1, ev.FilesFetched) for file in one.files] == [0, 1]
    assert len(chats.calls("messenger")) == 1
    assert len(found(1, ev.FallbackOffered)) == 1
    assert world.failures == []


@pytest.mark.parametrize(("announced", "because"), [("", ""), ("00" * 32, "its content is not what the message announced")])
def test_a_file_named_by_its_id_is_fetched_in_two_steps_and_held_against_its_digest(chats: Providers, announced: str, because: str) -> None:
    content = b"%PDF-1.7 a receipt"
    chats.keep("9001", content, "application/pdf")
    file = {"id": "9001", "mime_type": "application/pdf", "filename": "kuitti.pdf", "sha256": announced}
    said = {"from": "358401112222", "id": "wamid.1", "timestamp": "1796112000", "type": "document", "document": file}
    value = {"metadata": {"phone_number_id": "10001"}, "messages": [said]}
    chats.hook("whatsapp", {"entry": [{"id": "1", "changes": [{"field": "messages", "value": value}]}]})
    (fetched,) = found(1, ev.FilesFetched)
    assert [(one.size, one.because) for one in fetched.files] == [(0 if because else len(content), because)]


def test_a_provider_that_is_down_is_asked_again_and_in_the_end_named(chats: Providers) -> None:
    world = chats.world
    down = "http://127.0.0.1:9/gone.jpg"
    chats.hook("messenger", message(world, "m_1", "Katso", attachments=[{"type": "image", "payload": {"url": down}}]))
    assert found(1, ev.FilesFetched) == []
    world.now += timedelta(hours=2)
    world.settle()
    (fetched,) = found(1, ev.FilesFetched)
    assert fetched.files[0].because.startswith("the provider did not give it for 2 hours")


# -- comments --


def comment(verb: str, ident: str, text: str = "", *, who: str = "31", parent: str = "300") -> dict[str, Any]:
    value: dict[str, Any] = {
        "item": "comment",
        "verb": verb,
        "comment_id": ident,
        "post_id": f"{PAGE}_300",
        "parent_id": f"{PAGE}_{parent}",
    }
    value |= {"from": {"id": who, "name": "Aino"} if who else {}, "message": text, "created_time": 1796112000}
    if parent != "300":
        value["parent_id"] = parent
    return {"object": "page", "entry": [{"id": PAGE, "time": 1, "changes": [{"field": "feed", "value": value}]}]}


def test_a_comment_is_answered_below_it_and_its_deletion_is_noted(chats: Providers) -> None:
    world = chats.world
    chats.hook("comments", comment("add", "300_31", "Milloin keitin tulee myyntiin?"))
    assert (state(1).channel, state(1).requester) == ("comments", Handle("facebook", "31", "Aino"))
    reply(world, 1, "Ensi viikolla!")
    (sent,) = chats.calls("comments")
    assert (sent["path"], sent["text"]) == ("300_31/comments", "Ensi viikolla!")
    chats.hook("comments", comment("add", "300_32", "Kiitos! Entä punainen?", parent="300_31"))
    chats.hook("comments", comment("remove", "300_31"))
    received = found(1, ev.MessageReceived)
    assert [(one.evidence.method, one.automatic) for one in received] == [("new", ""), ("known message", ""), ("known message", "event")]
    chats.hook("comments", comment("add", "300_33", "Minä myös", who="32", parent="300_31"))
    assert (state(2).requester.value, state(2).suggested) == ("32", (1,))


def test_a_deletion_whose_doer_nobody_names_is_noted_on_the_ticket_that_holds_the_comment(chats: Providers, api: Client) -> None:
    chats.hook("comments", comment("add", "300_31", "Milloin keitin tulee myyntiin?"))
    chats.hook("comments", comment("add", "300_33", "Minä myös", who="32"))
    before = (state(1).status, state(1).participants, state(1).contact)
    chats.hook("comments", comment("remove", "300_31", who=""))
    chats.hook("comments", comment("remove", "300_31", who=""))
    noted = found(1, ev.MessageReceived)[1:]
    assert [(one.sender, one.contact, one.evidence.method, one.automatic) for one in noted] == [
        (Handle("facebook", ""), 0, "known message", "event")
    ]
    assert len(found(2, ev.MessageReceived)) == 1
    assert (state(1).status, state(1).participants, state(1).contact) == before
    assert conversations(api)[-1]["body_text"] == "(deleted a comment)"
    chats.hook("comments", comment("remove", "300_99", who="", parent="300_31"))
    assert (len(found(1, ev.MessageReceived)), chats.world.failures) == (2, [])


def test_personal_data_is_not_published(chats: Providers, api: Client) -> None:
    chats.hook("comments", comment("add", "300_31", "Missä tilaukseni on?"))
    reply(chats.world, 1, "Soita numeroon 040 123 4567, niin katsotaan.")
    assert chats.calls("comments") == []
    assert conversations(api)[-1]["outgoing_failures"]["reason"].startswith("a public answer must not name a phone number")


def test_a_comment_is_answered_in_private_where_the_desk_wants_it(world: World, tmp_path: Path) -> None:
    from tests.small_desk import DOCUMENT

    private = [*DOCUMENT["accounts"], {"channel": "comments", "address": PAGE, "answers": "private"}]
    with providers(world, tmp_path, accounts=private) as chats:
        chats.hook("comments", comment("add", "300_31", "Missä tilaukseni on?"))
        reply(world, 1, "Soita numeroon 040 123 4567, niin katsotaan.")
        (sent,) = chats.calls("comments")
        assert (sent["path"], sent["body"]["recipient"]) == (f"{PAGE}/messages", {"comment_id": "300_31"})


def test_a_message_that_came_by_the_comments_hook_is_a_message(chats: Providers) -> None:
    chats.hook("comments", message(chats.world, "m_1", "Hei"))
    assert state(1).channel == "messenger"
