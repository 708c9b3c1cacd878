"""What the desk says by itself."""

import pytest

from chalicelib.desk.model import Desk
from chalicelib.desk.texts import BUILT_IN, PLACEHOLDER, fill
from chalicelib.surveys.texts import BUILT_IN as SURVEY
from infra.deskfile import catalogue

OWN = (("promise_resolution", (("de", "Lösung"), ("fi", "valmis"))),)


@pytest.mark.parametrize(
    ("key", "language", "text"),
    [
        ("promise_resolution", "fi", "valmis"),
        ("promise_resolution", "de", "Lösung"),
        ("promise_resolution", "de-AT", "Lösung"),
        ("promise_resolution", "sv", "lösningen"),
        ("promise_resolution", "pl", "lösningen"),
        ("promise_first_response", "de", "första svaret"),
        ("no such text", "fi", ""),
    ],
)
def test_a_text_is_looked_for_in_the_language_then_the_desks_and_configured_first(key: str, language: str, text: str) -> None:
    assert Desk(name="K", language="sv", texts=OWN).text(key, language) == text


def test_the_last_resort_is_english() -> None:
    assert Desk(name="K", language="et").text("promise_resolution", "lv") == "resolution"


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{desk}: {ticket}", "Kukka: {link}"),
        ("{link} {link}", "https://x https://x"),
        ("{other} {} {0} {desk.name} {desk!r}", "{other} {} {0} {desk.name} {desk!r}"),
        ("{{desk}}", "{Kukka}"),
    ],
)
def test_placeholders_are_names_that_are_replaced_once(template: str, text: str) -> None:
    assert fill(template, {"desk": "Kukka", "ticket": "{link}", "link": "https://x"}) == text


@pytest.mark.parametrize("key", catalogue.built_in())
def test_every_text_has_the_same_placeholders_in_each_language(key: str) -> None:
    variants = catalogue.built_in()[key]
    assert variants.keys() == {"fi", "sv", "en"}
    assert len({frozenset(PLACEHOLDER.findall(text)) for text in variants.values()}) == 1


ANSWERED = {"fi": "vastaa", "sv": "svara", "en": "reply"}
TOLD = {"fi": "kertokaa se heille", "sv": "säg det till dem", "en": "tell them"}


@pytest.mark.parametrize(
    ("key", "way"),
    [("acknowledgement", ANSWERED), ("call_open", TOLD), ("call_pending", TOLD)],
)
def test_what_goes_out_by_itself_says_how_to_object_and_reach_a_person(key: str, way: dict[str, str]) -> None:
    assert {language for language, words in BUILT_IN[key].items() if way[language] in words} == set(BUILT_IN[key])


@pytest.mark.parametrize("key", ["not_yours", "mail_unsolved", "chat"])
def test_every_survey_says_how_to_object_and_reach_a_person(key: str) -> None:
    assert {language for language, words in SURVEY.items() if ANSWERED[language] in words[key].lower()} == set(SURVEY)
