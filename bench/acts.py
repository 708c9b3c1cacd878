"""What the operations of the bench have in common: people answer, resolve, go away, and are asked how it went."""

import json
import re
from dataclasses import replace
from typing import Any

from bench.routes import ask, meet
from bench.stage import AINO, ANSWER, Stage, expect
from chalicelib.people.shifts import Presence
from chalicelib.storage import history, loads
from chalicelib.storage import tickets as rows
from chalicelib.tickets.state import State

RESOLVED = 4
LINE = 30


def answer_mail(stage: Stage, state: State) -> str:
    """The customer answers our mail, as a mail program does."""
    from chalicelib.ids import ticket_token
    from chalicelib.outside.secrets import keys

    sent = stage.world.mails("aino@asiakas.example")
    refers = f"<{sent[-1].message_id}@eu-north-1.amazonses.com>" if sent else "<m1@customer.example>"
    address = f"{ticket_token(state.number, keys()['token'])}@kauppa.example"
    return stage.write(subject=f"Re: {state.subject}", to=address, headers=[("In-Reply-To", refers), ("References", refers)])


def reply(stage: Stage, state: State) -> None:
    ask(stage, meet(stage, state.agent), f"POST /api/v2/tickets/{state.number}/reply", {"body": ANSWER})


def resolve(stage: Stage, state: State) -> None:
    ask(stage, meet(stage, state.agent), f"PUT /api/v2/tickets/{state.number}", {"status": RESOLVED})


def everybody_is_away(stage: Stage) -> None:
    for agent in stage.context.desk.agents:
        loads.put_presence(agent.id, Presence(available=False))


def fill_line(stage: Stage, first: State) -> State:
    """Twenty-nine tickets more, like the first but for their numbers."""
    for number in range(first.number + 1, first.number + LINE):
        rows.replace_view(replace(first, number=number))
    return first


def until_survey_is_due(stage: Stage) -> State:
    state = stage.open()
    reply(stage, state)
    stage.world.settle()
    resolve(stage, state)
    stage.world.settle()
    planned = stage.newest().survey.planned
    expect(planned is not None, "no survey is planned")
    stage.world.now = planned or stage.world.now
    look = history.load(state.number).look_at
    stage.hand("checks", json.dumps({"ticket": state.number, "look_at": look.isoformat() if look else ""}))
    stage.take("background")
    return stage.newest()


def survey_link(stage: Stage) -> str:
    until_survey_is_due(stage)
    stage.world.settle()
    return link_in_newest_mail(stage)


def link_in_newest_mail(stage: Stage) -> str:
    """The path of the survey that the customer was invited to."""
    letters = [sent.text for sent in stage.world.mails("aino@asiakas.example")]
    found = re.search(r"https://desk.kauppa.example(/survey/[^?\s]+)", letters[-1] if letters else "")
    expect(found is not None, f"no survey mail went to {AINO}")
    return found[1] if found else ""


def post_answer(stage: Stage, link: str) -> dict[str, Any]:
    form = {"content-type": "application/x-www-form-urlencoded"}
    return stage.world.http("POST", link, body=b"score=5&comment=Hyvin+meni%2C+kiitos", headers=form)
