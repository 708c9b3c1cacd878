"""A ticket is handed to the person whose it really is: from the API to both mailboxes and back."""

import pytest

from chalicelib.storage.seen import newest_number
from tests.handlers.client import Client
from tests.handlers.conftest import api as api  # the fixture, which is not this folder's

pytestmark = pytest.mark.slow

SECRETARY, BOSS = "sihteeri@tukku.example", "johtaja@muu.example"


@pytest.fixture
def sent(api: Client) -> Client:
    """Ticket 1: a secretary wrote for somebody else, with an address of her own for answers."""
    api.world.mail(f"Siru <{SECRETARY}>", "Lasku", "Johtajan lasku on väärin.", headers=[("Reply-To", "vastaukset@tukku.example")])
    api.world.settle()
    return api


def hand(api: Client, **body: object) -> None:
    told = api.of("Liisa").put("/tickets/1", body)
    assert told.status == 200, told.body
    api.world.settle()


def reply(api: Client, words: str) -> None:
    assert api.of("Liisa").post("/tickets/1/reply", {"body": words}).status == 201
    api.world.settle()


def test_the_next_answer_goes_to_whoever_it_was_handed_to_and_comes_back_from_there(sent: Client) -> None:
    reply(sent, "Selvitämme.")
    hand(sent, email=BOSS, name="Johtaja")
    reply(sent, "Korjattu.")
    assert [mail.subject for mail in sent.world.mails(BOSS)] == ["Re: Lasku [#1]"]
    assert len(sent.world.mails("vastaukset@tukku.example")) == 1
    sent.world.mail(
        BOSS, "Re: Lasku [#1]", "Kiitos, tarkistan.", to=str(sent.world.mails(BOSS)[0].mail["Reply-To"]).split("<")[-1].strip(">")
    )
    sent.world.settle()
    assert newest_number() == 1
    assert sent.get("/tickets/1/conversations").body[-1]["from_email"] == BOSS


def test_who_had_it_before_is_a_party_no_longer_and_is_one_again_once_it_is_handed_back(sent: Client) -> None:
    former = sent.get("/tickets/1").body["requester_id"]
    reply(sent, "Selvitämme.")
    token = str(sent.world.mails("vastaukset@tukku.example")[0].mail["Reply-To"]).split("<")[-1].strip(">")
    hand(sent, email=BOSS)
    sent.world.mail(SECRETARY, "Re: Lasku", "Joko?", to=token)
    sent.world.settle()
    assert [(row["cause"], row["ticket_id"]) for row in sent.get("/suspended").body] == [("stranger", 1)]
    hand(sent, requester_id=former)
    reply(sent, "Korjattu.")
    assert len(sent.world.mails("vastaukset@tukku.example")) == 2
    sent.world.mail(SECRETARY, "Re: Lasku", "Hienoa, entä se toinen?", to=token)
    sent.world.settle()
    assert (newest_number(), sent.get("/tickets/1/conversations").body[-1]["from_email"]) == (1, SECRETARY)


def test_an_answer_that_was_written_before_goes_to_whom_it_was_written(sent: Client) -> None:
    liisa = sent.of("Liisa")
    assert liisa.post("/tickets/1/reply", {"body": "Hei Siru"}).status == 201
    assert liisa.put("/tickets/1", {"email": BOSS}).status == 200
    sent.world.settle()
    assert (len(sent.world.mails("vastaukset@tukku.example")), sent.world.mails(BOSS)) == (1, [])


def test_it_is_found_with_the_person_whose_it_is(sent: Client) -> None:
    before = sent.get("/tickets/1").body
    hand(sent, email=BOSS, name="Johtaja")
    sent.world.after(seconds=3)
    after = sent.get("/tickets/1?include=requester").body
    assert (after["requester"]["email"], before["company_id"] is None, after["company_id"]) == (BOSS, False, None)
    listed = [[row["id"] for row in sent.get(f"/tickets?requester_id={one['requester_id']}").body] for one in (before, after)]
    assert listed == [[], [1]]
    query = '"requester_id:{}"'.format
    searched = [sent.get(f"/search/tickets?query={query(one['requester_id'])}").body["total"] for one in (before, after)]
    people = sent.get("/search/contacts?query=\"email:'johtaja@muu.example'\"").body["results"]
    assert (searched, [one["id"] for one in people]) == ([0, 1], [after["requester_id"]])


def test_erasing_who_had_it_before_finds_their_words_here(sent: Client) -> None:
    former = sent.get("/tickets/1").body["requester_id"]
    hand(sent, email=BOSS)
    note = sent.post("/tickets/1/notes", {"body": "Kesken"}).body["id"]
    # What was corrected is indexed anew from the beginning.
    assert sent.put(f"/conversations/{note}", {"body": "Valmis"}).status == 200
    sent.world.after(seconds=3)
    assert sent.delete(f"/contacts/{former}/hard_delete?force=true").status in (200, 202, 204)
    sent.world.after(minutes=20)
    assert sent.get("/tickets/1").body["description_text"] == ""


def test_erasing_who_had_it_by_mistake_leaves_it_to_whose_it_is(sent: Client) -> None:
    former = sent.get("/tickets/1").body["requester_id"]
    hand(sent, email=BOSS)
    mistaken = sent.get("/tickets/1").body["requester_id"]
    hand(sent, requester_id=former)
    assert sent.delete(f"/contacts/{mistaken}/hard_delete?force=true").status in (200, 202, 204)
    sent.world.after(minutes=20)
    told = sent.get("/tickets/1").body
    assert (told["description_text"], told["requester_id"]) == ("Johtajan lasku on väärin.", former)
    assert BOSS not in str(sent.get("/tickets/1/activities").body)
