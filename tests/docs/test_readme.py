"""What README and the other pages claim, as far as a test can know it: targets, commands, links, names and numbers."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from chalicelib.tickets.clues import CONFIDENCE
from infra.__main__ import COMMANDS
from infra.alarms import alarms
from infra.queues import QUEUES
from infra.stack import additions
from infra.tour.__main__ import PICTURES
from tests.docs.tables import table

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "chalicelib").rglob("*.md")])
FIRST_SCREEN = "\n".join(README.splitlines()[:32])
TARGETS = dict(re.findall(r"^([a-z-]+):[^#=\n]*## (.+)$", MAKEFILE, re.MULTILINE))

pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


def count(kind: str) -> int:
    return sum(resource["Type"] == f"AWS::{kind}" for resource in additions("prod")["Resources"].values() if "Type" in resource)


def test_the_first_screen_says_what_it_is_how_to_start_it_and_shows_the_flow() -> None:
    definition, *_ = (line for line in README.splitlines()[1:] if line)
    assert "help desk" in definition
    assert ["make run" in FIRST_SCREEN, "make demo" in FIRST_SCREEN, "Python 3.11" in FIRST_SCREEN] == [True] * 3
    assert FIRST_SCREEN.count("▼") >= 2


def test_python_is_the_one_that_the_project_asks_for() -> None:
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert (project["requires-python"], project["license"]) == (">=3.11", {"text": "Apache-2.0"})


@pages
def test_make_targets_named_on_a_page_exist(page: Path) -> None:
    named = set(re.findall(r"`make ([a-z-]+)`|^make ([a-z-]+)", page.read_text("utf-8"), re.MULTILINE))
    assert {first or second for first, second in named} <= set(TARGETS)


@pages
def test_commands_named_on_a_page_exist(page: Path) -> None:
    named = set(re.findall(r"python -m infra ([a-z]+)(?![a-z.])", page.read_text("utf-8")))
    assert named <= set(COMMANDS)
    assert [name for name in named if not (ROOT / f"{COMMANDS[name].module.replace('.', '/')}.py").exists()] == []


@pages
def test_modules_that_a_page_starts_exist(page: Path) -> None:
    named = set(re.findall(r"python -m ((?:infra|bench)[a-z.]*)", page.read_text("utf-8")))
    files = {name: ROOT / name.replace(".", "/") for name in named}
    assert [name for name, path in files.items() if not (path / "__main__.py").exists() and not path.with_suffix(".py").exists()] == []


@pages
def test_links_of_a_page_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text("utf-8"))
    inside = [link for link in links if not link.startswith("https://")]
    assert [link for link in inside if not (page.parent / link).exists()] == []


def test_the_tour_shows_every_picture_that_its_command_takes() -> None:
    shown = re.findall(r"\]\(tour/([^)]+)\)", (ROOT / "docs" / "tour.md").read_text("utf-8"))
    kept = {path.name for path in (ROOT / "docs" / "tour").iterdir()}
    assert (sorted(shown), kept) == (sorted(PICTURES), set(PICTURES))


@pages
def test_files_named_on_a_page_exist(page: Path) -> None:
    named = re.findall(r"`((?:chalicelib|infra|tests|docs|bench)/[\w./-]*\w\.(?:py|md|yaml)|\.ci/run)`", page.read_text("utf-8"))
    assert [name for name in named if not (ROOT / name).exists()] == []


@pages
def test_a_page_names_no_folder_of_a_machine(page: Path) -> None:
    assert re.findall(r"(?<![\w.>/])/(?:home|root|work|Users|opt|mnt|srv)/\S*", page.read_text("utf-8")) == []


def test_every_target_explains_itself_and_is_no_file() -> None:
    rules = set(re.findall(r"^([a-z-]+):(?!=)", MAKEFILE, re.MULTILINE))
    phony = set(re.findall(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)[0].split())
    assert (rules, phony) == (set(TARGETS), set(TARGETS))


def test_the_numbers_of_the_stack_are_those_of_the_template() -> None:
    assert f"{count('DynamoDB::Table')} tables, {len(QUEUES)} queues with dead-letter queues, {count('S3::Bucket')} buckets" in README
    assert f"{count('CloudWatch::Alarm')} alarms, {len(QUEUES)} pollers" in README
    assert f"{('Five', 'Six', 'Seven')[len(CONFIDENCE) - 5]} ways of finding the ticket" in README


def test_every_number_to_beat_says_what_holds_it() -> None:
    rows = {row[""]: row for row in table("../README.md", "")}
    assert len(rows) == 11
    missing = [name for name, row in rows.items() if row["held by"] == "–"]
    assert missing == [name for name, row in rows.items() if row["Vuoro"].startswith("not built yet")]


def test_operators_find_each_alarm_and_each_parameter() -> None:
    declared = [name for name, resource in alarms().items() if resource["Type"] == "AWS::CloudWatch::Alarm"]
    assert sorted(row["alarm"] for row in table("operations.md", "alarm")) == sorted(declared)
    parameters = set(additions("prod")["Parameters"]) - {"Stage"}
    assert {row["parameter"].strip("`") for row in table("operations.md", "parameter")} == parameters


def test_decisions_are_listed_with_their_date_and_have_their_parts() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = {re.findall(r"\(([^)]+)\)", row["no."])[0]: row["date"] for row in table("decisions/README.md", "no.")}
    assert sorted(listed) == sorted(path.name for path in folder.glob("0*.md"))
    for name, date in listed.items():
        words = (folder / name).read_text("utf-8")
        assert words.splitlines()[1] == date
        assert re.findall(r"\*\*(\w+)\.\*\*", words) == ["Context", "Choice", "Alternatives", "Consequences"]


def test_the_licence_is_whole() -> None:
    words = (ROOT / "LICENSE").read_text("utf-8")
    assert ("Apache License" in words, "END OF TERMS AND CONDITIONS" in words, len(words) > 11_000) == (True, True, True)
