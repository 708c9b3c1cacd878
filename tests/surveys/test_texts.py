"""Every language says everything, and a reader is spoken to in one language, the best there is."""

import re
from string import ascii_letters

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.desk.model import Desk, SurveyPlan
from chalicelib.surveys import texts
from chalicelib.surveys.texts import BUILT_IN, ENGLISH

DESK = Desk(name="Desk", language="fi")
DANISH = tuple((f"survey_{key}", (("da", f"dansk {key}"),)) for key in ENGLISH)


@pytest.mark.parametrize("language", BUILT_IN)
def test_every_language_has_every_text_with_the_same_placeholders(language: str) -> None:
    def placeholders(words: dict[str, str]) -> dict[str, set[str]]:
        return {key: set(re.findall(r"\{\w+\}", text)) for key, text in words.items()}

    assert placeholders(dict(BUILT_IN[language])) == placeholders(ENGLISH)


@pytest.mark.parametrize(
    ("wanted", "desk", "spoken"),
    [
        ("sv", DESK, "sv"),
        ("sv-FI", DESK, "sv"),
        ("EN_us", DESK, "en"),
        ("et", DESK, "fi"),
        ("", DESK, "fi"),
        ("et", Desk(name="Desk", language="de"), "en"),
        ("da", DESK, "fi"),
        ("da", Desk(name="Desk", language="fi", texts=DANISH), "da"),
        ("da", Desk(name="Desk", language="fi", texts=DANISH[1:]), "fi"),
    ],
)
def test_the_chain_of_languages(wanted: str, desk: Desk, spoken: str) -> None:
    assert texts.voice(wanted, desk).language == spoken


def test_the_desks_own_words_replace_ours_language_by_language() -> None:
    plan = SurveyPlan(questions=(("sv", "Var du nöjd?"),))
    desk = Desk(name="Desk", survey=plan, texts=(("survey_send", (("sv", "Sänd"), ("fi", "Menoksi"))), ("reply_footer", (("sv", "x"),))))
    swedish, finnish = texts.voice("sv", desk), texts.voice("fi", desk)
    assert [swedish.text(key) for key in ("question", "send", "score_4")] == ["Var du nöjd?", "Sänd", "Bra"]
    assert [finnish.text(key) for key in ("question", "send", "score_4")] == ["Miten onnistuimme?", "Menoksi", "Hyvä"]


@pytest.mark.parametrize(
    ("header", "spoken"),
    [
        ("sv-FI,sv;q=0.9,en;q=0.8", "sv"),
        ("en;q=0.5, sv;q=0.7", "sv"),
        ("de, en;q=0.1", "en"),
        ("sv;q=0, de", "fi"),
        ("*", "fi"),
        ("", "fi"),
        ("x" * 9999, "fi"),
    ],
)
def test_a_browser_without_a_token_is_answered_in_its_language(header: str, spoken: str) -> None:
    assert texts.preferred(header, DESK).language == spoken


@given(st.text(alphabet=ascii_letters + "-;=q.0159, *\n"))
def test_any_header_gives_a_voice(header: str) -> None:
    assert texts.preferred(header, DESK).language in BUILT_IN
