"""The reference of the API as a person meets it: everything is there, found by a search, and nothing is asked of anybody else."""

import json
import shutil
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from tests.browser.conftest import QUIET, QUIETER
from tests.openapi.desk import apart

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def desk() -> Iterator[str]:
    with apart() as address:
        yield f"{address}/api/v2"


@pytest.fixture(scope="module")
def reader() -> Iterator[Chrome]:
    driver, chromium = shutil.which("chromedriver"), shutil.which("chromium")
    if not driver or not chromium:
        pytest.skip("Chromium and its driver are not installed (Debian: apt-get install chromium chromium-driver): the page WAS NOT SEEN")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for argument in (*QUIET, *QUIETER):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    with webdriver.Chrome(options, webdriver.ChromeService(driver)) as chrome:
        yield chrome


@pytest.fixture
def page(reader: Any, desk: str) -> Chrome:
    for log in ("browser", "performance"):
        reader.get_log(log)
    reader.get("about:blank")
    reader.get(f"{desk}/reference")
    found: Chrome = reader
    return found


def shown(page: Chrome) -> list[str]:
    script = "return [...document.querySelectorAll('article')].filter(one => !one.hidden).map(one => one.id)"
    found: list[str] = page.execute_script(script)
    return found


def asked(page: Any) -> set[str]:
    events = [json.loads(entry["message"])["message"] for entry in page.get_log("performance")]
    return {event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"}


def test_every_operation_and_every_shape_is_on_the_page(page: Chrome, desk: str) -> None:
    with urllib.request.urlopen(f"{desk}/openapi.json") as answer:
        told: Any = json.load(answer)
    operations = {one["operationId"] for methods in told["paths"].values() for one in methods.values()}
    assert set(shown(page)) == operations | {f"shape-{name}" for name in told["components"]["schemas"]}


def test_the_page_asks_for_nothing_but_itself_and_complains_of_nothing(page: Any, desk: str) -> None:
    assert {url for url in asked(page) if url.startswith("http")} <= {f"{desk}/reference", f"{desk.removesuffix('/api/v2')}/favicon.ico"}
    assert [entry["message"] for entry in page.get_log("browser") if "favicon" not in entry["message"]] == []


def test_a_search_leaves_what_fits(page: Chrome) -> None:
    box = page.find_element(By.ID, "search")
    box.send_keys("reply idempotency")
    found = shown(page)
    assert "replyToTicket" in found
    assert "listTickets" not in found
    assert page.find_element(By.ID, "count").text.startswith(f"{len(found)} of ")
    box.clear()
    box.send_keys("right:costs")
    assert shown(page) == ["viewCost"]


def test_an_example_is_a_call_of_this_very_desk(page: Chrome, desk: str) -> None:
    example = page.find_element(By.CSS_SELECTOR, "#openTicket pre").text
    assert f"'{desk}/tickets'" in example
    assert "right: change" in page.find_element(By.CSS_SELECTOR, "#openTicket .right").text


@pytest.mark.parametrize("width", [360, 800, 1400])
def test_nothing_scrolls_sideways(page: Chrome, width: int) -> None:
    page.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
    )
    assert page.execute_script("return document.documentElement.scrollWidth <= innerWidth") is True


@pytest.mark.parametrize(("scheme", "ground"), [("light", "rgb(253, 252, 249)"), ("dark", "rgb(20, 23, 26)")])
def test_the_page_follows_the_colours_of_the_device(page: Chrome, scheme: str, ground: str) -> None:
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
    assert page.execute_script("return getComputedStyle(document.body).backgroundColor") == ground
