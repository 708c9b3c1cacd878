"""Mail that somebody passed on: its words stay as they were, and no mail makes reading it long."""

import time

import pytest

from chalicelib.channels.email import forwards
from tests.channels.email.programs import ANSWERS, ORIGINALS
from tests.channels.email.test_programs import BLOCKED

HEADERS = "From: Aino <aino@asiakas.example>\nSubject: Lasku\nDate: 1.12.2026\n\n"
ABOVE = "---------- Forwarded message ---------\n"


@pytest.mark.parametrize(
    ("text", "body"),
    [
        (f"{ABOVE}{HEADERS}Asetukset -> Laskut", "Asetukset -> Laskut"),
        (f"{ABOVE}{HEADERS}> lainaus\nvastaus", "> lainaus\nvastaus"),
        ("> " + f"{ABOVE}{HEADERS}Asetukset -> Laskut".replace("\n", "\n> "), "Asetukset -> Laskut"),
        ("Aino <aino@asiakas.example> kirjoitti 1.12.2026:\n\nAsetukset -> Laskut", "Asetukset -> Laskut"),
        ("1.12.2026 Aino <aino@asiakas.example> kirjoitti:\n> Asetukset -> Laskut\nif a > b", "Asetukset -> Laskut\nif a > b"),
    ],
)
def test_only_the_marks_of_a_quote_go(text: str, body: str) -> None:
    found = forwards.read(text, "Fwd: Lasku")
    assert found is not None
    assert (found.sender.identity, found.text) == ("aino@asiakas.example", body)


@pytest.mark.parametrize(
    "text",
    [
        " " * 300_000 + "x\n",
        "From: x,\n[" + "a@" * 150_000 + "\nSubject: a\nDate: b\n\ntext",
        "To: x,\n" + "a@b, " * 60_000 + "\nSubject: a\nDate: b\n\ntext",
        "From: " * 50_000,
    ],
)
def test_reading_takes_time_in_proportion(text: str) -> None:
    started = time.process_time()
    forwards.read(text, "Fwd: a")
    assert time.process_time() - started < 1.0


# By language: the word of the subject, and what programs put above the headers.
PASSED_ON = {
    "en": ("FW", "Begin forwarded message:"),
    "fi": ("VL", "Viesti välitetty:"),
    "sv": ("VB", "Vidarebefordrat brev:"),
    "de": ("WG", "Anfang der weitergeleiteten Nachricht:"),
    "et": ("Edasi", "-------- Edastatud kiri --------"),
    "da": ("VS", "Start på videresendt besked:"),
    "no": ("VS", "-------- Videresendt melding --------"),
    "fr": ("TR", "Début du message réexpédié :"),
    "es": ("RV", "-------- Mensaje reenviado --------"),
}
LANGUAGES = {answer: language for language, answer in ANSWERS.items()}


@pytest.mark.parametrize(("answer", "block"), BLOCKED)
def test_who_wrote_first_is_read_in_every_language(answer: str, block: str) -> None:
    word, mark = PASSED_ON[LANGUAGES[answer]]
    marks = ("", mark, "---------- Forwarded message ---------", f"-------- {ORIGINALS[LANGUAGES[answer]][0]} --------")
    for subject in (f"{word}: Lamppu", "Fwd: Lamppu"):
        for above in marks:
            found = forwards.read(f"Hoitakaa.\n\n{above}\n{block}\n\nLamppu on rikki.\n", subject)
            assert found is not None
            assert (found.sender.identity, found.subject, found.text) == ("tuki@liike.example", "VS: Tarjous", "Lamppu on rikki.")
