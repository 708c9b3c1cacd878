"""What the desk says by itself."""

import pytest

from chalicelib.desk.model import Desk
from chalicelib.desk.texts import PLACEHOLDER, fill
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
