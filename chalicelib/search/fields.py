"""The fields of tickets that can be searched: what each is in the index, and what it is asked of a ticket."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from chalicelib.channels.sources import source_of
from chalicelib.desk.model import Agent, Desk
from chalicelib.errors import FieldFault, InvalidInput
from chalicelib.people.keys import Principal, Scope
from chalicelib.search.grammar import EQUAL, LEAST, MOST, Has, Word
from chalicelib.search.literals import Alternative, Between, Equals, Literal, Terms
from chalicelib.search.stems import keys_of
from chalicelib.search.terms import facets, term, word_term
from chalicelib.search.words import words_of
from chalicelib.sla.policy import ClockKind
from chalicelib.tickets.state import OVER, State
from chalicelib.values import dataclass

CREATED, UPDATED = "created_at", "updated_at"
DUE = {"due_by": ClockKind.RESOLUTION, "fr_due_by": ClockKind.FIRST_RESPONSE, "nr_due_by": ClockKind.NEXT_RESPONSE}
MOMENTS = (CREATED, UPDATED, *DUE)
INDEXED = ("status", "priority", "type", "tag", "group_id", "agent_id", "requester_id", "company_id", "undelivered", "cf_*", "text")
LOOKED_UP = (*MOMENTS, "source", "language")
PRIORITIES = (1, 2, 3, 4)
MOST_WORDS = 12
_NUMBERS = {"status": "status", "priority": "priority", "requester_id": "requester", "company_id": "company"}
_TEXTS = {"type": "type", "tag": "tag"}
_DAY = re.compile(r"\d{4}-?\d\d-?\d\d")


@dataclass(frozen=True, slots=True)
class Scene:
    """Under which configuration, for whom and when a query is read; `persons` are all contacts that are the one named."""

    desk: Desk
    agent: Agent | None
    now: datetime
    persons: Callable[[int], tuple[int, ...]] = lambda number: (number,)

    def read(self, has: Has) -> tuple[Literal, ...]:
        """What a condition comes down to. Raises InvalidInput on the field query, naming the field and where it stands."""
        if has.field in MOMENTS:
            return (moment_of(has, self.now),)
        if has.field == "text":
            return self._words(has)
        if has.field.startswith("cf_"):
            return (self._custom(has),)
        literal = self._field(has)
        if literal is None:
            known = ", ".join((*INDEXED, *LOOKED_UP))
            raise wrong(has, f"There is no field {has.field}; there are {known}", "invalid_field")
        return (literal,)

    def _field(self, has: Has) -> Literal | None:
        match has.field:
            case "agent_id":
                return Terms(frozenset({term("agent", self._agent(has))}))
            case "group_id":
                return self._group(has)
            case "undelivered":
                return Terms(frozenset({term("undelivered", _truth(has))}))
            case "source" | "language":
                return Equals(has.field, _plain(_exactly(has)))
            case "status" | "priority" if has.sign != EQUAL:
                return self._span(has)
        if has.field in _NUMBERS:
            return self._numbered(has)
        if has.field in _TEXTS:
            return _stored(has, _TEXTS[has.field], str)
        return None

    def _numbered(self, has: Has) -> Literal:
        name = _NUMBERS[has.field]
        if name == "requester" and isinstance(has.value, int) and not isinstance(has.value, bool):
            return Terms(frozenset(term(name, one) for one in self.persons(_number(_exactly(has)))))
        return _stored(has, name, int)

    def _agent(self, has: Has) -> int | None:
        if has.value == Word("me"):
            if self.agent is None:
                raise wrong(has, "This key is nobody's, so there is no me")
            return self.agent.id
        return None if _exactly(has).value is None else _number(has)

    def _group(self, has: Has) -> Terms:
        if _exactly(has).value is None:
            return Terms(frozenset({term("group", None)}))
        group = self.desk.group_by_id(_number(has))
        if group is None:
            raise wrong(has, f"There is no group {has.value}")
        return Terms(frozenset(term("group", name) for name in (group.name, *group.formerly)))

    def _span(self, has: Has) -> Terms:
        """A few numbers only, so from one on means: any of these."""
        every: Iterable[int] = PRIORITIES if has.field == "priority" else (status.number for status in self.desk.statuses)
        limit = _number(has)
        chosen = [one for one in every if (one >= limit if has.sign == LEAST else one <= limit)]
        return Terms(frozenset(term(has.field, one) for one in chosen))

    def _custom(self, has: Has) -> Literal:
        if _exactly(has).value is None:
            return Equals(has.field, None)
        return Terms(frozenset({term(has.field, _plain(has))}))

    def _words(self, has: Has) -> tuple[Literal, ...]:
        if not isinstance(_exactly(has).value, str):
            raise wrong(has, "Words stand in single quotes")
        return words(str(has.value), self.desk, has)


def moment_of(has: Has, now: datetime) -> Between:
    """The bounds that a condition on a moment sets. Raises InvalidInput."""
    if has.value is None and has.sign == EQUAL and has.field in DUE:
        return Between(has.field)
    low, high = _bounds(has, now)
    return Between(has.field, low if has.sign != MOST else None, high if has.sign != LEAST else None)


def _bounds(has: Has, now: datetime) -> tuple[datetime, datetime]:
    """First and last instant that the value means: a day is the whole day, in UTC."""
    if has.value == Word("now"):
        return now, now
    if not isinstance(has.value, str):
        raise wrong(has, f"{has.field} is compared with a date in single quotes, such as '2026-11-22', or with now")
    try:
        at = datetime.fromisoformat(has.value)
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
        return at, at + timedelta(days=1, microseconds=-1) if _DAY.fullmatch(has.value) else at
    except (ValueError, OverflowError) as fault:
        raise wrong(has, f"{has.value} is no date; write 2026-11-22 or 2026-11-22T08:00:00Z") from fault


def words(text: str, desk: Desk, has: Has | None = None) -> tuple[Literal, ...]:
    """Every word of the text, in any form that one of the desk's languages gives it. Raises InvalidInput without a telling word."""
    found = dict.fromkeys(words_of(text))
    if not found or len(found) > MOST_WORDS:
        message = f"At most {MOST_WORDS} words are searched for at once" if found else "There is no word in it that tells tickets apart"
        raise wrong(has, message) if has else InvalidInput(FieldFault("term", message))
    spoken = dict.fromkeys(one[:2] for one in (desk.language, *desk.languages))
    return tuple(Terms(frozenset(map(word_term, keys_of(word, spoken)))) for word in found)


def checked(found: Iterable[Alternative], desk: Desk) -> tuple[Alternative, ...]:
    """Each alternative with a list to walk, or a time to walk by. Raises InvalidInput where it has neither."""
    return tuple(_walkable(one, desk) for one in found)


def _walkable(one: Alternative, desk: Desk) -> Alternative:
    if one.lists:
        return one
    if one.between(CREATED) or one.between(UPDATED):
        return replace(one, by_time=True)
    if any(one.between(name) for name in DUE):
        # Only what is not over has anything due.
        still = frozenset(term("status", status.number) for status in desk.statuses if status.category not in OVER)
        return Alternative((still,), one.rest)
    indexed = ", ".join((*INDEXED, *MOMENTS))
    message = f"Each alternative needs one field that is indexed: {indexed}; in the index null is known of agent_id and group_id only"
    raise InvalidInput(FieldFault("query", message))


def scope_of(who: Principal) -> frozenset[str]:
    """The terms under one of which everything stands that the caller sees; none for whoever sees all."""
    own = {term("agent", who.number)}
    match who.scope:
        case Scope.GROUP:
            return frozenset(own | {term("group", name) for name in (who.agent.groups if who.agent else ())})
        case Scope.OWN:
            return frozenset(own)
    return frozenset()


def matches(one: Alternative, state: State) -> bool:
    """Whether a ticket is as this alternative says, words apart: the index may lag behind it for some seconds."""
    standing = facets(state)
    listed = all(any(name.startswith("w=") or name in standing for name in names) for names in one.lists)
    return bool(standing) and listed and all(_holds(literal, state) for literal in one.rest)


def _holds(literal: Between | Equals, state: State) -> bool:
    if isinstance(literal, Equals):
        return _value(literal.field, state) == literal.value
    at = moment(literal.field, state)
    if literal.low is None and literal.high is None:
        return at is None
    return at is not None and (literal.low is None or at >= literal.low) and (literal.high is None or at <= literal.high)


def moment(field: str, state: State) -> datetime | None:
    """When a ticket was opened or changed, or one of its promises runs out."""
    if field in DUE:
        promise = state.promise(DUE[field].value)
        return promise.due if promise else None
    return (state.opened_at if field == CREATED else state.updated_at).replace(microsecond=0)


def _value(field: str, state: State) -> str | int | bool | None:
    match field:
        case "source":
            return source_of(state.channel, state.source)
        case "language":
            return state.language or None
        case "type":
            return state.type or None
        case "tag":
            return True if state.tags else None
        case "company":
            return True if state.company else None
    found = state.custom.get(field)
    return None if found in (None, "", [], ()) else True


def _stored(has: Has, name: str, kind: type[int] | type[str]) -> Literal:
    if _exactly(has).value is None:
        return Equals(name, None)
    value = _number(has) if kind is int else _plain(has)
    return Terms(frozenset({term(name, value)}))


def _exactly(has: Has) -> Has:
    if has.sign != EQUAL:
        raise wrong(has, f"{has.field} is compared as it is, without {has.sign}")
    return has


def _plain(has: Has) -> str | int | bool | None:
    if isinstance(has.value, Word):
        raise wrong(has, f"{has.field} is not compared with {has.value.name}")
    return has.value


def _number(has: Has) -> int:
    if isinstance(has.value, bool) or not isinstance(has.value, int):
        raise wrong(has, f"{has.field} is a number")
    return has.value


def _truth(has: Has) -> bool:
    if not isinstance(_exactly(has).value, bool) or not has.value:
        raise wrong(has, f"{has.field} is searched with true only")
    return True


def wrong(has: Has, message: str, code: str = "invalid_value") -> InvalidInput:
    return InvalidInput(FieldFault("query", f"{message} (at character {has.at})", code))
