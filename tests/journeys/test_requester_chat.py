"""A ticket of a chat is handed to somebody who is answered by mail: what goes to whom, and back into the chat."""

import pytest

from tests.handlers.client import Client
from tests.journeys.providers import Providers
from tests.journeys.test_chat_way import MAIL, knows, message, reply
from tests.journeys.test_chat_way import api as api
from tests.journeys.test_chat_way import chats as chats

pytestmark = pytest.mark.slow

BO = "bo@muu.example"


def test_a_chat_goes_on_by_mail_and_back_in_the_chat(chats: Providers, api: Client) -> None:
    world = chats.world
    chats.hook("messenger", message(world, "m_1", "Hei, keitin ei lämpene."))
    before = api.get("/tickets/1").body
    told = api.put("/tickets/1", {"email": BO, "name": "Bo"}).body
    assert (told["channel"], told["support_email"]) == ("email", "help@kauppa.example")
    reply(world, 1, "Irrota johto.")
    assert (len(world.mails(BO)), chats.calls("messenger")) == (1, [])
    knows(world, MAIL)
    again = api.put("/tickets/1", {"requester_id": before["requester_id"]}).body
    assert (again["channel"], again["requester_id"]) == (before["channel"], before["requester_id"])
    reply(world, 1, "Lämpeneekö?")
    assert (len(world.mails(BO)), world.mails(MAIL.value), len(chats.calls("messenger"))) == (1, [], 1)


def test_what_did_not_reach_the_former_requester_is_not_offered_to_the_new_one(chats: Providers, api: Client) -> None:
    world = chats.world
    chats.hook("messenger", message(world, "m_1", "Hei, keitin ei lämpene."))
    world.after(days=7, minutes=1)
    assert api.post("/tickets/1/reply", {"body": "Irrota johto."}).status == 201
    assert api.put("/tickets/1", {"email": BO}).status == 200
    world.settle()
    failed = next(row for row in api.get("/tickets/1/conversations").body if row["delivery"] == "failed")
    assert (failed["outgoing_failures"]["fallback"], world.mails(BO)) == (None, [])
