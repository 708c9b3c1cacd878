"""The pages: complete without scripts, silent about the ticket, safe with hostile words, readable for everybody."""

import base64
import hashlib
import re

import pytest

from chalicelib.desk.model import Desk
from chalicelib.surveys import pages, style, texts
from chalicelib.surveys.pages import Form
from tests.surveys.reading import Document

DESK = Desk(name="Pyörä & Pojat", language="fi")
EVIL = '"><img src=x onerror=alert(1)></textarea><script>alert(2)</script>{score}'
FINNISH = texts.voice("fi", DESK)
OURS_ONLY = "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"


def form(score: int | None = None, comment: str = "", answered: bool = False, missing: bool = False) -> Form:
    return Form("abc.def", 1042, DESK.name, score, comment, answered, missing)


def every_page(language: str = "fi") -> list[str]:
    voice = texts.voice(language, DESK)
    hostile = Form("abc.def", 1042, EVIL, 3, EVIL, answered=True)
    return [
        pages.survey_page(form(), voice),
        pages.survey_page(form(comment=EVIL, missing=True), voice),
        pages.survey_page(hostile, voice),
        pages.thanks_page(hostile, voice),
        pages.expired_page(EVIL, voice),
    ]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_page_is_whole_and_says_its_language(language: str) -> None:
    for document in map(Document, every_page(language)):
        assert document.unclosed == []
        assert document.one("html").attributes == {"lang": language}
        assert document.one("title").text
        assert document.one("h1").text


def test_no_page_loads_or_runs_anything() -> None:
    for document in map(Document, every_page()):
        assert {element.tag for element in document.elements}.isdisjoint({"script", "img", "link", "iframe", "object", "base", "a"})
        names = {name for element in document.elements for name in element.attributes}
        assert not {name for name in names if name.startswith("on") or name in {"src", "href", "style"}}
    assert not re.search(r"url\(|@import|https?:", style.CSS)


def test_hostile_words_stay_words() -> None:
    document = Document(pages.survey_page(form(comment=EVIL, missing=True), FINNISH))
    assert document.one("textarea").text == f"\n{EVIL}"


@pytest.mark.parametrize("chosen", [None, 1, 2, 3, 4, 5])
def test_five_labelled_faces_of_which_the_link_chooses_one(chosen: int | None) -> None:
    document = Document(pages.survey_page(form(score=chosen), FINNISH))
    radios = [element.attributes for element in document.all("input")]
    labels = {element.attributes["for"]: element.text for element in document.all("label")}
    assert [radio["value"] for radio in radios] == ["1", "2", "3", "4", "5"]
    assert [labels[radio["id"]] for radio in radios] == ["Tosi huono", "Huono", "Ihan ok", "Hyvä", "Loistava"]
    assert [radio["value"] for radio in radios if "checked" in radio] == ([str(chosen)] if chosen else [])


def test_the_form_posts_to_its_own_link_without_the_query() -> None:
    attributes = Document(pages.survey_page(form(score=4), FINNISH)).one("form").attributes
    assert attributes == {"method": "post", "action": "abc.def", "accept-charset": "utf-8"}


def test_the_group_of_faces_is_named_by_the_question() -> None:
    document = Document(pages.survey_page(form(), FINNISH))
    assert (document.one("legend").text, document.one("h1").text) == ("Miten onnistuimme?", "Miten onnistuimme?")


def test_a_missing_choice_is_said_first_in_the_title_and_beside_the_faces() -> None:
    document = Document(pages.survey_page(form(comment="kiitos", missing=True), FINNISH))
    alert = next(element for element in document.elements if element.attributes.get("role") == "alert")
    assert document.one("title").text == "Valitse yksi viidestä hymiöstä. – Palautteesi"
    assert (alert.text, alert.attributes["id"]) == (
        "Valitse yksi viidestä hymiöstä.",
        document.one("fieldset").attributes["aria-describedby"],
    )
    assert document.one("textarea").text == "\nkiitos"


def test_the_answer_comes_back_with_thanks_and_can_be_edited() -> None:
    document = Document(pages.thanks_page(form(score=2, comment="Kesti <kauan>", answered=True), FINNISH))
    assert document.one("h1").text == "Kiitos!"
    assert [part.text for part in document.all("p") if "Vastauksesi:" in part.text or "kauan" in part.text] == [
        "Vastauksesi: Huono",
        "Kesti <kauan>",
    ]
    assert document.one("summary").text == "Muuttuiko mielesi? Muokkaa vastaustasi"
    assert document.one("button").text == "Lähetä muutos"


def test_a_dead_link_tells_nothing_of_any_ticket() -> None:
    document = Document(pages.expired_page("Pyörä & Pojat", FINNISH))
    assert re.findall(r"\d+", document.one("main").text) == []
    assert not document.all("form")


def test_the_headers_allow_the_inline_style_and_nothing_else() -> None:
    style_element = Document(pages.survey_page(form(), FINNISH)).one("style")
    digest = base64.b64encode(hashlib.sha256(style_element.text.encode()).digest()).decode()
    assert pages.headers() == {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{digest}'; {OURS_ONLY}",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "X-Robots-Tag": "noindex, nofollow",
    }


LIGHT, DARK = (dict(re.findall(r"--([\w-]+):(#\w+)", block)) for block in re.findall(r":root\{(.*?)\}", style.CSS, re.DOTALL))


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground", "least"),
    [
        *[("ink", "card", 7.0), ("soft", "card", 4.5), ("soft", "ground", 4.5), ("deep", "card", 4.5), ("on-deep", "deep", 4.5)],
        *[("on-deep", "deeper", 4.5), ("alarm", "alarm-ground", 4.5), ("ink", "pick", 7.0), ("deep", "pick", 3.0)],
        *[(f"f{score}", "card", 3.0) for score in range(1, 6)],
        *[(f"f{score}", "pick", 3.0) for score in range(1, 6)],
    ],
)
def test_contrasts_reach_what_wcag_asks(palette: dict[str, str], ink: str, ground: str, least: float) -> None:
    lighter, darker = sorted((luminance(palette[ink]), luminance(palette[ground])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= least


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
