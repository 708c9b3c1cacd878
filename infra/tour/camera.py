"""Pictures of pages in headless Chromium, as large as the page or as a phone shows it."""

import base64
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from selenium import webdriver

OPTIONS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--disable-background-networking")


class NoCamera(Exception):  # the absence is the whole news
    """Chromium or its driver is missing; the message says how to get them."""


@dataclass(frozen=True, slots=True)
class Screen:
    """Width and height in CSS pixels; a picture is as high as the page, but never lower than the screen nor higher than `most`."""

    width: int
    height: int
    most: int = 2400
    is_phone: bool = False


DESKTOP = Screen(1100, 600)
PHONE = Screen(390, 700, is_phone=True)


class Camera:
    """One browser window."""

    def __init__(self, chrome: webdriver.Chrome) -> None:
        self._chrome = chrome

    def take(self, url: str, picture: Path, screen: Screen = DESKTOP, *, anchor: str = "") -> None:
        """Save the page as PNG; with `anchor` (an element's id) only from there on."""
        size = {"width": screen.width, "height": screen.height, "deviceScaleFactor": 1, "mobile": screen.is_phone}
        self._chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        self._chrome.get(url)
        top, end = self._extent(anchor)
        height = min(max(end - top, screen.height), screen.most)
        clip = {"x": 0, "y": top, "width": screen.width, "height": height, "scale": 1}
        shot = self._chrome.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True, "clip": clip})
        picture.write_bytes(base64.b64decode(shot["data"]))

    def _extent(self, anchor: str) -> tuple[int, int]:
        """From where to where the page goes, in CSS pixels."""
        script = """const at = arguments[0] && document.getElementById(arguments[0]), all = document.documentElement;
            return [at ? Math.floor(at.getBoundingClientRect().top + scrollY) - 8 : 0, Math.ceil(all.getBoundingClientRect().height)]"""
        top, end = self._chrome.execute_script(script, anchor)
        return max(0, int(top)), int(end)


@contextmanager
def camera() -> Iterator[Camera]:
    """A browser for the time of the block; raises NoCamera."""
    driver, chromium = shutil.which("chromedriver"), shutil.which("chromium")
    if not driver or not chromium:
        raise NoCamera("Chromium and its driver are not installed (Debian: apt-get install chromium chromium-driver)")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for argument in OPTIONS:
        options.add_argument(argument)
    with webdriver.Chrome(options, webdriver.ChromeService(driver)) as chrome:
        yield Camera(chrome)
