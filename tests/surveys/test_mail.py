"""The message that asks: five links and a plain one, in the customer's language, with no word that a stranger wrote."""

import re

import pytest

from chalicelib.desk.model import Desk
from chalicelib.surveys import mail, texts
from chalicelib.surveys.mail import Invitation
from tests.surveys.reading import Document

DESK = Desk(name="Pyörä & Pojat", language="fi")
INVITATION = Invitation(1042, DESK.name, "https://desk.example/api/", "abc.def", 14 * 86_400)
PAGE = "https://desk.example/api/survey/abc.def"
LINKS = [*[f"{PAGE}?score={score}" for score in range(1, 6)], PAGE]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_both_bodies_have_the_same_six_links(language: str) -> None:
    written = mail.survey_mail(INVITATION, texts.voice(language, DESK))
    document = Document(written.html)
    assert [link.attributes["href"] for link in document.all("a")] == LINKS
    assert re.findall(r"https://\S+", written.text) == LINKS
    assert (document.unclosed, document.one("html").attributes["lang"]) == ([], language)


@pytest.mark.parametrize(
    ("language", "subject"),
    [("fi", "Miten onnistuimme? (yhteydenotto 1042)"), ("sv", "Hur lyckades vi? (ärende 1042)"), ("en", "How did we do? (ticket 1042)")],
)
def test_the_subject_names_the_ticket(language: str, subject: str) -> None:
    assert mail.survey_mail(INVITATION, texts.voice(language, DESK)).subject == subject


def test_the_text_body_reads_as_a_letter() -> None:
    assert mail.survey_mail(INVITATION, texts.voice("en", DESK)).text == (
        "Hello,\n\n"
        "Your ticket 1042 at Pyörä & Pojat has been marked as solved. We would like to hear how it went.\n"
        "How did we do?\n\n"
        "Choose a face. A page opens where you can add a comment; your answer is sent from there.\n"
        f"Very bad: {PAGE}?score=1\nBad: {PAGE}?score=2\nOkay: {PAGE}?score=3\nGood: {PAGE}?score=4\nGreat: {PAGE}?score=5\n\n"
        f"Or open the page without choosing yet:\n{PAGE}\n\n"
        "The link works for 14 days, and you can change your answer during that time. "
        "If the matter is not solved, was not yours, or you want to talk to a person, just reply to this message.\n\n"
        "Thank you!\nPyörä & Pojat\n"
    )


def test_a_link_of_hours_makes_no_promise_of_days() -> None:
    short = Invitation(1042, DESK.name, "https://desk.example", "abc.def", 3_600)
    assert "days" not in mail.survey_mail(short, texts.voice("en", DESK)).text


def test_a_hostile_name_can_neither_add_headers_nor_tags_nor_placeholders() -> None:
    desk = Desk(name="{link}", texts=(("survey_mail_subject", (("en", "Hi\r\nBcc: x@y.example {desk}"),)),))
    written = mail.survey_mail(Invitation(7, "<b>{link}</b>", "https://desk.example", "a.b", 86_400), texts.voice("en", desk))
    assert written.subject == "Hi Bcc: x@y.example <b>{link}</b>"
    assert not Document(written.html).all("b")


def test_a_chat_gets_one_line_with_one_link() -> None:
    assert mail.chat_text(INVITATION, texts.voice("fi", DESK)) == (
        f"Pyörä & Pojat: yhteydenottosi 1042 on merkitty hoidetuksi. Miten onnistuimme? Voit vastata täällä: {PAGE} "
        "Jos se ei ollut sinun tai haluat asioida ihmisen kanssa, vastaa vain tähän viestiin."
    )
