"""A shop's page that carries the desk's panel, so that chat and form can be tried without a shop."""

from html import escape

from infra.local.pages import page
from infra.local.web import Answer, Asked

LANGUAGES = {"fi": "Suomi", "sv": "Svenska", "en": "English"}
WORDS = {
    "fi": (
        "Kauppa Oy",
        "Kahvinkeitin K1",
        "Ajastin, pannu ja viisi vuotta takuuta.",
        "Teekannu T2",
        "Viisi lämpötilaa, hiljainen.",
        "Kysy meiltä",
    ),
    "sv": ("Kauppa Oy", "Kaffebryggare K1", "Timer, kanna och fem års garanti.", "Tekanna T2", "Fem temperaturer, tyst.", "Fråga oss"),
    "en": (
        "Kauppa Oy",
        "Coffee maker K1",
        "A timer, a pot and five years of guarantee.",
        "Kettle T2",
        "Five temperatures, quiet.",
        "Ask us",
    ),
}
REPLY = 'curl -u ADMIN-KEY:X -H "Content-Type: application/json" -d \'{{"body": "Hei!"}}\' {api}/api/v2/tickets/NUMBER/reply'


class Shop:
    """Serves /shop; `api_url` is the desk that the panel talks to."""

    def __init__(self, api_url: str) -> None:
        self._api = api_url

    def answer(self, rest: str, asked: Asked) -> Answer:
        """The panel is let in from the origin that desk.yaml names, which is never `localhost`."""
        host = asked.headers.get("host", "")
        if rest:
            return page("There is no such page", "", 404)
        if host.startswith("localhost"):
            return Answer(302, headers={"Location": f"http://127.0.0.1{host.removeprefix('localhost')}/shop"})
        language = asked.query.get("language", "fi")
        return page(*self._shop(language if language in WORDS else "en", host), language=language if language in WORDS else "en")

    def _shop(self, language: str, host: str) -> tuple[str, str]:
        name, coffee, about_coffee, tea, about_tea, ask = WORDS[language]
        goods = "".join(
            f"<li><div><b>{escape(what)}</b><br>{escape(about)}</div></li>" for what, about in ((coffee, about_coffee), (tea, about_tea))
        )
        others = "".join(f'<a href="/shop?language={code}" lang="{code}">{said}</a>' for code, said in LANGUAGES.items())
        return name, f"<nav>{others}</nav><ul>{goods}</ul><h2>{escape(ask)}</h2>{self._help(host)}{self._panel(language)}"

    def _help(self, host: str) -> str:
        reply = escape(REPLY.format(api=self._api))
        return (
            '<ol lang="en"><li>Open the button in the corner and write, or send the form with a mail address.</li>'
            '<li>A chat is a <a href="/tickets">ticket</a> at once. A form waits until its address is confirmed by the link in '
            '<a href="/">the mail to it</a>.</li>'
            f"<li>Answer with the key that the terminal showed; the panel has it within seconds:<pre>{reply}</pre></li></ol>"
            f'<p lang="en"><small>If the panel stays away, desk.yaml lacks <code>{{channel: web, address: "http://{escape(host)}"}}</code>.'
            "</small></p>"
        )

    def _panel(self, language: str) -> str:
        api = escape(self._api)
        return f'<script src="{api}/widget.js" data-desk="{api}" data-language="{language}" async></script>'
