"""Asking how it went and keeping the answer: decide about a survey that is due, record what the customer posted."""

import secrets as randomness
from dataclasses import replace
from datetime import datetime

from chalicelib.codec import to_json
from chalicelib.context import Context
from chalicelib.errors import Unreadable
from chalicelib.ids import digest
from chalicelib.outside import queues
from chalicelib.outside.secrets import keys
from chalicelib.storage import history, people
from chalicelib.storage import surveys as rows
from chalicelib.storage import tickets as ticket_rows
from chalicelib.storage.history import Command, Outcome
from chalicelib.surveys import links
from chalicelib.surveys.answering import answered
from chalicelib.surveys.eligibility import Facts, Nothing, Send, Skip, Wait, decide, is_reachable
from chalicelib.surveys.texts import voice
from chalicelib.tickets.change import Change
from chalicelib.tickets.content import seal
from chalicelib.tickets.events import Event, SurveyAnswered, SurveyInvited, SurveyPlanned, SurveySkipped
from chalicelib.tickets.state import State
from chalicelib.values import dataclass


@dataclass(frozen=True, slots=True)
class Posted:
    """An answer as the page took it: durable in a queue before it is read; `at` is when it was posted (UTC)."""

    token: str
    score: int
    comment: str
    at: datetime


def invite(ticket: int, context: Context) -> str:
    """Decide about the survey that is due on a ticket and record the answer; what became of it, in a word."""
    state = history.load(ticket)
    if state.survey.status != "due":
        return "nothing is due"
    person, asked = rows.last_asked(state.contact)
    mine = asked is not None and (int(asked.ticket), int(asked.resolution)) == (ticket, state.survey.resolution)
    facts = _facts(state, datetime.fromisoformat(asked.at) if asked and not mine else None)
    if facts.reachable and _takes_no_mail(state):
        facts = replace(facts, reachable=False)
    match decide(facts, context.desk.survey, context.now):
        case Send() as send:
            return _send(state, send, person, context)
        case Wait(until):
            return _record(state, SurveyPlanned(state.survey.resolution, until), context)
        case Skip(_, because) | Nothing(because):
            return _record(state, SurveySkipped(state.survey.resolution, because), context)


def _takes_no_mail(state: State) -> bool:
    """Mail to the address bounced for good, or its owner complained."""
    handle = people.find_handle(state.requester) if state.channel == "email" else None
    return bool(handle and handle.mail_state)


def _send(state: State, send: Send, person: int, context: Context) -> str:
    resolution = state.survey.resolution
    if not rows.take_turn(person, state.number, resolution, context.now, send.not_asked_since):
        return _record(state, SurveySkipped(resolution, "the contact was asked about another ticket just now"), context)
    language = voice(state.language, context.desk).language
    version = context.desk.survey.question_version
    return _record(state, SurveyInvited(resolution, state.channel, state.requester, language, version, send.expires), context)


def _facts(state: State, last_asked: datetime | None) -> Facts:
    """Where an answer came back from, the question how it went would too."""
    reachable = is_reachable(state.requester) and not state.undelivered
    return Facts(
        ticket=state.number, resolution=state.survey.resolution, resolved_at=state.stats.resolved, category=state.category,
        channel=state.channel, contact=state.contact, reachable=reachable, reopened=not state.is_over,
        last_asked=last_asked, last_inbound=state.last_customer_at, tags=state.tags, spam=state.spam or state.deleted,
        automatic=state.automatic,
    )  # fmt: skip


def _record(state: State, event: Event, context: Context) -> str:
    order = Command(f"survey:{state.survey.resolution}:{state.version}", "system", "survey")
    history.change(state.number, order, context, lambda now, at: Change((event,) if now.survey.status == "due" else ()), known=state)
    return event.NAME


def post(posted: Posted) -> None:
    """Make an answer durable; it is read by the background worker."""
    queues.send("background", to_json({"posted": posted}).decode())


def record(posted: Posted, context: Context) -> Outcome:
    """Put a posted answer into the ticket's history, once however often it is delivered. Raises Unreadable."""
    claims = links.read(posted.token, posted.at, keys()["token"])
    if claims is None:
        raise Unreadable("the survey token was not ours when the answer was posted")
    state = history.load(claims.ticket)
    words = digest(posted.token, str(posted.score), posted.comment)
    other = rows.newest_answer(claims.ticket, claims.resolution, posted.at)
    # Whoever saw no thanks for an answer gives it again.
    is_same = other is not None and other.words == words
    given = rows.Answer(claims.ticket, claims.resolution, posted.at, posted.score, words, state.version, is_same)
    kept = rows.put_answer(given, context.now)
    order_id = f"answer:{digest(posted.token, posted.at.isoformat())[:24]}"
    if kept.same or any(commit.id == order_id for commit in ticket_rows.find_commits(claims.ticket, after=kept.base)):
        return Outcome(state, repeated=True)
    is_late = other is not None and not is_same and datetime.fromisoformat(other.at) > posted.at
    answer = SurveyAnswered(claims.resolution, posted.score, "", agent=state.agent, late=is_late)
    sealed = seal(posted.comment, "", randomness.token_hex(16))
    order = Command(order_id, f"contact:{state.contact}", "survey page")
    return history.change(claims.ticket, order, context, lambda now, at: answered(now, answer, sealed), known=state)
