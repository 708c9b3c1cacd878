"""The panel on a shop's page as a visitor meets it: real handlers behind a loopback address, the page on another one."""

import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver import ActionChains, Chrome, Keys
from selenium.webdriver.remote.shadowroot import ShadowRoot
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from chalicelib.people import actions as people
from chalicelib.people.keys import Key
from tests.browser.conftest import QUIET, QUIETER
from tests.handlers.client import ADMIN_KEY, Client
from tests.web.page import opened, vouched
from tests.world import World

pytestmark = pytest.mark.browser
AINO = "aino@asiakas.example"
SEEN = os.environ.get("VUORO_SCREENSHOTS", "")


@dataclass
class Shop:
    """A shop's page in a browser, and the desk behind it."""

    world: World
    api: Client
    browser: Chrome
    url: str
    lock: threading.Lock

    def visit(self, query: str = "") -> "Shop":
        self.browser.get(f"{self.url}/{query}")
        WebDriverWait(self.browser, 10).until(lambda chrome: chrome.execute_script("return !!document.querySelector('body > div')"))
        return self

    @property
    def root(self) -> ShadowRoot:
        return self.browser.find_element("css selector", "body > div").shadow_root

    def find(self, selector: str) -> WebElement:
        return self.root.find_element("css selector", selector)

    def open(self) -> "Shop":
        self.find(".open").click()
        return self

    def says(self, text: str) -> "Shop":
        self.find(".log ~ form textarea").send_keys(text, Keys.ENTER)
        return self

    def shows(self, selector: str, words: str) -> bool:
        """Waits for it; the log may be put anew meanwhile."""
        wait = WebDriverWait(self.browser, 15, 0.1, (StaleElementReferenceException,))
        return wait.until(lambda _: any(words in one.text for one in self.all(selector)))

    def all(self, selector: str) -> list[WebElement]:
        return self.root.find_elements("css selector", selector)

    def settle(self) -> None:
        with self.lock:
            self.world.settle()

    def answer(self, ticket: int, text: str) -> None:
        with self.lock:
            assert self.api.post(f"/tickets/{ticket}/reply", {"body": text}).status == 201
            self.world.settle()

    def screen(self, width: int, height: int = 844, scheme: str = "light") -> None:
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})

    def keep_picture(self, name: str) -> None:
        if SEEN:
            self.browser.save_screenshot(str(Path(SEEN) / f"{name}.png"))


@pytest.fixture(scope="module")
def scripted() -> Iterator[Chrome]:
    """A browser with JavaScript; the one of the survey page has none."""
    driver, chromium = shutil.which("chromedriver"), shutil.which("chromium")
    if not driver or not chromium:
        pytest.skip("Chromium and its driver are not installed (Debian: apt-get install chromium chromium-driver): the panel WAS NOT SEEN")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for argument in (*QUIET, *QUIETER):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    with webdriver.Chrome(options, webdriver.ChromeService(driver)) as chrome:
        yield chrome


@pytest.fixture
def shop(world: World, scripted: Chrome) -> Iterator[Shop]:
    lock = threading.Lock()
    with served(served_desk(world, lock)) as desk, served(_page(desk)) as page, opened(world, page, public_url=desk):
        people.forget()
        people.ensure_key(ADMIN_KEY, Key(), world.now)
        scripted.get(page + "/nothing")
        scripted.execute_script("localStorage.clear()")
        scripted.get_log("browser")  # type: ignore[no-untyped-call]  # selenium leaves it untyped
        yield Shop(world, Client(world), scripted, page, lock)


class served:  # noqa: N801  # reads as a word of its with-statement
    """A handler behind a free loopback port."""

    def __init__(self, handler: type[BaseHTTPRequestHandler]) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)

    def __enter__(self) -> str:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_port}"

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def served_desk(world: World, lock: threading.Lock) -> type[BaseHTTPRequestHandler]:
    class Desk(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            with lock:
                told: dict[str, Any] = world.http(self.command, self.path, body=body, headers=headers)
            content = told["body"].encode()
            self.send_response(told["statusCode"])
            for name, value in told["headers"].items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_DELETE = do_OPTIONS = _answer  # noqa: N815  # http.server calls them so

        def log_request(self, code: object = "-", size: object = "-") -> None:
            """Says nothing."""

    return Desk


def _page(desk: str) -> type[BaseHTTPRequestHandler]:
    """A shop that allows scripts of itself and of the desk only, and no styles written into the page."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            user = vouched(AINO)
            known = f' data-user="{user["id"]}" data-hash="{user["hash"]}"' if "known" in self.path else ""
            script = "" if "nothing" in self.path else f'<script src="{desk}/widget.js" data-desk="{desk}"{known} async></script>'
            html = '<!doctype html><html lang="fi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
            html += f"<title>Kauppa</title>{script}</head><body><h1>Sateenvarjoja</h1><p>Niitä on.</p></body></html>"
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", f"default-src 'none'; script-src {desk}; connect-src {desk}")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_request(self, code: object = "-", size: object = "-") -> None:
            """Says nothing."""

    return Page


def test_a_visitor_writes_and_an_agents_answer_appears(shop: Shop) -> None:
    shop.visit().open().says("Hei, missä <b>pakettini</b> on?")
    assert shop.shows(".log p.own", "Hei, missä <b>pakettini</b> on?")
    shop.settle()
    shop.answer(1, "Se on matkalla ja tulee 3 < 4 päivässä.")
    assert shop.shows(".log p.desk", "Se on matkalla ja tulee 3 < 4 päivässä.")
    assert shop.all(".log b") == []
    shop.keep_picture("chat")
    shop.visit().open()
    assert shop.shows(".log p.own", "Hei, missä <b>pakettini</b> on?")
    complaints = [entry["message"] for entry in shop.browser.get_log("browser")]  # type: ignore[no-untyped-call]  # as above
    assert [message for message in complaints if "favicon.ico" not in message] == []


def test_a_new_line_is_added_and_those_before_it_are_not_said_again(shop: Shop) -> None:
    shop.visit().open().says("Missä tilaukseni 10427 on?")
    assert shop.shows(".log p.own", "10427")
    shop.settle()
    shop.browser.execute_script("arguments[0].dataset.before = 1", shop.all(".log p")[-1])
    shop.answer(1, "Täällä: https://posti.example/s/JJFI1?a=1. Tai javascript:alert(1)")
    assert shop.shows(".log p.desk", "posti.example")
    assert [line.get_attribute("data-before") for line in shop.all(".log p")] == [None, "1", None]
    (link,) = shop.all(".log a")
    told = [link.get_attribute(name) for name in ("href", "rel", "target")]
    assert told == ["https://posti.example/s/JJFI1?a=1", "noopener noreferrer", "_blank"]


def test_a_form_leads_to_the_mail_that_asks_for_confirmation(shop: Shop) -> None:
    shop.visit().open()
    shop.all("nav button")[1].click()
    shop.find("input[type=email]").send_keys(AINO)
    shop.find("form.letter textarea").send_keys("Paketti 1234 ei ole tullut.")
    shop.find("form.letter button").click()
    assert shop.shows(".status", "Lähetimme sinulle sähköpostin.")
    shop.keep_picture("form")
    shop.settle()
    mail = shop.world.mails(AINO)[0]
    assert ("1234" in mail.text, shop.api.get("/tickets").body) == (False, [])
    link = next(word for word in mail.text.split() if "/confirm/" in word)
    shop.browser.get(link)
    shop.keep_picture("confirm")
    shop.browser.find_element("css selector", "button").click()
    left_behind = (StaleElementReferenceException,)
    WebDriverWait(shop.browser, 10, 0.1, left_behind).until(lambda chrome: "Kiitos" in chrome.find_element("css selector", "main").text)
    shop.settle()
    assert [row["subject"] for row in shop.api.get("/tickets").body] == ["Paketti 1234 ei ole tullut."]


def test_the_shops_user_is_known(shop: Shop) -> None:
    shop.visit("known").open().says("Hei, olen se sama.")
    assert shop.shows(".log p.own", "Hei, olen se sama.")
    shop.settle()
    requester = shop.api.get("/tickets").body[0]["requester_id"]
    assert shop.api.get(f"/contacts/{requester}").body["email"] == AINO


def test_it_works_by_keyboard_alone_and_escape_closes_it(shop: Shop) -> None:
    shop.visit()
    ActionChains(shop.browser).send_keys(Keys.TAB, Keys.ENTER).perform()
    assert shop.shows("h2", "Asiakaspalvelu")
    ActionChains(shop.browser).send_keys("Näppäimistöllä", Keys.ENTER).perform()
    assert shop.shows(".log p.own", "Näppäimistöllä")
    ActionChains(shop.browser).send_keys(Keys.ESCAPE).perform()
    assert not shop.find(".panel").is_displayed()
    focused = shop.browser.execute_script("return document.querySelector('body > div').shadowRoot.activeElement.className")
    assert (focused, shop.find(".open").get_attribute("aria-expanded")) == ("open", "false")


def test_a_screen_reader_hears_what_each_part_is(shop: Shop) -> None:
    shop.visit().open()
    nodes = shop.browser.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    heard = {(node.get("role", {}).get("value"), node.get("name", {}).get("value", "")) for node in nodes if not node["ignored"]}
    assert heard >= {
        ("dialog", "Asiakaspalvelu"), ("log", "Keskustelu"), ("textbox", "Viestisi"), ("button", "Lähetä"), ("button", "Sulje"),
        ("button", "Ota yhteyttä"),
    }  # fmt: skip
    assert "status" in {role for role, _ in heard}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1200])
def test_it_fits_a_narrow_screen_in_light_and_dark(shop: Shop, width: int, scheme: str) -> None:
    shop.screen(width, 640, scheme)
    shop.visit().open().says("x" * 120)
    assert shop.shows(".log p.own", "xxx")
    panel = shop.find(".panel").rect
    assert panel["x"] >= 0
    assert panel["x"] + panel["width"] <= width
    assert panel["y"] >= 0
    assert min(min(one.rect["width"], one.rect["height"]) for one in shop.all("button, textarea") if one.is_displayed()) >= 44
    assert shop.browser.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]["width"] == width
    ground = shop.find(".panel").value_of_css_property("background-color")
    assert ground == ("rgba(255, 255, 255, 1)" if scheme == "light" else "rgba(24, 39, 48, 1)")
    shop.keep_picture(f"{scheme}-{width}")


def test_too_much_is_told_and_nothing_is_lost_from_the_field(shop: Shop) -> None:
    shop.visit().open().says("Ensimmäinen")
    assert shop.shows(".log p.own", "Ensimmäinen")
    for number in range(29):
        shop.says(f"Viesti {number}")
        assert shop.shows(".log p.own", f"Viesti {number}")
    shop.says("Yksi liikaa")
    assert shop.shows(".status", "Liian monta viestiä.")
    assert shop.find(".log ~ form textarea").get_property("value") == "Yksi liikaa"
