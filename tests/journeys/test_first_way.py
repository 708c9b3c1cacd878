"""A contact comes in, gets its turn, is answered, and is asked how it went."""

import re

from tests.journeys.walks import names, reply, resolve, state
from tests.world import World

AINO = "aino@asiakas.example"
FORM = {"content-type": "application/x-www-form-urlencoded"}


def test_a_mail_becomes_a_ticket_with_group_agent_and_promise(world: World) -> None:
    world.mail(f"Aino Aalto <{AINO}>", "Kahvinkeitin ei toimi", "Hei, keitin ei lämpene. Mitä teen?")
    world.settle()
    ticket = state(1)
    assert world.failures == []
    assert (ticket.subject, ticket.group, ticket.agent > 0, ticket.language) == ("Kahvinkeitin ei toimi", "Support", True, "fi")
    assert [promise.kind for promise in ticket.promises] == ["first_response", "resolution"]


def test_the_whole_way_from_mail_to_survey_answer(world: World) -> None:
    first = world.mail(f"Aino Aalto <{AINO}>", "Kahvinkeitin ei toimi", "Hei, keitin ei lämpene. Mitä teen?")
    world.settle()
    reply(world, 1, "Hei Aino, irrota johto hetkeksi.")
    (answer,) = world.mails(AINO)
    assert answer.mail["In-Reply-To"] == first
    assert "irrota johto" in answer.text

    world.mail(AINO, "Re: Kahvinkeitin", "Ei auttanut, vieläkään.", to=str(answer.mail["Reply-To"]).strip("<>"))
    world.settle()
    assert names(1).count("message.received") == 2

    resolve(world, 1)
    world.after(hours=2)
    link = re.search(r"https://desk.kauppa.example(/survey/[^?\s]+)", world.mails(AINO)[-1].text)
    assert link
    assert world.http("GET", f"{link[1]}?score=1")["statusCode"] == 200
    assert state(1).survey.scores == ()
    assert world.http("POST", link[1], body=b"score=5&comment=Hienoa", headers=FORM)["statusCode"] == 200
    world.settle()
    assert state(1).survey.scores == ((1, 5),)
    assert world.failures == []
