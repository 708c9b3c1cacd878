"""The worked tables of docs/algorithms/surveys.md, run as they are printed."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.desk.model import Desk, SurveyPlan
from chalicelib.sla.policy import Category
from chalicelib.surveys import eligibility, scores, texts
from chalicelib.surveys.eligibility import Answer, Facts, Nothing, Send, Skip, Wait
from tests.docs.tables import table

DOCUMENT = "algorithms/surveys.md"
PLAN = SurveyPlan(active=True, delay=3_600, throttle=30 * 86_400, sample=100, skip_tags=("outage",))
FACTS = Facts(ticket=7, resolution=1, resolved_at=datetime(2026, 12, 1, 12, tzinfo=UTC), category=Category.RESOLVED, contact=11)

Row = dict[str, str]


def rows(first_column: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("row", table(DOCUMENT, first_column), ids=lambda row: " · ".join(row.values()))


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def changed(difference: str) -> dict[str, Any]:
    words = [part.split(" ", 1) for part in difference.split(", ") if part]
    read = {"tags": lambda text: (text,), "last_asked": instant}
    return {name: read[name](*rest) if rest else True for name, *rest in words}


def told(answer: Answer) -> str:
    match answer:
        case Wait(until):
            return f"wait until {until:%Y-%m-%d %H:%M:%S}"
        case Skip(reason):
            return f"skip {reason}"
        case Send():
            return "send"
        case Nothing():
            return "nothing"


@rows("now")
def test_one_ticket(row: Row) -> None:
    facts = replace(FACTS, **changed(row["what is different"]))
    assert told(eligibility.decide(facts, PLAN, instant(row["now"]))) == row["answer"]


def test_the_reasons_are_listed_in_the_order_in_which_they_are_judged() -> None:
    judged = [*((reason, "at once") for reason, _ in eligibility.SETTLED), *((reason, "when due") for reason, _ in eligibility.WHEN_DUE)]
    listed = [(row["reason"], row["judged"]) for row in table(DOCUMENT, "order")]
    assert listed == judged
    assert {reason for reason, _ in listed} == set(eligibility.Reason)


@rows("face")
def test_scores(row: Row) -> None:
    score, ratings = int(row["face"]), [int(rating) for rating in row["ratings in"].split(", ")]
    assert texts.voice("en", Desk(name="Desk")).text(f"score_{score}") == row["text (en)"]
    assert scores.rating(score) == int(row["rating out"])
    assert {scores.score_of(rating) for rating in ratings} == {score}
    assert scores.satisfied_share([score]).satisfied == (row["satisfied"] == "yes")


@rows("arrives in this order")
def test_edits(row: Row) -> None:
    history = scores.History()
    for arrival in row["arrives in this order"].split(", "):
        at, score = arrival.split("=")
        history = history.add(scores.Answer(instant(f"2026-12-01 {at}"), int(score)))
    assert ", ".join(str(answer.score) for answer in history.edits) == row["history"]
    assert history.current is not None
    assert str(history.current.score) == row["counts"]


@rows("satisfied")
def test_shares(row: Row) -> None:
    satisfied, answers = int(row["satisfied"]), int(row["answers"])
    given = [5] * satisfied + [2] * (answers - satisfied)
    share = scores.satisfied_share(given)
    assert (f"{share.low:.1%}", f"{share.high:.1%}") == (f"{row['low %']}%", f"{row['high %']}%")
    assert isinstance(scores.agent_share(given), scores.TooFew) == (row["for one person"] == "withheld")


@rows("asked for")
def test_languages(row: Row) -> None:
    assert texts.voice(row["asked for"], Desk(name="Desk", language=row["desk speaks"])).language == row["spoken"]
