"""Mail that somebody passed on: its words stay as they were, and no mail makes reading it long."""

import time

import pytest

from chalicelib.channels.email import forwards

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
