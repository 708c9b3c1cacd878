"""The operations of the budget table and their neighbours, each played once through the real handlers."""

from copy import deepcopy
from datetime import timedelta
from typing import Any

from bench import finding
from bench.acts import (
    LINE,
    RESOLVED,
    answer_mail,
    everybody_is_away,
    fill_line,
    post_answer,
    reply,
    resolve,
    survey_link,
    until_survey_is_due,
)
from bench.routes import ask, meet
from bench.stage import ANSWER, WORDS, Play, Stage, expect
from chalicelib.codec import to_json
from chalicelib.storage import loads
from chalicelib.tickets.subscriptions import Check
from tests.small_desk import DOCUMENT


def wide_desk() -> dict[str, Any]:
    """The small desk, with agents who may have many tickets."""
    document = deepcopy(DOCUMENT)
    for agent in document["agents"]:
        agent["cap"] = 100 if agent["cap"] else 0
    return document


# -- messages arrive --


def new_ticket_of_known_contact(stage: Stage) -> str:
    known = stage.open(subject="Aiempi asia")
    body = stage.write()
    with stage.measured():
        stage.hand("inbound", body)
    expect(stage.newest().contact == known.contact, "the second ticket is not the same contact's")
    return "on_inbound"


def new_ticket_of_new_contact(stage: Stage) -> str:
    stage.open(sender="Bertta <bertta@asiakas.example>")
    body = stage.write()
    with stage.measured():
        stage.hand("inbound", body)
    expect(stage.newest().number == stage.stored + 2, "no second ticket")
    return "on_inbound"


def first_mail_in_a_cold_process(stage: Stage) -> str:
    stage.open(subject="Aiempi asia")
    body = stage.write()
    with stage.measured(age=None):
        stage.hand("inbound", body)
    expect(stage.newest().number == stage.stored + 2, "no second ticket")
    return "on_inbound, nothing in memory"


def reply_by_token(stage: Stage) -> str:
    before = stage.open()
    body = answer_mail(stage, before)
    with stage.measured():
        stage.hand("inbound", body)
    expect((stage.newest().number, stage.newest().version) == (before.number, before.version + 1), "the reply is not on its ticket")
    return "on_inbound"


def reply_that_reopens(stage: Stage) -> str:
    state = stage.open()
    resolve(stage, state)
    stage.world.settle()
    body = answer_mail(stage, state)
    with stage.measured():
        stage.hand("inbound", body)
    expect(stage.newest().is_open, "the ticket is not open again")
    return "on_inbound"


def same_delivery_again(stage: Stage) -> str:
    body = stage.write()
    stage.hand("inbound", body)
    stage.world.settle()
    version = stage.newest().version
    with stage.measured():
        stage.hand("inbound", body)
    expect((stage.newest().number, stage.newest().version) == (stage.stored + 1, version), "the second delivery changed something")
    return "on_inbound"


def whatsapp_webhook(stage: Stage) -> str:
    with stage.measured():
        answer = stage.world.whatsapp("358409998877", WORDS)
    expect(answer["statusCode"] == 200, f"the webhook was answered with {answer['statusCode']}")
    return "POST /hooks/whatsapp"


def whatsapp_message(stage: Stage) -> str:
    stage.world.whatsapp("358409998877", WORDS)
    body = stage.take_one("inbound")
    with stage.measured():
        stage.hand("inbound", body)
    expect(stage.newest().channel == "whatsapp", "no WhatsApp ticket")
    return "on_inbound, new contact"


# -- agents act --


def agent_reply(stage: Stage) -> str:
    state = stage.open()
    key = meet(stage, state.agent)
    with stage.measured():
        ask(stage, key, f"POST /api/v2/tickets/{state.number}/reply", {"body": ANSWER})
    expect(stage.newest().version == state.version + 1, "the reply is not one commit")
    return "POST /tickets/{id}/reply"


def status_change(stage: Stage) -> str:
    state = stage.open()
    key = meet(stage, state.agent)
    with stage.measured():
        ask(stage, key, f"PUT /api/v2/tickets/{state.number}", {"status": RESOLVED})
    expect(not stage.newest().is_open, "the ticket is not resolved")
    return "PUT /tickets/{id}"


def line_of_an_agent(stage: Stage) -> str:
    agent = fill_line(stage, stage.open()).agent
    with stage.measured():
        found = stage.read("storage.line.agent_rows", agent, LINE)
    expect(len(found) == LINE, f"{len(found)} rows")
    return "storage.line.agent_rows"


def line_of_a_group(stage: Stage) -> str:
    everybody_is_away(stage)
    group = fill_line(stage, stage.open()).group
    with stage.measured():
        found = stage.read("storage.line.group_rows", group, LINE)
    expect(len(found) == LINE, f"{len(found)} rows")
    return "storage.line.group_rows"


def ticket_with_8_messages(stage: Stage) -> str:
    state = stage.open()
    for _ in range(4):
        reply(stage, state)
        stage.world.settle()
        stage.hand("inbound", answer_mail(stage, state))
        stage.world.settle()
    key = meet(stage, state.agent)
    with stage.measured():
        shown = ask(stage, key, f"GET /api/v2/tickets/{state.number}?include=conversations")
    expect(len(shown["conversations"]) == 8, f"{len(shown['conversations'])} messages")
    return "GET /tickets/{id}?include=conversations"


def line_next(stage: Stage) -> str:
    everybody_is_away(stage)
    waiting = stage.open()
    expect(not waiting.agent, "nobody is there, and yet somebody got it")
    taker = next(agent for agent in stage.context.desk.agents if agent.name == "Aki")
    loads.prepare(taker.id)
    key = meet(stage, taker.id)
    with stage.measured():
        ask(stage, key, "POST /api/v2/line/next", {})
    expect(stage.newest().agent == taker.id, "the agent did not get the ticket")
    return "POST /line/next"


# -- what follows from commits --


def routing_and_assignment(stage: Stage) -> str:
    # Both agents have had work before, so their loads are stored.
    stage.open(subject="Ensimmäinen")
    stage.open(subject="Toinen")
    stage.hand("inbound", stage.write())
    stage.stream()
    news = stage.take_one("routing")
    with stage.measured():
        stage.hand("routing", news)
    expect(stage.newest().agent > 0, "nobody got the ticket")
    return "on_routing, for ticket.opened"


def fan_out(stage: Stage) -> str:
    state = stage.open()
    reply(stage, state)
    with stage.measured():
        stage.stream()
    expect(len(stage.take("deliveries")) == 1, "the reply was not announced")
    return "on_commits, for reply.written"


def delivery_of_a_reply(stage: Stage) -> str:
    reply(stage, stage.open())
    stage.stream()
    news = stage.take_one("deliveries")
    before = len(stage.world.mails())
    with stage.measured():
        stage.hand("deliveries", news)
    expect(len(stage.world.mails()) == before + 1, "no mail went out")
    return "on_delivery"


def delivery_reported(stage: Stage) -> str:
    reply(stage, stage.open())
    stage.stream()
    stage.hand("deliveries", *stage.take("deliveries"))
    stage.world.post_office()
    _, delivered = stage.take("inbound")
    with stage.measured():
        stage.hand("inbound", delivered)
    return "on_inbound, SES event Delivery"


# -- time passes --


def tick_that_finds_nothing(stage: Stage) -> str:
    state = stage.open()
    stale = Check(state.number, stage.world.now - timedelta(hours=1))
    with stage.measured():
        stage.hand("checks", to_json(stale).decode())
    expect(stage.newest().version == state.version, "the stale check did something")
    return "on_check"


def tick_that_warns(stage: Stage) -> str:
    state = stage.open()
    expect(state.look_at is not None, "nothing will ever be due")
    due = state.look_at or stage.world.now
    stage.world.now = due
    with stage.measured():
        stage.hand("checks", to_json(Check(state.number, due)).decode())
    expect(len(stage.newest().rungs) == 1, "nobody was warned")
    return "on_check"


def idle_minute(stage: Stage) -> str:
    from tests.world import SCHEDULED

    stage.open()
    with stage.measured():
        stage.world.call("agenda", SCHEDULED)
    expect(not stage.take("checks"), "a check was sent")
    return "agenda"


# -- surveys --


def survey_invited(stage: Stage) -> str:
    state = until_survey_is_due(stage)
    with stage.measured():
        stage.hand("background", {"ticket": state.number, "seq": state.version, "names": ["survey.due"]})
    expect(stage.newest().survey.status == "invited", stage.newest().survey.status)
    return "on_background"


def survey_answer_posted(stage: Stage) -> str:
    link = survey_link(stage)
    with stage.measured():
        answer = post_answer(stage, link)
    expect(answer["statusCode"] == 200, f"the page answered {answer['statusCode']}")
    return "POST /survey/{token}"


def survey_answer_recorded(stage: Stage) -> str:
    post_answer(stage, survey_link(stage))
    posted = stage.take_one("background")
    with stage.measured():
        stage.hand("background", posted)
    expect(stage.newest().survey.scores == ((1, 5),), "the answer is not on the ticket")
    return "on_background"


OPERATIONS: tuple[tuple[str, Play], ...] = (
    ("new ticket from a mail, known contact", new_ticket_of_known_contact),
    ("new ticket from a mail, new contact", new_ticket_of_new_contact),
    ("new ticket from a mail, cold process", first_mail_in_a_cold_process),
    ("reply onto a ticket by our token", reply_by_token),
    ("reply onto a ticket by our token, reopens it", reply_that_reopens),
    ("the same delivery again", same_delivery_again),
    ("WhatsApp message, webhook", whatsapp_webhook),
    ("WhatsApp message, new ticket", whatsapp_message),
    ("agent reply", agent_reply),
    ("status change", status_change),
    ("routing and assignment", routing_and_assignment),
    ("fan-out of a commit", fan_out),
    ("delivery of a reply", delivery_of_a_reply),
    ("a delivery is reported", delivery_reported),
    ("tick that finds nothing to do", tick_that_finds_nothing),
    ("tick that warns", tick_that_warns),
    ("idle minute", idle_minute),
    ("30 tickets of an agent's line", line_of_an_agent),
    ("30 tickets of a team's line", line_of_a_group),
    ("ticket with 8 messages", ticket_with_8_messages),
    ("line/next", line_next),
    ("survey invited", survey_invited),
    ("survey answered, page", survey_answer_posted),
    ("survey answered, recorded", survey_answer_recorded),
    *finding.OPERATIONS,
)
