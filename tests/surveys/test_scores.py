"""What a form may say, how edits are kept, and what a share is worth."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.errors import FieldFault, InvalidInput
from chalicelib.surveys import scores
from chalicelib.surveys.scores import Answer, Choice, History, Share, TooFew

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
FIRST, SECOND, THIRD = (Answer(NOON + timedelta(minutes=n), score) for n, score in enumerate((2, 4, 2)))


@pytest.mark.parametrize("score", [1, 2, 3, 4, 5])
def test_a_rating_of_the_api_and_a_face_are_the_same(score: int) -> None:
    assert scores.score_of(scores.rating(score)) == score


@pytest.mark.parametrize(("rating", "score"), [(103, 5), (102, 4), (101, 4), (100, 3), (-101, 2), (-102, 2), (-103, 1)])
def test_all_seven_ratings_have_a_face(rating: int, score: int) -> None:
    assert scores.score_of(rating) == score


@pytest.mark.parametrize("rating", [0, 5, 104, -100])
def test_a_number_off_the_scale_is_refused(rating: int) -> None:
    with pytest.raises(InvalidInput, match="is not one of 103, 102, 101, 100, -101, -102, -103"):
        scores.score_of(rating)


@pytest.mark.parametrize(
    ("body", "choice"),
    [
        (b"score=4&comment=", Choice(4)),
        (b"score=1&comment=%20too+late%0D%0Aagain%20", Choice(1, "too late\nagain")),
        (b"score=+5+", Choice(5)),
        ("score=3&comment=hyvää".encode(), Choice(3, "hyvää")),
        (b"score=3&comment=%FF", Choice(3, "\ufffd")),
        (b"score=3&comment=a%00b%07c%1B%5B31m", Choice(3, "abc[31m")),
        (b"score=3&comment=a%E2%80%AEb%E2%80%A8c", Choice(3, "ab\nc")),
        ("score=3&comment=e\x00\u0301".encode(), Choice(3, "\u00e9")),
        (b"score=2&score=4", Choice(4)),
    ],
)
def test_a_form_is_read(body: bytes, choice: Choice) -> None:
    assert scores.parse(scores.read_form(body)) == choice


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b"", FieldFault("score", "choose one of the five faces", "missing_field")),
        (b"comment=nice", FieldFault("score", "choose one of the five faces", "missing_field")),
        (b"score=6", FieldFault("score", "must be a whole number from 1 to 5")),
        (b"score=4.5", FieldFault("score", "must be a whole number from 1 to 5")),
        ("score=٤".encode(), FieldFault("score", "must be a whole number from 1 to 5")),
        (b"x" * 64_001, FieldFault("body", "a form may have at most 64000 bytes", "too_large")),
    ],
)
def test_a_bad_form_is_refused_by_field(body: bytes, fault: FieldFault) -> None:
    with pytest.raises(InvalidInput) as refused:
        scores.parse(scores.read_form(body))
    assert refused.value.faults == (fault,)


@given(st.binary(max_size=300) | st.text(alphabet="score=&%1205+\x00é", max_size=60).map(str.encode))
def test_any_bytes_give_a_choice_or_a_named_fault(body: bytes) -> None:
    form = scores.read_form(body)
    if form.get("score", "").strip() in {"1", "2", "3", "4", "5"}:
        assert scores.parse(form).score in scores.SCORES
    else:
        with pytest.raises(InvalidInput, match=r"^score: "):
            scores.parse(form)


@given(st.text())
def test_a_clean_comment_stays_as_it_is(comment: str) -> None:
    once = scores.clean(comment)
    assert scores.clean(once) == once
    assert len(once) <= 2_000


def test_a_long_comment_is_cut() -> None:
    assert scores.clean("\U0001f600" * 2_001) == "\U0001f600" * 2_000


@pytest.mark.parametrize(
    ("text", "score"), [("4", 4), ("1", 1), ("0", None), ("6", None), ("", None), (None, None), ("4 ", None), ("<b>", None)]
)
def test_a_link_chooses_a_face_or_none(text: str | None, score: int | None) -> None:
    assert scores.preselected(text) == score


def test_edits_are_kept_and_the_newest_counts_in_any_order() -> None:
    for order in permutations((FIRST, SECOND, THIRD, SECOND)):
        history = History()
        for answer in order:
            history = history.add(answer)
        assert (history.edits, history.current) == ((FIRST, SECOND, THIRD), THIRD)


def test_the_same_form_sent_twice_is_one_answer() -> None:
    again = Answer(NOON + timedelta(seconds=9), FIRST.score)
    assert History().add(FIRST).add(again).edits == (FIRST,)


def test_nobody_can_fill_the_history() -> None:
    history = History()
    for number in range(100):
        history = history.add(Answer(NOON + timedelta(seconds=number), number % 5 + 1))
    assert (len(history.answers), history.answers[0].at, history.answers[-1].at) == (20, NOON, NOON + timedelta(seconds=99))


def test_no_answer_is_no_answer() -> None:
    assert (History().current, History().edits) == (None, ())


@pytest.mark.parametrize(
    ("hits", "trials", "low", "high"),
    [
        (0, 0, 0.0, 1.0),
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (8, 10, 0.4902, 0.9433),
        (1, 2, 0.0945, 0.9055),
        (81, 263, 0.2553, 0.3662),
    ],
)
def test_the_interval_is_wilsons(hits: int, trials: int, low: float, high: float) -> None:
    assert scores.wilson(hits, trials) == pytest.approx((low, high), abs=0.0001)


@given(st.integers(0, 500), st.integers(0, 500))
def test_the_interval_holds_the_share(hits: int, misses: int) -> None:
    low, high = scores.wilson(hits, hits + misses)
    assert 0 <= low <= high <= 1
    assert hits + misses == 0 or low - 1e-9 <= hits / (hits + misses) <= high + 1e-9


def test_a_person_gets_no_figure_under_five_answers() -> None:
    assert scores.agent_share([5, 1, 4, 4]) == TooFew(4)
    assert scores.agent_share([5, 1, 4, 4, 3]) == Share(3, 5, *scores.wilson(3, 5))
