"""A contact comes in, gets its turn, is answered, and is asked how it went."""

import re

from chalicelib import clock
from chalicelib.context import Context
from chalicelib.desk import actions as desks
from chalicelib.storage import history
from chalicelib.storage.history import Command
from chalicelib.storage.tickets import find_commits
from chalicelib.tickets import actions as tickets
from chalicelib.tickets.decide import Author
from tests.world import World

AINO = "aino@asiakas.example"


def context(world: World) -> Context:
    return Context(desks.current(world.now), world.now, clock.now)


def names(ticket: int) -> list[str]:
    return [name for commit in find_commits(ticket) for name in commit.names]


def test_a_mail_becomes_a_ticket_with_group_agent_and_promise(world: World) -> None:
    world.mail(f"Aino Aalto <{AINO}>", "Kahvinkeitin ei toimi", "Hei, keitin ei lämpene. Mitä teen?")
    world.settle()
    state = history.load(1)
    assert world.failures == []
    assert (state.subject, state.group, state.agent > 0, state.language) == ("Kahvinkeitin ei toimi", "Support", True, "fi")
    assert [promise.kind for promise in state.promises] == ["first_response", "resolution"]


def test_the_whole_way_from_mail_to_survey_answer(world: World) -> None:
    first = world.mail(f"Aino Aalto <{AINO}>", "Kahvinkeitin ei toimi", "Hei, keitin ei lämpene. Mitä teen?")
    world.settle()
    agent = history.load(1).agent
    with world.time():
        tickets.reply(1, Author(agent, "Aki"), ("Hei Aino, irrota johto hetkeksi.", ""), (), Command("r1", f"agent:{agent}"), context(world))
    world.settle()
    (answer,) = world.mails(AINO)
    assert answer.mail["In-Reply-To"] == first
    assert "irrota johto" in answer.text

    reply_to = str(answer.mail["Reply-To"]).strip("<>")
    world.mail(AINO, "Re: Kahvinkeitin", "Ei auttanut, vieläkään.", to=reply_to, headers=[("In-Reply-To", f"<{answer.message_id}@eu-north-1.amazonses.com>")])
    world.settle()
    assert history.load(1).last_customer_at is not None
    assert names(1).count("message.received") == 2

    with world.time():
        tickets.update(1, {"status": 4}, Command("u1", f"agent:{agent}"), context(world))
    world.settle().after(hours=2)
    survey = world.mails(AINO)[-1]
    link = re.search(r"https://desk.kauppa.example(/survey/[^?\s]+)", survey.text)
    assert link
    assert world.http("GET", link[1])["statusCode"] == 200
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert world.http("POST", link[1], body=b"score=5&comment=Hienoa", headers=form)["statusCode"] == 200
    world.settle()
    assert history.load(1).survey.scores == ((1, 5),)
    assert world.failures == []
