"""docs/configuration.md and desk.yaml say the same: every field that is accepted is explained, and the other way round."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml

from chalicelib.desk.model import Desk
from infra.deskfile import catalogue, read
from infra.deskfile.kinds import Kind, Many, Record, Table
from infra.deskfile.shape import SHAPE, fields

ROOT = Path(__file__).parents[2]
REFERENCE = (ROOT / "docs" / "configuration.md").read_text("utf-8")
EXAMPLE = ROOT / "infra" / "local" / "desk.yaml"
HEADING = re.compile(r"^### (.+)$")
ROW = re.compile(r"^\| `([^`]+)` \| (yes|no) \| .+ \|$")
TEXT_ROW = re.compile(r"^\| `([a-z_0-9]+)` \| ((?:`\{[a-z_]+\}`(?:, )?)+|none) \|$", re.MULTILINE)


def documented() -> Iterator[tuple[str, bool]]:
    """Each field of the reference and whether it says that it is needed."""
    places: list[str] = []
    for line in REFERENCE.splitlines():
        if heading := HEADING.match(line):
            places = re.findall(r"`([^`]+)`", heading[1]) or [""]
        if row := ROW.match(line):
            yield from ((f"{place}.{row[1]}".lstrip("."), row[2] == "yes") for place in places)


def needed(kind: Kind, path: str = "") -> Iterator[str]:
    if isinstance(kind, Record):
        for name, below in kind.shape.items():
            here = f"{path}.{name}".lstrip(".")
            yield from ([here] if name in kind.needed else [])
            yield from needed(below, here)
    elif isinstance(kind, Many):
        yield from needed(kind.item, f"{path}[]")
    elif isinstance(kind, Table):
        yield from needed(kind.item, f"{path}.<{kind.called}>")


def test_every_accepted_field_is_explained_once_and_every_explained_field_is_accepted() -> None:
    assert sorted(name for name, _ in documented()) == sorted(fields())


def test_the_reference_says_which_fields_are_needed() -> None:
    assert {name for name, is_needed in documented() if is_needed} == set(needed(SHAPE))


def test_every_text_is_listed_with_its_placeholders() -> None:
    listed = {key: frozenset(re.findall(r"\{([a-z_]+)\}", names)) for key, names in TEXT_ROW.findall(REFERENCE)}
    assert listed == {key: catalogue.allowed(variants) for key, variants in catalogue.built_in().items()}


def test_the_small_desk_of_the_reference_is_valid_with_its_text() -> None:
    small, text = re.findall(r"^```yaml\n(.*?)^```", REFERENCE, re.MULTILINE | re.DOTALL)
    assert read(small + text, "configuration.md", date(2026, 11, 21)).errors == ()


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2026, 12, 31), date(2031, 6, 1)])
def test_the_example_desk_has_nothing_wrong_in_any_year(today: date) -> None:
    found = read(EXAMPLE.read_text("utf-8"), "desk.yaml", today)
    assert (found.errors, found.warnings) == ((), ())


def test_the_example_shows_every_section_and_writes_to_nobody_real() -> None:
    source = EXAMPLE.read_text("utf-8")
    assert yaml.safe_load(source).keys() == {name for name in fields() if "." not in name}
    assert all(address.endswith(".example") for address in re.findall(r"[\w.]+@([\w.]+)", source))


def test_the_defaults_that_the_reference_names_are_those_of_the_model() -> None:
    desk = Desk(name="K")
    week, month = 7 * 86_400, 30 * 86_400
    assert (desk.close_after, desk.reopen_window, desk.delivery_grace, desk.lease) == (week, month, 600, 600)
    assert (desk.survey.delay, desk.survey.throttle, desk.survey.expiry, desk.survey.sample) == (3600, month, 2 * week, 100)
