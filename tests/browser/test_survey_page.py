"""The survey page as a person meets it: in a browser without JavaScript, by keyboard, on a phone, read aloud, light and dark."""

from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver import ActionChains, Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from tests.browser.conftest import NOW, TOKEN, Doorstep

pytestmark = pytest.mark.browser
FACES = ["Tosi huono", "Huono", "Ihan ok", "Hyvä", "Loistava"]


def press(browser: Chrome, *keys: str) -> None:
    for key in keys:
        ActionChains(browser).send_keys(key).perform()


def tree(browser: Chrome) -> list[tuple[str, str, str]]:
    """Role, name and description of everything that a screen reader meets."""
    nodes = browser.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    return [(value(node, "role"), value(node, "name"), value(node, "description")) for node in nodes if not node["ignored"]]


def value(node: dict[str, Any], key: str) -> str:
    return str(node.get(key, {}).get("value", ""))


def screen(browser: Chrome, width: int, scheme: str = "light") -> None:
    size = {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})


def shows(browser: Chrome, words: str) -> bool:
    """Waits for the page that follows a form: without scripts nobody tells when it has come."""

    def page(chrome: Chrome) -> bool:
        return words in chrome.find_element(By.TAG_NAME, "main").text

    return WebDriverWait(browser, 10, 0.05, (NoSuchElementException, StaleElementReferenceException)).until(page)


def recorded(doorstep: Doorstep) -> list[tuple[int, str]]:
    return [(answer.score, answer.comment) for answer in doorstep.history.edits]


def post(doorstep: Doorstep, path: str, body: str) -> tuple[int, str]:
    address = urlsplit(doorstep.url)
    connection = HTTPConnection(str(address.hostname), address.port, timeout=10)
    connection.request("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})
    response = connection.getresponse()
    return response.status, response.read().decode()


def test_scripts_are_really_off(browser: Chrome) -> None:
    browser.get("data:text/html,<title>off</title><script>document.title='on'</script>")
    assert browser.title == "off"


def test_a_person_answers_and_edits_by_keyboard_alone(browser: Chrome, doorstep: Doorstep) -> None:
    browser.get(doorstep.link())
    press(
        browser, Keys.TAB, Keys.SPACE, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.TAB, "Hyvää työtä", Keys.TAB, Keys.ENTER
    )
    assert shows(browser, "Vastauksesi: Hyvä")
    press(browser, Keys.TAB, Keys.ENTER, Keys.TAB, Keys.ARROW_RIGHT, Keys.TAB, Keys.TAB, Keys.ENTER)
    assert shows(browser, "Vastauksesi: Loistava")
    assert recorded(doorstep) == [(4, "Hyvää työtä"), (5, "Hyvää työtä")]


def test_opening_links_chooses_faces_and_records_nothing(browser: Chrome, doorstep: Doorstep) -> None:
    for score in range(1, 6):
        browser.get(doorstep.link(score))
        assert browser.find_element(By.CSS_SELECTOR, "input:checked").get_dom_attribute("value") == str(score)
    assert recorded(doorstep) == []


def test_one_press_confirms_the_face_of_the_link(browser: Chrome, doorstep: Doorstep) -> None:
    browser.get(doorstep.link(2))
    browser.find_element(By.TAG_NAME, "button").click()
    assert shows(browser, "Vastauksesi: Huono")
    assert recorded(doorstep) == [(2, "")]
    assert urlsplit(browser.current_url).query == ""


def test_the_browser_itself_asks_for_a_choice(browser: Chrome, doorstep: Doorstep) -> None:
    browser.get(doorstep.link())
    browser.find_element(By.TAG_NAME, "button").click()
    assert (browser.title, recorded(doorstep)) == ("Palautteesi", [])


def test_a_screen_reader_hears_question_faces_and_fields(browser: Chrome, doorstep: Doorstep) -> None:
    browser.get(doorstep.link())
    heard = tree(browser)
    assert ("group", "Miten onnistuimme?", "") in heard
    assert [name for role, name, _ in heard if role == "radio"] == FACES
    assert ("textbox", "Haluatko kertoa lisää? (vapaaehtoinen)") in [entry[:2] for entry in heard]
    assert next(entry[2] for entry in heard if entry[0] == "textbox").startswith("Älä kirjoita tähän salasanoja")
    assert ("button", "Lähetä", "") in heard
    assert not [role for role, *_ in heard if role in {"image", "img"}]


@pytest.mark.parametrize("width", [320, 390, 768, 1200])
def test_every_target_is_large_and_nothing_scrolls_sideways(browser: Chrome, doorstep: Doorstep, width: int) -> None:
    screen(browser, width)
    browser.get(doorstep.link())
    targets = browser.find_elements(By.CSS_SELECTOR, ".face input, textarea, button")
    assert len(targets) == 7
    assert min(min(target.rect["width"], target.rect["height"]) for target in targets) >= 44
    assert browser.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]["width"] == width


@pytest.mark.parametrize(("scheme", "ground"), [("light", "rgba(255, 255, 255, 1)"), ("dark", "rgba(24, 39, 48, 1)")])
def test_the_page_follows_the_colours_of_the_device(browser: Chrome, doorstep: Doorstep, scheme: str, ground: str) -> None:
    screen(browser, 390, scheme)
    browser.get(doorstep.link())
    assert browser.find_element(By.TAG_NAME, "main").value_of_css_property("background-color") == ground


def test_the_policy_blocks_nothing_that_the_page_needs(browser: Chrome, doorstep: Doorstep) -> None:
    browser.get_log("browser")  # type: ignore[no-untyped-call]  # selenium leaves it untyped
    browser.get(doorstep.link(5))
    browser.find_element(By.TAG_NAME, "button").click()
    assert shows(browser, "Kiitos!")
    complaints = [entry["message"] for entry in browser.get_log("browser")]  # type: ignore[no-untyped-call]  # the same
    assert [message for message in complaints if "favicon.ico" not in message] == []


def test_a_form_without_a_face_comes_back_with_the_fault(doorstep: Doorstep) -> None:
    status, html = post(doorstep, f"/survey/{TOKEN}", "score=&comment=hei")
    assert (status, 'role="alert"' in html, recorded(doorstep)) == (400, True, [])


def test_a_spoilt_link_is_a_dead_end(doorstep: Doorstep) -> None:
    status, html = post(doorstep, f"/survey/{TOKEN[:-1]}", "score=5")
    assert (status, "Linkki ei toimi" in html, recorded(doorstep)) == (404, True, [])
    assert str(NOW.year) not in html
