"""A headless Chromium without JavaScript, and a loopback server that answers with the real survey pages."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from selenium import webdriver

from chalicelib.desk.model import Desk
from chalicelib.errors import InvalidInput
from chalicelib.surveys import links, pages, scores, texts

QUIET = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
QUIETER = ("--disable-component-update", "--disable-sync", "--hide-scrollbars")
DESK = Desk(name="Pyörä & Pojat", language="fi")
KEYS = {"current": "a key for tests"}
NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
TOKEN = links.token(links.Claims(1042, 1, 1, "fi", NOW + timedelta(days=14)), KEYS)


@dataclass
class Doorstep:
    """One survey behind a loopback address: `history` is what was recorded."""

    url: str
    history: scores.History = field(default_factory=scores.History)

    def link(self, score: int | None = None) -> str:
        return links.link(self.url, TOKEN, score)

    def answer(self, method: str, path: str, body: bytes) -> tuple[int, str]:
        claims = links.read(urlsplit(path).path.removeprefix("/survey/"), NOW, KEYS)
        if claims is None:
            return 404, pages.expired_page(DESK.name, texts.preferred("", DESK))
        if method == "GET":
            return 200, pages.survey_page(self.form(preselected=path), texts.voice(claims.language, DESK))
        return self.record(scores.read_form(body), texts.voice(claims.language, DESK))

    def record(self, form: dict[str, str], voice: texts.Voice) -> tuple[int, str]:
        try:
            choice = scores.parse(form)
        except InvalidInput:
            return 400, pages.survey_page(pages.Form(TOKEN, 1042, DESK.name, missing=True), voice)
        at = NOW + timedelta(seconds=len(self.history.answers))
        self.history = self.history.add(scores.Answer(at, choice.score, choice.comment))
        return 200, pages.thanks_page(self.form(), voice)

    def form(self, preselected: str = "") -> pages.Form:
        given = self.history.current
        chosen = scores.preselected(parse_qs(urlsplit(preselected).query).get("score", [""])[0])
        if given is None:
            return pages.Form(TOKEN, 1042, DESK.name, chosen)
        return pages.Form(TOKEN, 1042, DESK.name, chosen or given.score, given.comment, answered=True)


@pytest.fixture
def doorstep() -> Iterator[Doorstep]:
    doorstep = Doorstep("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send(*doorstep.answer("GET", self.path, b""))

        def do_POST(self) -> None:
            self.send(*doorstep.answer("POST", self.path, self.rfile.read(int(self.headers["Content-Length"]))))

        def send(self, status: int, html: str) -> None:
            self.send_response(status)
            for name, value in pages.headers().items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(html.encode())

        def log_request(self, code: object = "-", size: object = "-") -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        doorstep.url = f"http://127.0.0.1:{server.server_port}"
        yield doorstep
        server.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[webdriver.Chrome]:
    driver, chromium = shutil.which("chromedriver"), shutil.which("chromium")
    if not driver or not chromium:
        pytest.skip(
            "Chromium and its driver are not installed (Debian: apt-get install chromium chromium-driver): the survey page WAS NOT SEEN"
        )
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for argument in (*QUIET, *QUIETER):
        options.add_argument(argument)
    options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    with webdriver.Chrome(options, webdriver.ChromeService(driver)) as chrome:
        yield chrome
