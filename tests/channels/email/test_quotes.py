"""What a person wrote now: the ways in which mail programs head the rest, and the promise to lose no word of hers."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels.email import html
from chalicelib.channels.email.quotes import Reply, strip, strip_html

QUOTED = "\n> Sopiiko klo 10?\n> Terv. tuki\n"


@pytest.mark.parametrize(
    "heading",
    [
        "ke 2. jouluk. 2026 klo 8.30 Tuki (tuki@liike.example) kirjoitti:",
        "ke 2. jouluk. 2026 klo 8.30 Liikkeen asiakaspalvelu ja huolto\n(tuki@liike.example) kirjoitti:",
        "Tuki <tuki@liike.example> kirjoitti 2.12.2026 kello 8.30:",
        "Tuki kirjoitti 2.12.2026 klo 8.30:",
        "2.12.2026 8.30, Tuki kirjoitti:",
        "Den ons 2 dec. 2026 kl 08:30 skrev Tuki <tuki@liike.example>:",
        "2 dec. 2026 kl. 08:30 skrev Tuki <tuki@liike.example>:",
        "On Wed, Dec 2, 2026 at 8:30 AM Tuki <tuki@liike.example> wrote:",
        "On 2 Dec 2026, at 08:30, Tuki <\ntuki@liike.example> wrote:",
        "Am Mi., 2. Dez. 2026 um 08:30 Uhr schrieb Tuki <tuki@liike.example>:",
        "Le mer. 2 déc. 2026 à 08:30, Tuki <tuki@liike.example> a écrit :",
        "El mié, 2 dic 2026 a las 8:30, Tuki (<tuki@liike.example>) escribió:",
        "Kuupäev K, 2. detsember 2026 kell 08:30 kirjutas Tuki <tuki@liike.example>:",
        "ons. 2. des. 2026 kl. 08:30 skrev Tuki <tuki@liike.example>:",
        "02.12.2026, 08:30, Tuki <tuki@liike.example>:",
    ],
)
def test_an_attribution_is_known_with_and_without_quote_marks(heading: str) -> None:
    expected = Reply("Kiitos, sopii.", "attribution line")
    assert strip(f"Kiitos, sopii.\n\n{heading}\n{QUOTED}") == expected
    assert strip(f"Kiitos, sopii.\n\n{heading}\n\nSopiiko klo 10?\n") == expected


@pytest.mark.parametrize(
    ("labels", "separator"),
    [
        ("Lähettäjä Lähetetty Vastaanottaja Aihe", ""),
        ("Lähettäjä Päivämäärä Vastaanottaja Aihe", "________________________________\n"),
        ("Från Skickat Till Ämne", ""),
        ("From Sent To Subject", "-----Original Message-----\n"),
        ("*From* *Sent* *To* *Subject*", ""),
        ("Von Gesendet An Betreff", "-----Ursprüngliche Nachricht-----\n"),
        ("Saatja Saadetud Saaja Teema", "-----Algne kiri-----\n"),
        ("Fra Sendt Til Emne", ""),
        ("De Envoyé À Objet", ""),
        ("De Enviado Para Asunto", "-----Mensaje original-----\n"),
    ],
)
def test_a_header_block_ends_the_reply(labels: str, separator: str) -> None:
    sender, date, to, subject = labels.split()
    block = f"{sender}: Tuki <tuki@liike.example>\n{date}: 2.12.2026 8.30\n{to}: Liisa\n{subject}: Tarjous"
    assert strip(f"Sopii.\n\n{separator}{block}\n\nOhessa tarjous.").text == "Sopii."


@pytest.mark.parametrize(
    "line", ["-----Alkuperäinen viesti-----", "-----Ursprungligt meddelande-----", "*-------- Original Message --------*"]
)
def test_a_separator_line_ends_the_reply(line: str) -> None:
    assert strip(f"Sopii.\n\n{line}\nmuuta") == Reply("Sopii.", "separator line")


def test_our_own_marker_ends_the_reply() -> None:
    text = "Sopii.\n\n--- Kirjoita vastauksesi tämän rivin yläpuolelle [t7.abcdefghijklmnop] ---\n\nHei!"
    assert strip(text) == Reply("Sopii.", "reply marker")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Tuki kirjoitti 2.12.2026 klo 8.30:\n> Sopiiko?\n\nSopii.\n\n> Osoite?\nPuistokatu 1.", "Sopii.\n\nPuistokatu 1."),
        ("> Sopiiko klo 10?\n\nSopii.", "> Sopiiko klo 10?\n\nSopii."),
        ("> vain lainaus", "> vain lainaus"),
        ("Sopii.\n> Sopiiko klo 10?", "Sopii."),
        ("Sopii. On Wed, Dec 2, 2026 at 8:30 AM, tuki@liike.example wrote:\n> Hei", "Sopii."),
        ("Sopii.\n-- \nLiisa Korhonen\nOstaja", "Sopii."),
        ("Sopii.\n\nLähetetty iPhonesta", "Sopii."),
        ("Sopii.\n\nSkickat från min Samsung Galaxy", "Sopii."),
        ("Sopii.\n\nGet Outlook for iOS<https://aka.ms/x>", "Sopii."),
        ("Rikki.\nLähetetty Nokia puhelin takaisin huoltoon", "Rikki.\nLähetetty Nokia puhelin takaisin huoltoon"),
        ("Sent from my desk, is much easier than my phone.", "Sent from my desk, is much easier than my phone."),
        ("Matka:\nFrom: Helsinki\nTo: Turku\nDate: 12.5.", "Matka:\nFrom: Helsinki\nTo: Turku\nDate: 12.5."),
        ("Naapuri kirjoitti:\nmitä sitten", "Naapuri kirjoitti:\nmitä sitten"),
        ("", ""),
    ],
)
def test_the_words_of_the_writer_stay(text: str, kept: str) -> None:
    assert strip(text).text == kept


@pytest.mark.parametrize(
    "mark", ["---------- Forwarded message ---------", "---------- Edelleenlähetetty viesti ---------", "Begin forwarded message:"]
)
def test_what_somebody_passes_on_is_her_message(mark: str) -> None:
    text = f"Tämä on teille.\n\n{mark}\nFrom: a@b.fi\nSent: eilen\nSubject: x\n\nOnko takuuta?"
    assert strip(text) == Reply(text)


def test_a_mail_that_begins_with_history_is_kept_whole() -> None:
    text = "From: a@b.fi\nSent: eilen\nSubject: x\n\nOnko takuuta?\n-----Original Message-----\nvanha"
    assert strip(text) == Reply(text)


@pytest.mark.parametrize(
    "quote",
    [
        '<div class="gmail_attr">ke kirjoitti:</div><blockquote class="gmail_quote" style="x">vanha</blockquote>',
        '<div class="moz-cite-prefix">Tuki kirjoitti:</div><blockquote type="cite" cite="mid:1">vanha</blockquote>',
        '<div id="divRplyFwdMsg"><b>Lähettäjä:</b> Tuki</div><div>vanha</div>',
        '<div id="x_divRplyFwdMsg"></div><p>vanha</p>',
        '<hr id="stopSpelling"><p>vanha</p>',
        '<div class="yahoo_quoted"><p>vanha</p></div>',
    ],
)
def test_quotes_that_the_mail_program_marks_are_left_out(quote: str) -> None:
    marked = html.marked_text(f"<div>Sopii &amp; kiitos.</div>{quote}")
    assert strip_html(marked).text == "Sopii & kiitos."
    assert "vanha" in html.without_marks(marked)


def test_an_answer_inside_a_quoted_page_is_kept() -> None:
    question = '<blockquote type="cite">Sopiiko?</blockquote>'
    page = f"{question}<p>Sopii.</p>{question}<p>Puistokatu 1</p>"
    assert strip_html(html.marked_text(page)).text == "Sopii.\n\nPuistokatu 1"


def test_a_page_of_nothing_but_quotes_is_kept_whole() -> None:
    assert strip_html(html.marked_text('<blockquote type="cite">vanha</blockquote>')).text == "vanha"


@given(st.text(alphabet="> \n-_:@<.Onwrote12kirjoitti", max_size=200))
def test_something_is_always_left_of_words(text: str) -> None:
    assert any(letter.isalnum() for letter in strip(text).text) == any(letter.isalnum() for letter in text)


HOSTILE = ["> \n", "On 1.1.2026 at 10:00, Alice ", " ", "From: a\nSent: b\nTo: c\n", "\u200d", "a wrote 1.1.2026\n", "-\n", "<a@b.fi>\n"]


@pytest.mark.parametrize("piece", HOSTILE)
def test_stripping_takes_time_in_proportion(piece: str) -> None:
    started = time.process_time()
    strip(piece * (300_000 // len(piece)))
    assert time.process_time() - started < 1.0


@pytest.mark.parametrize(
    "piece", ["<p id=appendonsend>.</p>", "<blockquote type=cite>.</blockquote>", "<div class=OutlookMessageHeader />"]
)
def test_stripping_a_page_takes_time_in_proportion(piece: str) -> None:
    started = time.process_time()
    strip_html(html.marked_text(piece * (300_000 // len(piece))))
    assert time.process_time() - started < 3.0
