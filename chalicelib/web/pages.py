"""The page behind a confirmation link: GET shows one button, POST confirms; it says nothing of the form."""

from html import escape

from chalicelib.desk.model import Desk
from chalicelib.surveys.style import CSS

TITLE, BUTTON, ASKED, THANKS, GONE = "title", "button", "asked", "thanks", "gone"
WORDS: dict[str, dict[str, str]] = {
    "fi": {
        TITLE: "Vahvista sähköpostiosoitteesi",
        ASKED: "Verkkolomakkeella lähetettiin viesti, jossa osoitteeksi annettiin tämä osoite. Jos viesti on sinun, vahvista se.",
        BUTTON: "Vahvista ja lähetä viesti",
        THANKS: "Kiitos, viesti on nyt meillä. Vastaamme sähköpostiisi.",
        GONE: "Linkki ei toimi. Se on vanhentunut, tai osa siitä puuttuu.",
    },
    "sv": {
        TITLE: "Bekräfta din e-postadress",
        ASKED: "Ett meddelande skickades med webbformuläret och den här adressen uppgavs. Om meddelandet är ditt, bekräfta det.",
        BUTTON: "Bekräfta och skicka meddelandet",
        THANKS: "Tack, vi har nu fått ditt meddelande. Vi svarar med e-post.",
        GONE: "Länken fungerar inte. Den är för gammal, eller så saknas en del av den.",
    },
    "en": {
        TITLE: "Confirm your mail address",
        ASKED: "A message was sent by the web form, and this address was given with it. If the message is yours, confirm it.",
        BUTTON: "Confirm and send the message",
        THANKS: "Thank you, we have your message now. We will answer by mail.",
        GONE: "The link does not work. It is too old, or a part of it is missing.",
    },
}


def asking(token: str, language: str, desk: Desk) -> str:
    words = _words(language, desk)
    form = f'<form method="post" action="{escape(token)}"><button type="submit">{escape(words[BUTTON])}</button></form>'
    return _page(language, desk, f"<p>{escape(words[ASKED])}</p>{form}")


def confirmed(language: str, desk: Desk) -> str:
    return _page(language, desk, f'<p role="status">{escape(_words(language, desk)[THANKS])}</p>')


def gone(language: str, desk: Desk) -> str:
    """For a link that has expired or was never ours; it does not tell which."""
    return _page(language, desk, f"<p>{escape(_words(language, desk)[GONE])}</p>")


def _words(language: str, desk: Desk) -> dict[str, str]:
    found = (WORDS.get(one) for one in (language.partition("-")[0], desk.language, "en"))
    return next(words for words in found if words)


def _page(language: str, desk: Desk, body: str) -> str:
    title = escape(_words(language, desk)[TITLE])
    return (
        f'<!doctype html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="robots" content="noindex, nofollow">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n'
        f"<title>{title}</title>\n<style>{CSS}</style>\n</head>\n<body>\n<main>"
        f'<p class="from"><strong>{escape(desk.name)}</strong></p><h1>{title}</h1>{body}</main>\n</body>\n</html>\n'
    )
