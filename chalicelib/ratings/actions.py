"""Satisfaction ratings read from the answers that were posted, and one that an agent enters for a customer."""

import secrets as randomness
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from chalicelib.context import Context
from chalicelib.ids import digest
from chalicelib.people.keys import Principal, sees
from chalicelib.storage import history
from chalicelib.storage import line as lines
from chalicelib.storage import surveys as rows
from chalicelib.storage import tickets as ticket_rows
from chalicelib.storage.history import Command
from chalicelib.storage.surveys import Answer
from chalicelib.surveys.answering import answered
from chalicelib.surveys.scores import Choice
from chalicelib.tickets.content import seal
from chalicelib.tickets.events import SurveyAnswered
from chalicelib.tickets.state import State
from chalicelib.values import dataclass

AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Rating:
    """What counts of the answers to one question; `created_at` is the first of them, `updated_at` the one that counts."""

    state: State
    resolution: int
    score: int
    feedback: str
    agent: int
    created_at: datetime
    updated_at: datetime


def of_ticket(state: State) -> tuple[Rating, ...]:
    """One for each resolution that was rated, oldest first; the caller has been let to the ticket."""
    found = (_rating(state, resolution) for resolution, _ in sorted(state.survey.scores))
    return tuple(rating for rating in found if rating)


def listed(since: datetime, until: datetime, who: Principal) -> Iterator[Rating]:
    """Those whose answer that counts was posted in this span, by that instant; only of tickets that the caller sees."""
    found = rows.posted(since, until)
    while chunk := list(islice(found, AT_ONCE)):
        states = ticket_rows.find_views({ticket for ticket, _, _ in chunk})
        for ticket, resolution, at in chunk:
            state = states.get(ticket)
            rating = _rating(state, resolution) if state and sees(who, state) else None
            if rating and rating.updated_at == at:
                yield rating


def of_contacts(contacts: Iterable[int], since: datetime, who: Principal) -> list[Rating]:
    """Those of a person's tickets, by the instant of the answer that counts."""
    numbers = list(dict.fromkeys(number for one in contacts for number in lines.contact_tickets(one)))
    states = (state for state in ticket_rows.find_views(numbers).values() if state.survey.scores and sees(who, state))
    found = (rating for state in states for rating in of_ticket(state) if rating.updated_at >= since)
    return sorted(found, key=lambda rating: rating.updated_at)


def _rating(state: State, resolution: int) -> Rating | None:
    """None while the answer's commit is not there: a cut-off reader comes again and makes it."""
    said = [answer for answer in rows.answers(state.number, resolution) if not answer.same]
    if not said:
        return None
    current = said[-1]
    commits = ticket_rows.find_commits(state.number, after=current.base)
    for commit in commits:
        for event in commit.events:
            if isinstance(event, SurveyAnswered) and (event.resolution, event.score) == (resolution, current.score):
                words = commit.content.text if commit.content else ""
                return Rating(state, resolution, current.score, words, event.agent, said[0].at, current.at)
    return None


def rate(choice: Choice, known: State, order: Command, context: Context) -> Rating:
    """What a customer said otherwise than on the survey's page; the same again changes nothing."""
    resolution, words = known.resolution, digest("by hand", str(choice.score), choice.comment)
    other = rows.newest_answer(known.number, resolution, context.now)
    same = other is not None and other.words == words
    if not same:
        kept = Answer(known.number, resolution, context.now, choice.score, words, known.version)
        _write(choice, rows.put_answer(kept, context.now), known, order, context)
    found = _rating(history.load(known.number), resolution)
    if found is None:
        raise AssertionError("a rating that was written can be read")
    return found


def _write(choice: Choice, kept: Answer, known: State, order: Command, context: Context) -> None:
    sealed = seal(choice.comment, "", randomness.token_hex(16))
    event = SurveyAnswered(kept.resolution, choice.score, "", agent=known.agent)
    history.change(known.number, order, context, lambda state, at: answered(state, event, sealed), known=known)
