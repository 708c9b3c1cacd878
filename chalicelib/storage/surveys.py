"""The Surveys table: when a contact was last asked, and the answers as they came."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.contacts import pointers
from chalicelib.settings import settings
from chalicelib.storage import answer_days, families, people
from chalicelib.storage.rows import Part, Row, query, query_all, read_many, read_on, stamp_of
from chalicelib.values import dataclass

PAGE = 100


class SurveyRow(Row):
    """CT#<contact> / ASKED the last invitation; S#<ticket>#<resolution> / A#<at> one answer."""

    class Meta:
        table_name = settings().surveys_table
        region = settings().region

    sk = UnicodeAttribute(range_key=True)
    at = UnicodeAttribute()
    ticket = NumberAttribute()
    resolution = NumberAttribute()
    score = NumberAttribute(null=True)
    words = UnicodeAttribute(null=True)
    same = BooleanAttribute(null=True)
    base = NumberAttribute(null=True)
    day_pk = UnicodeAttribute(null=True)
    day_sk = UnicodeAttribute(null=True)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was given to the question after one resolution; `words` tells equal answers, `base` is the ticket's version then.

    `same`: it only repeats the one before, so it has no commit.
    """

    ticket: int
    resolution: int
    at: datetime
    score: int
    words: str
    base: int
    same: bool = False


def last_asked(contact: int) -> tuple[int, SurveyRow | None]:
    """The contact that stands for the person, and the last time that any contact of theirs was asked.

    One read for who was never merged with another; the card is read eventually.
    """
    card_key = people.contact_key(contact)
    found = read_many([_asked(contact), *people.wanted([card_key])], eventual=(people.PersonRow,))
    card = found.get((card_key, people.PROFILE))
    own: SurveyRow | None = found.get((card_key, "ASKED"))
    if card is None or not (pointers.into(card.data) or pointers.named(card.data)) or (family := families.family(contact)) is None:
        return contact, own
    asked: list[SurveyRow] = list(read_many(_asked(one) for one in family.ids).values())
    return family.root.id, max(asked, key=lambda row: row.at, default=None)


def _asked(contact: int) -> tuple[type[Row], str, str]:
    return SurveyRow, f"CT#{contact}", "ASKED"


def take_turn(contact: int, ticket: int, resolution: int, now: datetime, not_asked_since: datetime) -> bool:
    """Claim the contact's one survey: if none went out after `not_asked_since`, or the one that did was for this resolution."""
    mine = (SurveyRow.ticket == ticket) & (SurveyRow.resolution == resolution)
    free = SurveyRow.pk.does_not_exist() | (SurveyRow.at <= stamp_of(not_asked_since)) | mine
    return SurveyRow(f"CT#{contact}", "ASKED", at=stamp_of(now), ticket=ticket, resolution=resolution).put(free) is None


def newest_answer(ticket: int, resolution: int, but: datetime) -> SurveyRow | None:
    """The last answer given to this question, whenever it was read; not the one of `but`."""
    part = Part(f"S#{ticket}#{resolution}", low="A#", high="A#~", forward=False, limit=2)
    found = (SurveyRow.from_raw_data(item) for item in query(SurveyRow, part).rows)
    return next((row for row in found if row.at != stamp_of(but)), None)


def answers(ticket: int, resolution: int) -> list[Answer]:
    """All that were given to one question, in the order in which they were posted."""
    found = query_all(SurveyRow, Part(f"S#{ticket}#{resolution}", low="A#", high="A#~"))
    return [_answer(SurveyRow.from_raw_data(item)) for item in found]


def _answer(row: SurveyRow) -> Answer:
    at, given = datetime.fromisoformat(row.at), (int(row.score or 0), row.words or "", int(row.base or 0), bool(row.same))
    return Answer(int(row.ticket), int(row.resolution), at, *given)


def posted(since: datetime, until: datetime) -> Iterator[tuple[int, int, datetime]]:
    """Ticket, resolution and instant of every answer of this span up to now, oldest first, read no further than they are taken."""
    for day in answer_days.between(since.date(), until.date(), until, _has_answers):
        span = Part(_day_key(day), low=stamp_of(since), high=f"{stamp_of(until)}~", index="day", limit=PAGE)
        for item in read_on(SurveyRow, span):
            _, ticket, resolution = item["pk"]["S"].split("#")
            yield int(ticket), int(resolution), datetime.fromisoformat(item["sk"]["S"].partition("#")[2])


def _has_answers(day: date) -> bool:
    return bool(query(SurveyRow, Part(_day_key(day), index="day", limit=1)).rows)


def _day_key(day: date) -> str:
    return f"DAY#{day:%Y-%m-%d}"


def put_answer(answer: Answer, now: datetime) -> Answer:
    """Keep one answer, as it was decided when it first came: where a repetition looks for its commit, and whether there is none."""
    stamp = stamp_of(answer.at)
    row = SurveyRow(
        f"S#{answer.ticket}#{answer.resolution}", f"A#{stamp}", at=stamp, ticket=answer.ticket, resolution=answer.resolution,
        score=answer.score, words=answer.words, base=answer.base, same=answer.same or None, day_pk=_day_key(answer.at.date()),
        day_sk=f"{stamp}#{answer.ticket}",
    )  # fmt: skip
    standing = row.put(SurveyRow.pk.does_not_exist())
    answer_days.forget(answer.at.date(), now)
    return replace(answer, base=int(standing.base or 0), same=bool(standing.same)) if standing else answer


def forget_words(ticket: int, resolution: int) -> None:
    """The answers to one question without what tells equal words; the scores stay."""
    for item in list(query_all(SurveyRow, Part(f"S#{ticket}#{resolution}", low="A#", high="A#~"))):
        SurveyRow.change(item["pk"]["S"], item["sk"]["S"], [SurveyRow.words.set("-")], SurveyRow.pk.exists())


def forget_asked(contact: int) -> None:
    """That this contact was ever asked."""
    SurveyRow.remove(f"CT#{contact}", "ASKED")
