"""The event feed: everything that happened to tickets, in one order, from the first day on."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from chalice import Blueprint

from chalicelib.desk import actions as desks
from chalicelib.errors import AccessDenied, FieldFault, InvalidInput
from chalicelib.feed import actions as feed
from chalicelib.feed import shape as shapes
from chalicelib.feed.export import activities
from chalicelib.feed.place import Place, before, place_of
from chalicelib.handlers.cursors import cursor_of, place_in
from chalicelib.handlers.http import Answer, Call, endpoint
from chalicelib.handlers.schema import FIRST, NotAllowedError, instant_of
from chalicelib.handlers.ticket_lists import number_in
from chalicelib.people.keys import Right, Scope
from chalicelib.readings import actions as readings
from chalicelib.storage.feed import settled
from chalicelib.tickets.events import KINDS

api = Blueprint(__name__)
# A place in the feed is the same for everybody; what is told there depends on who reads.
EVENTS = "events"
MOST = 100
NOW = "now"


@endpoint(api, "GET", "/events", needs=Right.HEADS)
def list_events(call: Call) -> Answer:
    """The events behind `after`; the header X-Cursor is where to go on, now if there is a next page and later if not."""
    what = feed.Following(_limit(call), _types(call), number_in(call, "ticket_id"))
    if what.ticket:
        readings.ticket(what.ticket, call.who)
    found = feed.follow(place_asked(call.query.get("after", "").strip(), call), what, call.who, call.context.now)
    cursor = cursor_of(EVENTS, found.place.text())
    headers = {"X-Cursor": cursor}
    if found.more:
        query = urlencode(sorted({**call.query, "after": cursor}.items()))
        headers["Link"] = f'<{call.url("/events")}?{query}>; rel="next"'
    personal = Right.READ in call.who.rights
    return Answer([shapes.event(one, call.context.desk, personal=personal) for one in found.events], headers=headers)


@endpoint(api, "GET", "/export/ticket_activities", needs=Right.READ)
def export_activities(call: Call) -> Answer:
    """Everything that happened on one day (UTC), for callers who see every ticket."""
    if call.who.scope is not Scope.GLOBAL:
        raise AccessDenied("The export is for those who see every ticket")
    commits = feed.of_day(_day(call), call.context.now)
    return Answer({"activities_data": list(activities(commits, call.context.desk))})


def _day(call: Call) -> datetime:
    given = call.query.get("created_at", "")
    try:
        day = datetime.strptime(given[:10], "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        code = "invalid_value" if given else "missing_field"
        raise InvalidInput(FieldFault("created_at", "It should be a day in the format 2026-11-21", code)) from None
    # Nothing happened before the first day, and nothing has from tomorrow on.
    return min(max(day, FIRST), call.context.now + timedelta(days=1))


def place_asked(given: str, call: Call, field: str = "after") -> Place:
    """From the beginning, from now on, from an instant on, or behind a cursor of the feed. Raises InvalidInput."""
    now = call.context.now
    if not given:
        return before(desks.lifetime(now)[0])
    if given == NOW:
        return before(settled(now))
    if given[:4].isdigit():
        return before(_instant(given, field))
    place = place_of(place_in(EVENTS, given, now, field))
    if place is None:
        raise InvalidInput(FieldFault(field, "It should be a cursor of this feed"))
    return place


def _instant(given: str, field: str) -> datetime:
    try:
        return instant_of(given)
    except NotAllowedError as wrong:
        message = "It should be empty, now, an instant in the format 2026-11-21T10:43:18Z, or a cursor of this feed"
        raise InvalidInput(FieldFault(field, message)) from wrong


def _limit(call: Call) -> int:
    if not call.query.get("limit"):
        return MOST
    limit = number_in(call, "limit")
    if not 1 <= limit <= MOST:
        raise InvalidInput(FieldFault("limit", f"It should be from 1 to {MOST}"))
    return limit


def _types(call: Call) -> frozenset[str]:
    names = frozenset(name.strip() for name in call.query.get("types", "").split(",") if name.strip())
    if wrong := sorted(names - set(KINDS)):
        raise InvalidInput(FieldFault("types", f"There are no events called {', '.join(wrong)}"))
    return names
