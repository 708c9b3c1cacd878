"""The language of short and ordinary texts."""

import pytest

from chalicelib.channels.email.language import Guess, detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Hei, ostin teiltä pesukoneen, mutta se ei toimi. Voitteko auttaa?", "fi"),
        ("Kiitos, klo 10 sopii hyvin.", "fi"),
        ("Pesukone ei käynnisty", "fi"),
        ("Hej, jag har köpt en tvättmaskin av er men den fungerar inte.", "sv"),
        ("Tack så mycket!", "sv"),
        ("Hello, I bought a washing machine but it does not work.", "en"),
        ("Guten Tag, meine Bestellung ist leider noch nicht angekommen.", "de"),
        ("Tere! Kus minu tellimus on? Palun vastake.", "et"),
        ("Hej, jeg har ikke fået min ordre endnu. Hvornår bliver den leveret? Tak", "da"),
        ("Hei, jeg har ikke fått bestillingen min ennå. Når kommer den? Takk", "no"),
        ("Bonjour, je n'ai pas encore reçu ma commande. Merci", "fr"),
        ("Hola, todavía no he recibido mi pedido. Gracias", "es"),
        ("12345 :-)", ""),
        ("", ""),
    ],
)
def test_a_text_tells_its_language(text: str, language: str) -> None:
    assert detect(text).language == language


def test_a_tie_has_no_confidence() -> None:
    assert detect("no") == Guess("en", 0.0)


@pytest.mark.parametrize(
    "text",
    [
        "Hej, har ni öppet på fredag kväll och kan jag hämta min cykel då?",
        "Hej, jag har en fråga om min beställning. När kommer den?",
        "Hjälmen är för liten. Kan jag byta den mot en större?",
    ],
)
def test_a_language_that_the_desk_does_not_serve_takes_nothing_from_the_confidence(text: str) -> None:
    alone, among = detect(text), detect(text, ("fi", "sv", "en"))
    assert (alone.language, among.language) == ("sv", "sv")
    assert alone.confidence < 0.6 <= among.confidence
