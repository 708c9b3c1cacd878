"""What the common mail programs put around an answer, in nine languages: it goes, and every word of the writer stays."""

import textwrap
from collections.abc import Iterator

import pytest

from chalicelib.channels.email import html
from chalicelib.channels.email.quotes import Kind, strip, strip_html
from tests.channels.email.mails import mail, read
from tests.channels.email.programs import ANSWERS, ATTRIBUTIONS, BLOCKS, ORIGINALS

OLD = "Vanha kysymys: paljonko se painaa?"
QUOTED = f"> {OLD}\n> Terv. tuki"
WIDTHS = (200, 76, 60)


def wrapped(heading: str, width: int) -> str:
    """As a program wraps its own line when it sends plain text."""
    lines = (textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False) for line in heading.split("\n"))
    return "\n".join(lines)


def escaped(text: str) -> str:
    return text.replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br>")


def headings() -> Iterator[tuple[str, str, str]]:
    for program, languages in ATTRIBUTIONS.items():
        for language, found in languages.items():
            yield from ((program, ANSWERS[language], heading) for heading in found)


def blocks() -> Iterator[tuple[str, str]]:
    for language, found in BLOCKS.items():
        for labels in found:
            yield ANSWERS[language], "\n".join(f"{label}: {value(label)}" for label in labels.split("|"))


def value(label: str) -> str:
    name = label.strip().lower()
    if name in ("subject", "aihe", "ämne", "betreff", "teema", "emne", "objet", "sujet", "asunto"):
        return "VS: Tarjous"
    if name in ("from", "lähettäjä", "keneltä", "från", "avsändare", "von", "saatja", "kellelt", "fra", "de", "expéditeur"):
        return "Tuki Oy <tuki@liike.example>"
    people = ("to", "cc", "vastaanottaja", "saaja", "kenelle", "kopio", "till", "kopia", "mottagare", "an", "adressaat", "kellele", "til")
    return "Liisa Virtanen" if name in (*people, "kopi", "à", "destinataire", "para", "a") else "2. xx 2026 8:30"


HEADINGS, BLOCKED = list(headings()), list(blocks())


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("program", "answer", "heading"), HEADINGS)
def test_an_answer_above_below_and_between_what_it_answers(program: str, answer: str, heading: str, width: int) -> None:
    above = wrapped(heading, width)
    assert strip(f"{answer}\n\n{above}\n\n{QUOTED}\n").text == answer
    assert strip(f"{answer}\n{above}\n{QUOTED}\n").text == answer
    if "\n" not in heading:
        assert strip(f"{above}\n{QUOTED}\n\n{answer}\n").text == answer
        between = strip(f"Hei\n\n{above}\n> {OLD}\n\n{answer}\n\n> Terv. tuki\n\nSelvä.\n").text
        assert between.split() == f"Hei {answer} Selvä.".split()


@pytest.mark.parametrize(("program", "answer", "heading"), [row for row in HEADINGS if row[0] != "others"])
def test_an_answer_above_history_without_quote_marks(program: str, answer: str, heading: str) -> None:
    assert strip(f"{answer}\n\n{heading}\n\n{OLD}\nTerv. tuki\n").text == answer


PAGES = {
    "Gmail": '<div dir="ltr">{answer}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">'
    '{heading}<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex">{old}</blockquote></div>',
    "Apple Mail": '<body>{answer}<br><div><br><blockquote type="cite"><div>{heading}</div><br class="Apple-interchange-newline">'
    "<div>{old}</div></blockquote></div><br></body>",
    "Thunderbird and Roundcube": '<p>{answer}</p><div class="moz-cite-prefix">{heading}<br></div>'
    '<blockquote type="cite" cite="mid:1"><p>{old}</p></blockquote>',
    "Yahoo": '<div class="ydp1yahoo-style-wrap"><div>{answer}</div></div><div id="yahoo_quoted_1" class="ydp2yahoo_quoted"><div>'
    "<div>{heading}</div><div>{old}</div></div></div>",
    "Proton": '<div>{answer}</div><div class="protonmail_quote">{heading}<br><blockquote class="protonmail_quote" type="cite">{old}'
    "</blockquote></div>",
}


@pytest.mark.parametrize(("program", "answer", "heading"), [row for row in HEADINGS if row[0] in PAGES])
def test_an_answer_in_the_page_of_each_program(program: str, answer: str, heading: str) -> None:
    page = PAGES[program].format(answer=answer, heading=escaped(heading), old=OLD)
    assert strip_html(html.marked_text(page)).text == answer


@pytest.mark.parametrize(("answer", "block"), BLOCKED)
def test_a_block_of_headers_in_text_and_page(answer: str, block: str) -> None:
    whole = f"{block}\n\n{OLD}"
    for shown in (whole, textwrap.indent(whole, "> ", lambda line: True), f"________________________________\n{whole}"):
        assert strip(f"{answer}\n\n{shown}\n").text == answer
    labelled = [escaped(line).split(": ", 1) for line in block.split("\n")]
    desktop = "<br>".join(f"<b>{label}:</b> {rest}" for label, rest in labelled)
    rows = "".join(f"<tr><th>{label}:</th><td>{rest}</td></tr>" for label, rest in labelled)
    for page in (f'<div style="border:none;border-top:solid #E1E1E1"><p class=MsoNormal>{desktop}</p></div>', f"<table>{rows}</table>"):
        assert strip_html(html.marked_text(f"<p>{answer}</p>{page}<p>{OLD}</p>")).text == answer


@pytest.mark.parametrize(("language", "words"), [(language, words) for language, found in ORIGINALS.items() for words in found])
def test_a_line_between_dashes(language: str, words: str) -> None:
    for line in (f"-----{words}-----", f"-------- {words} --------", f"> -------- {words} --------"):
        assert strip(f"{ANSWERS[language]}\n\n{line}\n{'> ' * (line[0] == '>')}{OLD}\n").text == ANSWERS[language]


HEADING = "ke 2. jouluk. 2026 klo 8.30 Tuki (tuki@liike.example) kirjoitti:"
BLOCK = "Lähettäjä: Tuki <tuki@liike.example>\nLähetetty: 2.12.2026 8:30\nVastaanottaja: Liisa\nAihe: Tarjous\n\nMikä malli?\nX200"


@pytest.mark.parametrize(
    "said",
    [
        "Tuotteen mitat:\n> 5 kg painaa\n< 3 kg kuori\n\nTerv. Liisa",
        "Paino on\n> 5 kg",
        "Please run this:\n\n> npm install\n> error: cannot find module",
        "Hi,\nplease move my order.\nFrom: the shop in Espoo <shop@espoo.example>\nTo: my home\n\nThanks, Ann",
        'Bonjour,\nLe 3 mars, votre collègue a écrit : "tout est réglé".\nMais ce n\'est pas vrai.',
        "Bonjour,\nLe 3 mars 2026 à 10:30, votre collègue a écrit :\ntout est réglé.\n\nMais ce n'est pas vrai.",
        'Hei\nTeidän Matti kirjoitti 2.12.2026 klo 8.30:\n"Laite on valmis"\n\nMutta se ei ole.',
        'Hello\nOn 2 December 2026 your colleague wrote:\n"It is ready"\nBut it is not ready. When will it be?',
        "Hej\nDen 2 december 2026 skrev er kollega:\nAllt klart.\n\nMen det är inte klart.",
        "Hallo\nam 2. Dezember 2026 schrieb Ihr Kollege:\nAlles fertig.\n\nAber das stimmt nicht.",
        "Tilaus:\nLähettäjä: Liisa Virtanen, Kotikatu 1\nVastaanottaja: Matti, Työkatu 2\nLähetetty: 2.12.\n\nMissä paketti on?",
        "Hukassa.\n\nLähettäjä: Liisa\nLähetetty: 2.12.2026\nVastaanottaja: Matti\nAihe: lamppu\n\nMissä paketti on?",
        "Journey details\nFrom: Helsinki\nTo: Turku\nDate: 3.3.2026\nSubject: refund\n\nI want my money back.",
        "The error is:\n\nFrom: system\nSent: never\nTo: nobody\nSubject: error\n\nCan you help me?",
        "I see this in my mail:\n-----Original Message-----\nand don't know what it is",
        "Hi,\n\n17:30 Ann wrote:\nthis is a chat log\n17:31 Bob wrote:\nfine\n\nPlease check the log above.",
        "Hei!\n\n-- \nPS. unohdin mainita että myös pistoke on rikki.",
        "Laite on rikki\n--\nVielä toinen asia: lasku on väärin.\nVoitteko korjata sen?\nUusi osoite on Puistokatu 1.",
        "Vaihtoehdot:\n\nA\n--\nB\n--\nC\n\nKumpi on parempi?",
        "Hei\n_______________________________________________\nLaite on rikki",
        "Vastaukset alla.\n\n" + BLOCK,
        "My answers are below in red.\n\n" + BLOCK,
        "Svar nedan.\n\n" + BLOCK,
        "Antworten siehe unten\n\n" + BLOCK,
        "Vastused allpool\n\n" + BLOCK,
        "Mine svar nedenfor\n\n" + BLOCK,
        "Mes réponses ci-dessous.\n\n" + BLOCK,
        "Mis respuestas abajo en rojo\n\n" + BLOCK,
    ],
)
def test_the_words_of_an_answer_that_look_like_a_quotation_stay(said: str) -> None:
    assert strip(said).text.split() == said.split()
    page = "".join(f"<div>{escaped(line) or '<br>'}</div>" for line in said.split("\n"))
    assert strip_html(html.marked_text(page)).text.split() == said.split()


@pytest.mark.parametrize(
    ("first", "heading"),
    [
        ("On it!", "On Wed, Dec 2, 2026 at 8:30 AM Tuki <tuki@liike.example> wrote:"),
        ("Le colis est arrivé.", "Le mer. 2 déc. 2026 à 08:30, Tuki <tuki@liike.example> a écrit :"),
        ("Den är här", "Den ons 2 dec. 2026 kl 08:30 skrev Tuki <tuki@liike.example>:"),
        ("Am Dienstag geht es", "Am Mi., 2. Dez. 2026 um 08:30 Uhr schrieb Tuki\n<tuki@liike.example>:"),
        ("El paquete llegó", "El mié, 2 dic 2026 a las 8:30, Tuki (<tuki@liike.example>) escribió:"),
        ("Liisa <liisa@asiakas.example>", HEADING),
        ("Ti sopii 2.12.", HEADING),
    ],
)
def test_a_line_right_above_a_heading_is_the_writers_own(first: str, heading: str) -> None:
    assert strip(f"{first}\n{heading}\n{QUOTED}\n").text == first


def test_an_answer_below_a_quote_whose_heading_the_program_did_not_mark() -> None:
    heading = f"<div>{escaped(HEADING)}</div>"
    page = f'<div>Hei</div>{heading}<blockquote type="cite">{OLD}</blockquote><div>Kaksi kiloa.</div>'
    assert strip_html(html.marked_text(page)).text.split() == ["Hei", "Kaksi", "kiloa."]
    proton = (
        f'<div>Hei</div><div class="protonmail_quote">{escaped(HEADING)}<br><blockquote type="cite">{OLD}</blockquote>Kaksi kiloa.</div>'
    )
    assert strip_html(html.marked_text(proton)).text.split() == ["Hei", "Kaksi", "kiloa."]


FORM = (
    "Uusi yhteydenotto\n\nLähettäjä: liisa@asiakas.example\nAihe: Lamppu\nPäivämäärä: 3.3.2026 8:30\nViesti: Se on rikki.\n\n> 5 kg\nHyvä"
)


@pytest.mark.parametrize(
    ("header", "is_whole"),
    [
        ("Subject: Lamppu", True),
        ("Subject: Re: Lamppu", False),
        ("Subject: [Ulkoinen] VS: Lamppu", False),
        ("Subject: AW[2]: Lampe", False),
        ("Subject: RE : Lampe", False),
        ("In-Reply-To: <1@liike.example>", False),
        ("References: <1@liike.example>", False),
    ],
)
def test_a_mail_that_answers_nothing_repeats_nothing(header: str, is_whole: bool) -> None:
    assert (read(mail(header, "Content-Type: text/plain; charset=utf-8", body=FORM)).text == FORM) is is_whole


def test_a_first_mail_still_ends_above_its_signature() -> None:
    assert strip("Laite on rikki.\n-- \nLiisa Korhonen\nOstaja\n\nLähetetty iPhonesta", Kind.FIRST).text == "Laite on rikki."


PASSED_ON = (
    "Ohoi.\r\n\r\nFra: Bo Berg <bo@kunde.example>\r\nSendt: 2. desember 2026 08:30\r\nTil: Liv\r\nEmne: Lampe\r\n\r\nLampen er ødelagt."
)


@pytest.mark.parametrize(
    ("subject", "text", "is_passed_on"),
    [
        ("VS: Lampe", PASSED_ON, True),
        ("Fwd: Lampe", PASSED_ON, True),
        ("SV: Lampe", PASSED_ON, False),
        ("Re: VS: Lampe", PASSED_ON, False),
        ("VS: Lamppu", PASSED_ON.replace("Fra", "Lähettäjä").replace("Sendt", "Lähetetty"), False),
    ],
)
def test_the_word_by_which_finnish_answers_passes_on_in_danish(subject: str, text: str, is_passed_on: bool) -> None:
    found = read(mail(f"Subject: {subject}", "Content-Type: text/plain; charset=utf-8", body=text)).text
    assert found == (text.replace("\r\n", "\n") if is_passed_on else "Ohoi.")
