"""docs/first-screen.md as a frontend developer meets it: its blocks make one page, and an agent works with that page in a browser."""

import os
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver import Chrome
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from chalicelib.people import actions as people
from chalicelib.people.keys import Key
from chalicelib.settings import settings
from tests.browser.test_widget import SEEN, scripted, served, served_desk
from tests.handlers.client import ADMIN_KEY, Client
from tests.world import World

pytestmark = pytest.mark.browser
__all__ = ["scripted"]
GUIDE = Path(__file__).parents[2] / "docs" / "first-screen.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
COMPLAINTS = ("favicon.ico", "412 (")


def page() -> str:
    """The blocks of the guide in their order, each kind in its place."""
    kinds = {kind: "\n".join(body for found, body in BLOCK.findall(GUIDE.read_text()) if found == kind) for kind in ("html", "css", "js")}
    return f"{kinds['html']}<style>\n{kinds['css']}</style>\n<script type=module>\n{kinds['js']}</script>\n</body></html>"


@dataclass
class Screen:
    """The page in a browser and the world behind the desk that it calls."""

    world: World
    api: Client
    browser: Chrome
    desk: str
    lock: threading.Lock

    def find(self, name: str) -> WebElement:
        return self.browser.find_element("id", name)

    def write(self, name: str, text: str) -> None:
        self.find(name).send_keys(text)

    def press(self, selector: str) -> None:
        self.browser.find_element("css selector", selector).click()

    def shows(self, selector: str, words: str) -> bool:
        wait = WebDriverWait(self.browser, 15, 0.1, (StaleElementReferenceException,))
        return wait.until(lambda chrome: any(words in one.text for one in chrome.find_elements("css selector", selector)))

    def settle(self) -> None:
        with self.lock:
            self.world.settle()

    def keep_picture(self, name: str) -> None:
        if SEEN:
            self.browser.save_screenshot(str(Path(SEEN) / f"{name}.png"))


@pytest.fixture
def screen(world: World, scripted: Chrome) -> Iterator[Screen]:
    lock = threading.Lock()

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page().encode())

        def log_request(self, code: object = "-", size: object = "-") -> None:
            """Says nothing."""

    with served(served_desk(world, lock)) as desk, served(Page) as origin:
        os.environ["VUORO_ORIGINS"] = origin
        settings.cache_clear()
        try:
            people.forget()
            people.ensure_key(ADMIN_KEY, Key(), world.now)
            api = Client(world)
            with lock:
                api.of("Liisa")
            scripted.get(origin)
            scripted.get_log("browser")  # type: ignore[no-untyped-call]  # selenium leaves it untyped
            yield Screen(world, api, scripted, desk, lock)
        finally:
            del os.environ["VUORO_ORIGINS"]
            settings.cache_clear()


def complaints(browser: Chrome) -> list[str]:
    told = [entry["message"] for entry in browser.get_log("browser")]  # type: ignore[no-untyped-call]  # as above
    return [message for message in told if not any(known in message for known in COMPLAINTS)]


def test_an_agent_works_with_the_page_of_the_guide(screen: Screen, tmp_path: Path) -> None:
    world = screen.world
    with screen.lock:
        aki = screen.api.of("Aki")
        aki.put(f"/agents/{aki.agent('Aki')}", {"available": False})
        world.mail("Aino Virtanen <aino@asiakas.example>", "Keitin", "Hei, keitin ei lämpene. Mitä teen?")
    screen.settle()
    liisa = screen.api.of("Liisa")
    screen.write("url", f"{screen.desk}/api/v2")
    screen.write("key", liisa.key)
    screen.press("#sign-in button")
    assert screen.shows("#me", "Liisa")
    assert screen.shows("#line button", "#1 Keitin – Aino Virtanen, due")

    with screen.lock:
        aki.put("/tickets/1/presence", {"state": "typing"})
    screen.press("#line button")
    assert screen.shows("#said li", "keitin ei lämpene")
    assert screen.shows("#present", "Aki is typing.")
    assert screen.shows("#about", "Aino Virtanen by email – Open")
    screen.write("words", "Irrota johto hetkeksi.")

    with screen.lock:
        world.mail("Aino Virtanen <aino@asiakas.example>", "Re: Keitin [#1]", "Johto on jo irti!")
    screen.settle()
    screen.press("#answer button")
    assert screen.shows("#trouble", "Somebody wrote meanwhile")
    assert screen.shows("#said li.new", "Johto on jo irti!")
    assert world.mails() == []
    screen.keep_picture("first-screen-overtaken")

    file = tmp_path / "ohje.txt"
    file.write_text("1. Odota.")
    screen.write("file", str(file))
    screen.press("#answer button")
    assert screen.shows("#said li.ours", "Irrota johto hetkeksi.")
    assert screen.shows("#said li.ours a", "ohje.txt")
    screen.settle()
    (sent,) = world.mails()
    assert "Irrota johto hetkeksi." in sent.text
    assert [part.get_payload(decode=True) for part in sent.mail.iter_attachments()] == [b"1. Odota."]

    screen.press("#resolve")
    assert screen.shows("#about", "Resolved")
    screen.keep_picture("first-screen")
    screen.press("#next")
    assert screen.shows("#trouble", "Nothing waits for you.")
    assert complaints(screen.browser) == []


def test_a_wrong_key_is_told_in_words(screen: Screen) -> None:
    screen.write("url", f"{screen.desk}/api/v2")
    screen.write("key", "no-key")
    screen.press("#sign-in button")
    assert screen.shows("#trouble", "You have to be logged in to perform this action.")
