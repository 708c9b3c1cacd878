"""Work that nobody waits for: surveys that are due, answers that were posted, checks after a new configuration."""

from typing import Any

from chalice import Blueprint

from chalicelib import clock, meter
from chalicelib.codec import from_plain
from chalicelib.context import Context
from chalicelib.desk import actions as desks
from chalicelib.handlers.edge import context, each_message, fields
from chalicelib.settings import queue_name
from chalicelib.surveys import actions as surveys
from chalicelib.tickets import actions as tickets
from chalicelib.tickets.events import RequesterChanged, SurveyDue, TicketOpened
from chalicelib.tickets.onlookers import WatchersAlerted
from chalicelib.tickets.subscriptions import FOUND_BY, JOINING, Announcement
from chalicelib.tickets.timing import NAMES as TIME_NAMES

triggers = Blueprint(__name__)
# With what lies between two of them more than the fifteen seconds that a request may take.
MOST_TRIES = 4


@triggers.on_sqs_message(queue=queue_name("background"), batch_size=10)
@each_message
def on_background(body: str) -> None:
    match fields(body):
        case {"posted": posted}:
            surveys.record(from_plain(posted, surveys.Posted), context())
        case {"recheck": number, **told}:
            _recheck(number, context(told.get("version", "")))
        case {"activated": version, "before": before, **told}:
            _recheck_all(version, before, told.get("tries", 0))
        case {"job": job, "chunk": chunk}:
            _work_on(job, chunk, context())
        case {"leaving": _} | {"erase": _} | {"picture": _}:
            _clear(fields(body), context())
        case {"webhook": number} | {"ping": number}:
            _tell(number, is_ping="ping" in fields(body))
        case {"ticket": _}:
            _react(from_plain(fields(body), Announcement), context())


def _react(told: Announcement, at_work: Context) -> None:
    if SurveyDue.NAME in told.names:
        surveys.invite(told.ticket, at_work)
    if JOINING.intersection(told.names):
        # Only few tickets are ever joined with others.
        from chalicelib.joining import actions as joining

        joining.settle(told.ticket, told.seq, at_work)
    if WatchersAlerted.NAME in told.names:
        from chalicelib.watching import actions as watching

        watching.tell(told.ticket, told.seq, at_work)
    if TIME_NAMES.intersection(told.names):
        from chalicelib.timeentries import actions as times

        times.index(told.ticket, told.seq)
    if FOUND_BY.intersection(told.names):
        # What stems words is loaded by those who index or search only.
        from chalicelib.search import actions as search

        search.index(told.ticket, told.seq, at_work)
    if {TicketOpened.NAME, RequesterChanged.NAME}.intersection(told.names):
        from chalicelib.search.people import actions as searched_people

        searched_people.index_requester(told.ticket)


def _tell(number: int, *, is_ping: bool) -> None:
    """Only desks with webhooks load what calls others."""
    from chalicelib.subscriptions.carrying import actions as carrying

    with meter.for_all():
        if is_ping:
            carrying.send_ping(number, context())
        else:
            carrying.carry(number, context())


def _work_on(job: int, chunk: int, at_work: Context) -> None:
    from chalicelib.tickets.bulk import actions as bulk

    bulk.work(job, chunk, at_work)


def _clear(told: dict[str, Any], at_work: Context) -> None:
    if "erase" in told:
        _erase(told["erase"], at_work)
    elif "picture" in told:
        from chalicelib.contacts import actions as contacts

        contacts.forget_picture(told["picture"], told["of"])
    else:
        _leave(told["leaving"], at_work)


def _leave(told: dict[str, Any], at_work: Context) -> None:
    """Contacts of a company that was taken away."""
    from chalicelib.contacts.companies import actions as companies
    from chalicelib.search.people import actions as searched_people

    leaving = from_plain(told, companies.Leaving)
    members, following = companies.still_in(leaving)
    for contact in members:
        companies.leave(contact, leaving, at_work)
        searched_people.index(contact)
    if following:
        companies.leave_soon(following)


def _erase(number: int, at_work: Context) -> None:
    """A person's words leave the index with the tickets that they stood on."""
    from chalicelib.erasure import actions as erasure
    from chalicelib.search import actions as search
    from chalicelib.search.people import actions as searched_people

    turn = erasure.work(number, at_work)
    if turn is None:
        return
    for ticket in turn.cleaned:
        search.erase(ticket, at_work)
    for contact in turn.erasure.contacts:
        searched_people.index(contact)
    erasure.go_on(turn, at_work.now)


def _recheck_all(version: str, before: str, tries: int) -> None:
    """Once the version holds; whoever announced it may still be at work, or was cut off."""
    if context(version).desk.version == before:
        if tries < MOST_TRIES:
            tickets.recheck_soon(before, version, tries + 1)
            return
        desks.make_good(clock.now())
    if (at_work := context(version)).desk.version != before:
        tickets.recheck_all(at_work, desks.version(before))


def _recheck(number: int, at_work: Context) -> None:
    """Whose agent or group is gone finds another first: that may change what is promised."""
    from chalicelib.routing import actions as routing

    if state := routing.settle(number, at_work):
        tickets.recheck(number, at_work, state)
