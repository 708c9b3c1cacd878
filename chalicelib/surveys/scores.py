"""Five faces, 1 to 5: what a form may say, how an answer and its edits are kept, and how far a share can be trusted."""

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby
from math import sqrt
from urllib.parse import parse_qsl

from chalicelib.errors import FieldFault, InvalidInput
from chalicelib.values import dataclass

SCORES = (1, 2, 3, 4, 5)
RATINGS = {5: 103, 4: 102, 3: 100, 2: -102, 1: -103}
"""Our faces on the API's scale of satisfaction ratings, 103 (extremely happy) to -103 (extremely unhappy)."""

SCORE_OF = {rating: score for score, rating in RATINGS.items()} | {101: 4, -101: 2}
LONGEST_COMMENT = 2_000
LARGEST_FORM = 64_000
MOST_EDITS = 20
SATISFIED_FROM = 4
FEWEST_FOR_AN_AGENT = 5
Z_95 = 1.959964

BREAKS = {"\u0085", "\u2028", "\u2029"}
# These turn the reading direction of what follows them, so a comment could rewrite the screen around it.
TURNS = {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))}


@dataclass(frozen=True, slots=True)
class Choice:
    """What a valid form says."""

    score: int
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A choice and the instant it reached us."""

    at: datetime
    score: int
    comment: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """All answers to one survey, oldest first; the same whatever order they were added in."""

    answers: tuple[Answer, ...] = ()

    def add(self, answer: Answer) -> "History":
        """The history with `answer`; a repeated one changes nothing, and of very many the first and the newest are kept."""
        ordered = sorted({*self.answers, answer}, key=lambda one: (one.at, one.score, one.comment))
        kept = ordered if len(ordered) <= MOST_EDITS else [ordered[0], *ordered[1 - MOST_EDITS :]]
        return History(tuple(kept))

    @property
    def current(self) -> Answer | None:
        """The answer that counts."""
        return self.answers[-1] if self.answers else None

    @property
    def edits(self) -> tuple[Answer, ...]:
        """The answers that said something new: a form sent twice is one."""
        return tuple(next(same) for _, same in groupby(self.answers, key=lambda one: (one.score, one.comment)))


@dataclass(frozen=True, slots=True)
class Share:
    """`satisfied` of `answers` chose one of the two best faces; the true share lies in low..high in 95 of 100 cases."""

    satisfied: int
    answers: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class TooFew:
    """So few answers that a figure for one person would say nothing."""

    answers: int
    needed: int = FEWEST_FOR_AN_AGENT


def read_form(body: bytes) -> dict[str, str]:
    """The fields of an urlencoded form; of a field given twice the last value."""
    if len(body) > LARGEST_FORM:
        raise InvalidInput(FieldFault("body", f"a form may have at most {LARGEST_FORM} bytes", "too_large"))
    fields = body.decode("utf-8", "replace").split("&")[:10]
    return dict(parse_qsl("&".join(fields), keep_blank_values=True, errors="replace"))


def parse(form: Mapping[str, str]) -> Choice:
    """The choice a form makes; raises InvalidInput that names the field."""
    given = form.get("score", "").strip()
    if not given:
        raise InvalidInput(FieldFault("score", "choose one of the five faces", "missing_field"))
    score = preselected(given)
    if score is None:
        raise InvalidInput(FieldFault("score", "must be a whole number from 1 to 5"))
    return Choice(score, clean(form.get("comment", "")))


def preselected(text: str | None) -> int | None:
    """The score that a link's `?score=` names, or None; never an error, for links are cut and guessed."""
    return int(text) if text in {"1", "2", "3", "4", "5"} else None


def clean(comment: str) -> str:
    """The comment in NFC with plain line breaks, without controls and direction marks, trimmed, at most 2,000 characters."""
    lines = comment.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    plain = unicodedata.normalize("NFC", "".join(map(_plain, lines)))
    return plain.strip()[:LONGEST_COMMENT].rstrip()


def rating(score: int) -> int:
    """The score on the API's scale."""
    return RATINGS[score]


def score_of(rating: int) -> int:
    """The face for a rating of the API's seven steps; raises InvalidInput for a number that is not on the scale."""
    if rating not in SCORE_OF:
        raise InvalidInput(FieldFault("ratings", f"{rating} is not one of {', '.join(map(str, sorted(SCORE_OF, reverse=True)))}"))
    return SCORE_OF[rating]


def wilson(hits: int, trials: int, z: float = Z_95) -> tuple[float, float]:
    """Wilson's score interval for a share (Wilson 1927): honest for few trials and near 0 and 1; (0, 1) for no trials."""
    if not trials:
        return 0.0, 1.0
    share, spread = hits / trials, z * z / trials
    middle = (share + spread / 2) / (1 + spread)
    reach = z * sqrt(share * (1 - share) / trials + spread / (4 * trials)) / (1 + spread)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def satisfied_share(scores: Iterable[int]) -> Share:
    """How many of the scores are one of the two best faces, with the interval of the true share."""
    given = list(scores)
    satisfied = sum(score >= SATISFIED_FROM for score in given)
    return Share(satisfied, len(given), *wilson(satisfied, len(given)))


def agent_share(scores: Iterable[int]) -> Share | TooFew:
    """The share for one person; withheld under five answers."""
    share = satisfied_share(scores)
    return share if share.answers >= FEWEST_FOR_AN_AGENT else TooFew(share.answers)


def _plain(char: str) -> str:
    if char == "\n" or char in BREAKS:
        return "\n"
    return "" if char in TURNS or unicodedata.category(char) in {"Cc", "Cs"} else char
