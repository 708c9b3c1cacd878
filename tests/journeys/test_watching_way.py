"""Colleagues who watch a ticket are told by mail, each change once, and never of what they did themselves."""

import pytest

from chalicelib.tickets.onlookers import WatchersTold
from tests.handlers.client import Client
from tests.handlers.conftest import api as api  # the fixture, which is not this folder's
from tests.handlers.test_ticket_lists import scoped
from tests.journeys.walks import found, names, state

pytestmark = pytest.mark.slow

AINO, AKI, LIISA = "aino@asiakas.example", "aki@talo.example", "liisa@talo.example"


@pytest.fixture
def watched(api: Client) -> Client:
    """Ticket 1 of Aino's, watched by Aki and Liisa."""
    api.world.mail(f"Aino <{AINO}>", "Keitin", "Keitin ei lämpene.", message_id="<k@asiakas.example>")
    api.world.settle()
    assert api.of("Aki").post("/tickets/1/watch", {}).status == 204
    assert api.post("/tickets/1/watch", {"user_id": api.agent("Liisa")}).status == 204
    api.world.settle()
    return api


def subjects(api: Client, to: str) -> list[str]:
    return [mail.subject for mail in api.world.mails(to)]


def test_who_watches_is_listed_and_may_leave(watched: Client) -> None:
    aki, liisa = watched.agent("Aki"), watched.agent("Liisa")
    assert watched.get("/tickets/1/watchers").body == {"watcher_ids": [aki, liisa]}
    for _ in range(2):
        assert watched.of("Aki").put("/tickets/1/unwatch", {}).status == 204
    assert (watched.get("/tickets/1/watchers").body, names(1).count("watcher.removed")) == ({"watcher_ids": [liisa]}, 1)


def test_each_change_of_interest_is_one_mail_to_those_who_did_not_make_it(watched: Client) -> None:
    watched.world.mail(AINO, "Re: Keitin", "Onko uutta?", headers=[("In-Reply-To", "<k@asiakas.example>")])
    watched.world.settle()
    watched.of("Aki").put("/tickets/1", {"status": 3})
    watched.of("Aki").post("/tickets/1/notes", {"body": "Hm"})
    watched.world.settle()
    wrote, moved = "Tiketti 1: asiakas kirjoitti", "Tiketti 1: tila on nyt Pending"
    assert (subjects(watched, AKI), subjects(watched, LIISA)) == ([wrote], [wrote, moved])
    assert (watched.world.mails(AINO), watched.world.failures) == ([], [])
    (mail,) = watched.world.mails(AKI)
    assert (mail.mail["Reply-To"], mail.mail["Auto-Submitted"], "Onko uutta" in mail.text) == (None, "auto-generated", False)


def test_a_word_that_reopens_is_one_mail_not_two(watched: Client) -> None:
    watched.put("/tickets/1", {"status": 4})
    watched.world.settle()
    watched.world.mail(AINO, "Re: Keitin", "Se hajosi taas.", headers=[("In-Reply-To", "<k@asiakas.example>")])
    watched.world.settle()
    assert subjects(watched, AKI) == ["Tiketti 1: tila on nyt Resolved", "Tiketti 1: asiakas kirjoitti"]


def test_everything_twice_tells_once(watched: Client) -> None:
    watched.world.deliver_twice = True
    watched.put("/tickets/1", {"status": 3})
    watched.world.settle()
    assert (len(subjects(watched, AKI)), len(found(1, WatchersTold))) == (1, 1)


def test_who_no_longer_sees_the_ticket_is_not_told(watched: Client) -> None:
    scoped(watched, "own")
    watched.put("/tickets/1", {"status": 3, "responder_id": watched.agent("Liisa")})
    watched.world.settle()
    assert (subjects(watched, AKI), len(subjects(watched, LIISA))) == ([], 1)
    assert watched.get("/tickets/1/watchers").body["watcher_ids"] == [watched.agent("Aki"), watched.agent("Liisa")]


def test_nobody_watches_what_they_do_not_see_or_in_anothers_name_without_the_right(api: Client) -> None:
    api.opened(responder_id=api.agent("Liisa"))
    aki = scoped(api, "own")
    assert aki.post("/tickets/1/watch", {}).status == 404
    assert api.post("/tickets/1/watch", {"user_id": api.agent("Aki")}).faults == [("user_id", "invalid_value")]
    assert api.of("Liisa", role="light").post("/tickets/1/watch", {"user_id": api.agent("Ville")}).status == 403
    assert api.of("Liisa", role="light").post("/tickets/1/watch", {}).status == 204
    assert state(1).watchers == (api.agent("Liisa"),)
