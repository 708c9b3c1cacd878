"""One day of tickets that belong together: merged, split, linked, watched, forwarded, and taken apart again."""

from chalicelib.storage.seen import newest_number
from chalicelib.tickets import events as ev
from tests.handlers.client import Client
from tests.handlers.conftest import api as api  # the fixture, which is not this folder's
from tests.journeys.walks import found, state

AINO, BO, CARRIER = "aino@asiakas.example", "bo@asiakas.example", "apu@kuljetus.example"


def test_two_tickets_become_one_and_two_again(api: Client) -> None:
    for sender in (AINO, BO):
        api.world.mail(sender, "Paketti", "Missä se on?", message_id=f"<{sender}>")
    api.world.settle()
    liisa = api.of("Liisa")
    assert liisa.post("/tickets/1/watch", {}).status == 204
    assert liisa.put("/tickets/merge", {"primary_id": 1, "ticket_ids": [2], "note_in_primary": {"body": "Sama auto"}}).status == 204
    api.world.mail(BO, "Re: Paketti", "Onko uutta?", headers=[("In-Reply-To", f"<{BO}>")])
    api.world.settle()
    assert [event.evidence.through for event in found(1, ev.MessageReceived)] == [0, 2]
    assert {row["ticket_id"] for row in api.get("/tickets/1/conversations").body} == {1, 2}
    assert liisa.post("/tickets/2/unmerge", {"reason": "two parcels"}).body["merged_into_id"] is None
    assert (state(1).bonds.merged, len(api.world.mails("liisa@talo.example")), newest_number()) == ((), 1, 2)


def test_a_message_gets_a_ticket_of_its_own_below_the_first_and_goes_to_the_carrier(api: Client) -> None:
    api.world.mail(AINO, "Keitin", "Keitin ei lämpene.", message_id="<k@a.example>")
    api.world.mail(AINO, "Re: Keitin", "Ja pakettini puuttuu.", headers=[("In-Reply-To", "<k@a.example>")])
    api.world.settle()
    (said,) = api.get("/tickets/1/conversations").body
    assert api.post("/tickets/1/split", {"conversation_ids": [said["id"]], "subject": "Paketti"}).body["split_from_id"] == 1
    assert api.put("/tickets/2/link", {"parent_id": 1}).body["association_type"] == 2
    assert api.put("/tickets/1", {"status": 4}).status == 409
    assert api.post("/tickets/2/forward", {"body": "Missä tämä on?", "to_emails": [CARRIER]}).body["source"] == 8
    api.world.settle()
    (mail,) = api.world.mails(CARRIER)
    api.world.mail(CARRIER, "Re: Paketti", "Tampereella.", to=str(mail.mail["Reply-To"]).split("<")[-1].strip(">"))
    api.world.settle()
    assert [(event.third, event.sender.value) for event in found(2, ev.MessageReceived)] == [(False, AINO), (True, CARRIER)]
    assert api.world.failures == []
