"""Tickets merged and apart again, through the real doors: what customers write finds its way, and a crash leaves nothing half done."""

from typing import Any

import pytest

from chalicelib.sla.policy import Category
from chalicelib.storage import history
from chalicelib.storage.history import Command
from chalicelib.storage.seen import newest_number
from chalicelib.tickets import events as ev
from chalicelib.tickets import merging
from chalicelib.tickets.joining import TicketMerged, TicketParted
from tests.handlers.client import Client, Told
from tests.handlers.conftest import api as api  # the fixture, which is not this folder's
from tests.handlers.test_ticket_lists import scoped
from tests.journeys.walks import context, found, names, resolve, state
from tests.world import World

pytestmark = pytest.mark.slow

AINO, BO, EVE = "aino@asiakas.example", "bo@asiakas.example", "eve@muu.example"


@pytest.fixture
def two(api: Client) -> Client:
    """Ticket 1 is Aino's, ticket 2 is Bo's; both were answered by mail."""
    liisa = api.of("Liisa")
    for sender, subject in ((f"Aino <{AINO}>", "Lasku puuttuu"), (f"Bo <{BO}>", "Lasku 77 puuttuu")):
        api.world.mail(sender, subject, "Hei, en ole saanut laskua.")
        api.world.settle()
    for number in (1, 2):
        assert liisa.post(f"/tickets/{number}/reply", {"body": "Selvitämme asiaa."}).status == 201
        api.world.settle()
    return api


def merge(api: Client, primary: int = 1, *secondaries: int, **more: Any) -> Told:
    told = api.put("/tickets/merge", {"primary_id": primary, "ticket_ids": list(secondaries or (2,)), **more})
    api.world.settle()
    return told


def address(world: World, to: str) -> str:
    """Where an answer to our last mail to somebody goes."""
    return str(world.mails(to)[-1].mail["Reply-To"]).split("<")[-1].strip(">")


def texts(api: Client, number: int) -> list[tuple[int, str]]:
    """The ticket and the words of everything in its conversation."""
    return [(row["ticket_id"], row["body_text"]) for row in api.get(f"/tickets/{number}/conversations").body]


def test_undoing_a_merge_once_more_after_much_else_changes_nothing(two: Client) -> None:
    two.put("/tickets/merge", {"primary_id": 1, "ticket_ids": [2]})
    key = {"Idempotency_Key": "apart"}
    assert two.post("/tickets/2/unmerge", {}, **key).status == 200
    for word in "abcdef":
        two.post("/tickets/2/notes", {"body": word})
    version = state(2).version
    assert [two.post("/tickets/2/unmerge", {}, **more).status for more in (key, {})] == [200, 200]
    assert (state(2).version, names(2).count("ticket.unmerged"), names(1).count("ticket.parted")) == (version, 1, 1)


def test_a_merged_ticket_is_closed_quietly_and_points_to_the_other(two: Client) -> None:
    mails = len(two.world.mails())
    assert merge(two, note_in_primary={"body": "Sama lasku"}, note_in_secondary={"body": "Katso 1", "private": True}).status == 204
    secondary, primary = two.get("/tickets/2").body, two.get("/tickets/1").body
    assert (secondary["merged_into_id"], secondary["status"], primary["merged_ticket_ids"]) == (1, 5, [2])
    assert (primary["status"], primary["cc_emails"], len(two.world.mails())) == (2, [], mails)
    assert (state(2).look_at, "running" in {promise.state for promise in state(2).promises}) == (None, False)
    two.world.after(days=10)
    assert (len(two.world.mails(BO)), "survey.invited" in names(2)) == (1, False)
    assert [row["text"] for row in two.get("/tickets/2/activities").body if row["event"] == "ticket.merged"] == [
        "Mikko merged this ticket into ticket 1."
    ]


def test_the_conversation_of_the_primary_is_everybodys_in_order_of_time(two: Client) -> None:
    merge(two, note_in_primary={"body": "Sama lasku"}, note_in_secondary={"body": "Katso 1"})
    assert texts(two, 1) == [
        (2, "Hei, en ole saanut laskua."), (1, "Selvitämme asiaa."), (2, "Selvitämme asiaa."), (2, "Katso 1"), (1, "Sama lasku"),
    ]  # fmt: skip
    assert texts(two, 2) == [(2, "Selvitämme asiaa."), (2, "Katso 1")]
    assert len(two.get("/tickets/1?include=conversations").body["conversations"]) == 5


def test_what_a_customer_writes_to_the_merged_ticket_lands_on_the_primary(two: Client) -> None:
    to, ours = address(two.world, BO), two.world.mails(BO)[0].message_id
    merge(two)
    resolve(two.world, 1)
    two.world.mail(BO, "Re: Lasku", "Se tuli nyt, mutta väärällä summalla.", to=to)
    two.world.mail(BO, "Re: Lasku", "Ja väärällä nimellä.", headers=[("In-Reply-To", f"<{ours}@eu-north-1.amazonses.com>")])
    two.world.mail(BO, "[#2] Lasku", "Ja väärällä päivällä.")
    two.world.settle()
    assert (newest_number(), state(1).category, state(2).category) == (2, Category.OPEN, Category.CLOSED)
    landed = [event for event in found(1, ev.MessageReceived) if event.evidence.through]
    assert [(one.sender.value, one.evidence.method, one.evidence.through) for one in landed] == [
        (BO, "reply address", 2), (BO, "our message", 2), (BO, "subject number", 2),
    ]  # fmt: skip


def test_a_stranger_with_the_address_of_a_merged_ticket_still_waits(two: Client) -> None:
    to = address(two.world, BO)
    merge(two)
    two.world.mail(EVE, "Re: Lasku", "Lähetä tiedot minulle.", to=to)
    two.world.settle()
    assert (names(1).count("message.received"), newest_number(), names(2).count("mail.suspended")) == (1, 2, 1)


def test_a_chat_goes_on_in_the_ticket_that_its_own_was_merged_into(api: Client) -> None:
    api.world.mail(AINO, "Lasku", "Hei")
    api.world.settle()
    api.world.whatsapp("358501112222", "Sama lasku täältäkin")
    api.world.settle()
    merge(api)
    api.world.whatsapp("358501112222", "Onko uutta?")
    api.world.settle()
    assert (names(1).count("message.received"), names(2).count("message.received"), newest_number()) == (2, 1, 2)


def test_a_bounce_stays_with_the_mail_that_it_speaks_of(two: Client) -> None:
    ours = f"<{two.world.mails(BO)[0].message_id}@eu-north-1.amazonses.com>"
    merge(two)
    raw = (
        "From: MAILER-DAEMON@mx.example\r\nTo: help@kauppa.example\r\nSubject: Undelivered Mail\r\nMessage-ID: <dsn@mx.example>\r\n"
        "MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        f"Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; {BO}\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        f"--b\r\nContent-Type: message/rfc822-headers\r\n\r\nMessage-ID: {ours}\r\nTo: {BO}\r\n\r\n--b--\r\n"
    )
    two.world.raw_mail(raw.encode(), recipients=["help@kauppa.example"], mail_from="<>")
    two.world.settle()
    assert (len(state(2).undelivered), state(1).undelivered, state(2).category) == (1, (), Category.CLOSED)


@pytest.mark.parametrize("spelling", ["convert_recepients_to_cc", "convert_recipients_to_cc"])
def test_the_others_people_get_copies_if_that_is_asked_in_either_spelling(two: Client, spelling: str) -> None:
    merge(two, **{spelling: True})
    assert two.get("/tickets/1").body["cc_emails"] == [BO]
    two.world.mail(BO, "Re: [#1] Lasku", "Kiitos kopiosta, mutta summa on väärä.", to="help@kauppa.example")
    two.world.settle()
    assert (names(1).count("message.received"), newest_number()) == (2, 2)


def test_a_chain_of_mergers_leads_to_its_end_and_comes_apart_again(two: Client) -> None:
    two.opened(subject="Kolmas")
    two.world.settle()
    to = address(two.world, BO)
    assert (merge(two, 1, 2).status, merge(two, 3, 1).status) == (204, 204)
    two.world.mail(BO, "Re: Lasku", "Missä se viipyy?", to=to)
    two.world.settle()
    assert [event.evidence.through for event in found(3, ev.MessageReceived)] == [0, 2]
    assert {ticket for ticket, _ in texts(two, 3)} == {1, 2, 3}
    assert two.post("/tickets/1/unmerge", {}).status == 200
    assert {ticket for ticket, _ in texts(two, 1)} == {1, 2}


# -- undoing --


def test_an_undone_merge_brings_the_ticket_back_and_later_messages_stay(two: Client) -> None:
    to = address(two.world, BO)
    merge(two)
    two.world.mail(BO, "Re: Lasku", "Summa on väärä.", to=to)
    two.world.settle()
    told = two.post("/tickets/2/unmerge", {"reason": "two invoices"})
    two.world.settle()
    assert (told.status, told.body["merged_into_id"], told.body["status"]) == (200, None, 2)
    (parted,) = found(1, TicketParted)
    assert (parted.other, parted.because, len(parted.stayed)) == (2, "two invoices", 1)
    assert (state(1).bonds.merged, state(2).category) == ((), Category.OPEN)
    two.world.mail(BO, "Re: Lasku", "Entä nyt?", to=to)
    two.world.settle()
    assert (names(1).count("message.received"), names(2).count("message.received"), newest_number()) == (2, 2, 2)
    lines = [row["text"] for row in two.get("/tickets/1/activities").body if row["event"] == "ticket.parted"]
    stayed = f"message {parted.stayed[0]} that came here for it stayed"
    assert lines == [f"Mikko undid the merge of ticket 2 into this one; {stayed} (two invoices)."]


def test_merging_again_after_an_undone_merge_is_another_merge(two: Client) -> None:
    for _ in range(2):
        assert (merge(two).status, state(1).bonds.merged) == (204, (2,))
        assert (two.post("/tickets/2/unmerge", {}).status, two.world.settle() and state(1).bonds.merged) == (200, ())
    told = two.post("/tickets/2/unmerge", {})
    assert (told.status, told.body["merged_into_id"]) == (200, None)
    assert two.post("/tickets/1/unmerge", {}).status == 409


def test_a_resolved_ticket_comes_back_resolved_and_its_survey_does_not(two: Client) -> None:
    resolve(two.world, 2)
    merge(two)
    assert state(2).survey.status == "cancelled"
    two.post("/tickets/2/unmerge", {})
    two.world.after(days=1)
    assert (state(2).category, "survey.invited" in names(2), state(2).resolution) == (Category.RESOLVED, False, 1)


# -- what is refused --


def test_a_merged_ticket_is_worked_on_where_it_was_merged_to(two: Client) -> None:
    merge(two)
    told = [two.post("/tickets/2/reply", {"body": "Hei"}), two.put("/tickets/2", {"status": 2}), two.put("/tickets/2", {"status": 4})]
    assert [(one.status, one.body["code"]) for one in told] == [(409, "inconsistent_state")] * 3
    assert two.put("/tickets/2", {"tags": ["lasku"]}).status == 200


@pytest.mark.parametrize(
    ("body", "status", "faults"),
    [
        ({"primary_id": 1, "ticket_ids": [1]}, 409, None),
        ({"primary_id": 1, "ticket_ids": []}, 400, [("ticket_ids", "invalid_value")]),
        ({"primary_id": 4711, "ticket_ids": [2, 4712]}, 400, [("primary_id", "invalid_value"), ("ticket_ids", "invalid_value")]),
        ({}, 400, [("primary_id", "missing_field"), ("ticket_ids", "missing_field")]),
        ({"primary_id": 1, "ticket_ids": [2], "note_in_primary": {"private": True}}, 400, None),
    ],
)
def test_what_cannot_be_merged_is_refused(two: Client, body: dict[str, Any], status: int, faults: Any) -> None:
    told = two.put("/tickets/merge", body)
    assert (told.status, faults is None or told.faults == faults, state(2).bonds.merged_into) == (status, True, 0)


def test_a_ring_and_a_merged_primary_are_refused(two: Client) -> None:
    two.opened()
    merge(two, 1, 2)
    assert (merge(two, 2, 1).status, merge(two, 2, 3).status, merge(two, 3, 2).status) == (409, 409, 409)
    assert (state(1).bonds.merged_into, state(2).bonds.merged_into, state(3).bonds.merged) == (0, 1, ())


def test_who_does_not_see_both_tickets_cannot_merge_them_or_take_them_apart(two: Client) -> None:
    mine = two.opened(responder_id=two.agent("Aki"))["id"]
    aki = scoped(two, "own")
    assert merge(aki, 1, mine).faults == [("primary_id", "invalid_value")]
    assert merge(aki, mine, 1).faults == [("ticket_ids", "invalid_value")]
    merge(two, 1, mine)
    assert (aki.get(f"/tickets/{mine}").status, aki.post(f"/tickets/{mine}/unmerge", {}).status) == (200, 404)


# -- bad days --


def pointed(world: World) -> None:
    """As if the process had ended right after the first commit."""
    with world.time():
        pointer = TicketMerged(1, 2, True)
        history.change(2, Command("cut", "administrator", "api"), context(world), lambda now, at: merging.merge(now, pointer, None))


def test_a_merge_that_was_cut_off_is_finished_by_the_reaction(two: Client) -> None:
    pointed(two.world)
    assert (state(2).bonds.merged_into, state(1).bonds.merged) == (1, ())
    two.world.settle()
    assert (state(1).bonds.merged, two.get("/tickets/1").body["cc_emails"]) == ((2,), [BO])


def test_a_merge_that_was_cut_off_is_finished_by_a_repetition_with_its_note(two: Client) -> None:
    pointed(two.world)
    for _ in range(3):
        assert merge(two, note_in_primary={"body": "Sama lasku"}).status == 204
    assert (names(1).count("ticket.absorbed"), names(2).count("ticket.merged"), names(1).count("note.written")) == (1, 1, 1)


def test_every_message_twice_merges_once(two: Client) -> None:
    two.world.deliver_twice = True
    merge(two, note_in_primary={"body": "Sama lasku"})
    two.post("/tickets/2/unmerge", {})
    two.world.settle()
    assert (names(1).count("ticket.absorbed"), names(1).count("ticket.parted"), names(2).count("ticket.merged")) == (1, 1, 1)
    assert two.world.failures == []


def test_two_that_were_merged_into_each_other_at_once_become_one_under_the_smaller_number(two: Client) -> None:
    pointed(two.world)
    with two.world.time():
        pointer = TicketMerged(2, 2)
        history.change(1, Command("also", "administrator"), context(two.world), lambda now, at: merging.merge(now, pointer, None))
    assert (state(1).bonds.merged_into, state(2).bonds.merged_into) == (2, 1)
    two.world.settle()
    assert (state(1).bonds.merged_into, state(1).bonds.merged, state(2).bonds.merged_into, state(2).bonds.merged) == (0, (2,), 1, ())
    assert (state(1).category, two.world.failures) == (Category.OPEN, [])


def test_a_mail_that_was_on_its_way_while_its_ticket_was_merged_lands_on_the_primary_once(two: Client) -> None:
    """Decided for ticket 2, then the merge was faster; a repeated delivery finds it, also once the merge is undone."""
    from tests.journeys.merging_race import overtaken_by

    to = address(two.world, BO)
    with overtaken_by(lambda: pointed(two.world)):
        two.world.mail(BO, "Re: Lasku", "Summa on väärä.", to=to, message_id="<late@customer.example>")
        two.world.settle()
    assert (names(1).count("message.received"), names(2).count("message.received")) == (2, 1)
    two.post("/tickets/2/unmerge", {})
    two.world.mail(BO, "Re: Lasku", "Summa on väärä.", to=to, message_id="<late@customer.example>")
    two.world.settle()
    assert (names(1).count("message.received"), names(2).count("message.received"), newest_number()) == (2, 1, 2)
    assert two.world.failures == []
