"""A provider's word on a message of ours: put on the ticket that it belongs to, and remembered of an address that it ends mail to."""

import re

from chalicelib.channels.email.addresses import identity
from chalicelib.channels.message import Delivery, StatusReport
from chalicelib.context import Context
from chalicelib.ids import digest
from chalicelib.storage import history, people, seen
from chalicelib.storage import tickets as rows
from chalicelib.storage.history import Command
from chalicelib.tickets import clues, decide
from chalicelib.tickets.change import Change
from chalicelib.tickets.events import (
    AcknowledgementWritten,
    DeliveryRedirected,
    DeliveryReported,
    NoticeRaised,
    ReplyWritten,
    SurveyInvited,
)
from chalicelib.tickets.onlookers import ForwardWritten, WatchersTold
from chalicelib.tickets.watermark import reached
from chalicelib.values import dataclass

REPORT_SPAN = 40
# Our tag: ticket, commit, and the part of a message that went out in several.
TAG = re.compile(r"([0-9]{1,12})-([0-9]{1,6})(\.[0-9]{1,3})?")


def report(said: StatusReport, context: Context) -> str:
    """A provider's word on one of our messages, found by its tag or by the id the provider gave it; what became of it, in words."""
    if not (said.tag or said.provider_id):
        return _watermark(said, context)
    found = _reported(said)
    if found is None:
        return "no message of ours has that tag or id"
    ticket, seq = found
    order_id = f"report:{digest(said.provider_id, said.status, said.recipient, str(seq))[:20]}"
    course = _course(ticket, seq)
    if course is None:
        return "that tag or id names no message of ours"
    if course.by and course.by != said.channel:
        return f"message {seq} of ticket {ticket} went on by {course.by}"
    if said.provider_id and said.provider_id not in course.ids:
        seen.remember_message(clues.provider_key(said.channel, said.provider_id), ticket, context.now, ours=seq)
    if decide.is_news(said, course.known):
        history.change(ticket, Command(order_id, "provider"), context, lambda state, at: decide.report(seq, said, course.known))
    if said.stops and said.recipient:
        people.stop_mail(identity(said.recipient), said.stops, said.reason)
    return f"message {seq} of ticket {ticket} {said.status}"


def _watermark(said: StatusReport, context: Context) -> str:
    """Word on all that we sent in a chat until an instant: on those messages of its present ticket that were not so far."""
    chat = seen.find(seen.chat_key(said.channel, said.account, said.recipient))
    if chat is None:
        return "no chat of ours has that watermark"
    ticket = int(chat.ticket)
    meant = reached(rows.find_page(ticket).commits, said.status, said.at)
    order_id = f"mark:{digest(said.account, said.recipient, said.status, said.at.isoformat())[:20]}"
    events = tuple(DeliveryReported(seq, said.status, recipient=said.recipient) for seq in meant)
    history.change(ticket, Command(order_id, "provider"), context, lambda state, at: Change(events))
    return f"{len(meant)} messages of ticket {ticket} {said.status}"


def _reported(said: StatusReport) -> tuple[int, int] | None:
    """The message it is about. A part of a message can fail the whole, but only the last one, which has no number, delivers it."""
    if tag := TAG.fullmatch(said.tag):
        return None if tag[3] and said.status is not Delivery.FAILED else (int(tag[1]), int(tag[2]))
    row = seen.find(seen.message_key(clues.provider_key(said.channel, said.provider_id)))
    return (int(row.ticket), int(row.seq)) if row and row.seq else None


@dataclass(frozen=True, slots=True)
class _Course:
    """How far a message got, and on which channel (`by`) if it had to take another one, where it begins anew.

    `ids` are those that the provider gave it: each was put where an answer finds it before the report that names it.
    """

    known: Delivery | None
    by: str
    ids: frozenset[str]


def _course(ticket: int, seq: int) -> _Course | None:
    """None if that is no message of ours: others write tags of their own, which may look like ours."""
    commits = rows.find_commits(ticket, after=seq - 1, limit=REPORT_SPAN)
    sendable = ReplyWritten | NoticeRaised | SurveyInvited | AcknowledgementWritten | WatchersTold | ForwardWritten
    if not commits or commits[0].seq != seq or not any(isinstance(event, sendable) for event in commits[0].events):
        return None
    said: list[DeliveryReported] = []
    by = ""
    for event in (event for commit in commits[1:] for event in commit.events):
        match event:
            case DeliveryRedirected(of=of) if of == seq:
                said, by = [], event.channel
            case DeliveryReported(of=of) if of == seq:
                said.append(event)
    known = max((one.status for one in said), key=decide.RANK.__getitem__, default=None)
    return _Course(known, by, frozenset(one.provider_id for one in said))
