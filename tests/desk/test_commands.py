"""python -m infra config, as an operator uses it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from chalicelib import clock
from chalicelib.desk import actions, edits
from chalicelib.desk.reading import agent_id
from chalicelib.errors import BadConfiguration
from infra.config import activate, main
from tests.desk.samples import SMALL

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "desk.yaml"
    path.write_text(SMALL, "utf-8")
    return path


def test_check_says_what_the_desk_has_and_which_version_it_would_be(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(file)]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("desk.yaml is valid: 1 channel, 2 groups, 2 agents, 1 calendar, 1 policy, 2 rules; version ")
    assert said.err == ""


def test_check_says_every_fault_and_fails(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(SMALL.replace("default_group: Shop", "default_group: Shpo").replace("low: 4h", "low: 4"), "utf-8")
    assert main(["check", str(file)]) == 1
    assert capsys.readouterr().err.splitlines() == [
        'desk.yaml:20: policies[0].targets.first_response.low: expected a duration like 30s, 15m, 4h, found "4"',
        'desk.yaml:25: routing.default_group: there is no group "Shpo" (did you mean "Shop"?)',
    ]


def test_a_warning_is_said_and_the_file_is_still_valid(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(SMALL.replace("- {name: Office}", "- {name: Office}\n  - {name: Yard}"), "utf-8")
    assert main(["check", str(file)]) == 0
    assert "warning: groups[2]: no agent of Yard takes tickets" in capsys.readouterr().err


@pytest.mark.parametrize("content", [None, b"desk: \xff"])
def test_a_file_that_cannot_be_read_is_said_so(file: Path, content: bytes | None, capsys: pytest.CaptureFixture[str]) -> None:
    file.unlink() if content is None else file.write_bytes(content)
    assert main(["activate", str(file)]) == 1
    assert "desk.yaml: cannot be read: " in capsys.readouterr().err


@pytest.mark.usefixtures("tables")
def test_activate_show_and_history_tell_one_story(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with clock.running(lambda: NOON):
        assert main(["activate", str(file), "--by", "elli"]) == 0
        version = capsys.readouterr().out.split()[1]
        assert main(["activate", str(file)]) == main(["show"]) == main(["show", version]) == main(["history"]) == 0
    said = capsys.readouterr().out
    again = f"version {version} holds already, since 2026-11-21 12:00:00 UTC\n0 open tickets are being checked against it\n"
    assert f"{again}# version {version}\nname: Kukka Oy\n" in said
    assert said.endswith(f"   1  2026-11-21 12:00:00 UTC  {version}  by elli\n")


@pytest.mark.usefixtures("desk_table")
def test_a_program_activates_a_file_as_the_command_does(file: Path) -> None:
    assert activate(file, NOON, "a fresh desk") == actions.current(NOON)
    file.write_text("desk: {}", "utf-8")
    with pytest.raises(BadConfiguration, match=r"desk\.yaml:1: desk: needs the field name"):
        activate(file, NOON, "a fresh desk")


@pytest.mark.usefixtures("desk_table")
def test_show_of_an_empty_desk_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show"]) == 1
    assert "python -m infra config activate desk.yaml" in capsys.readouterr().err


# -- beside changes through the API --


@pytest.fixture
def standing(file: Path, tables: None, capsys: pytest.CaptureFixture[str]) -> Path:
    """The file holds, and the API changed two things since."""
    with clock.running(lambda: NOON):
        assert main(["activate", str(file), "--by", "elli"]) == 0
    actions.change(edits.add_group({"name": "Yard"}), NOON, "agent:7")
    actions.change(edits.change_agent(agent_id("otso@kukka.example"), {"cap": 3}), NOON, "agent:7")
    capsys.readouterr()
    return file


WARNINGS = [
    "warning: takes back what was changed through the API: groups Yard: it is new",
    "warning: takes back what was changed through the API: agents Otso: cap: 3 is new",
]


def test_a_plan_says_what_a_file_would_change_and_what_of_the_api_it_would_take_back(
    standing: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    standing.write_text(SMALL.replace("name: Kukka Oy", "name: Kukka Ab"), "utf-8")
    assert main(["plan", str(standing)]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines() == ["name: Kukka Oy became Kukka Ab", "groups Yard: it is gone", "agents Otso: cap: 3 is gone"]
    assert said.err.splitlines() == WARNINGS
    assert len(actions.history()) == 3


def test_a_plan_without_a_difference_says_so(file: Path, tables: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", str(file)]) == 0
    assert capsys.readouterr().out == "nothing holds yet\n"
    activate(file, NOON, "elli")
    assert main(["plan", str(file)]) == 0
    assert capsys.readouterr().out == "nothing would change\n"


def test_a_file_over_changes_of_the_api_warns_and_names_them(standing: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with clock.running(lambda: NOON):
        assert main(["activate", str(standing), "--by", "elli"]) == 0
        assert capsys.readouterr().err.splitlines() == WARNINGS
        assert main(["activate", str(standing), "--by", "elli"]) == 0
    assert capsys.readouterr().err == ""


def test_what_the_file_has_too_is_not_warned_of(standing: Path, capsys: pytest.CaptureFixture[str]) -> None:
    standing.write_text(SMALL.replace("groups: [Shop]}", "groups: [Shop], cap: 3}"), "utf-8")
    with clock.running(lambda: NOON):
        assert main(["activate", str(standing), "--by", "elli"]) == 0
    assert WARNINGS[:1] == [line for line in capsys.readouterr().err.splitlines() if "takes back" in line]


def test_rollback_makes_the_version_before_hold_again(standing: Path, capsys: pytest.CaptureFixture[str]) -> None:
    versions = [row.version for row in actions.history()]
    with clock.running(lambda: NOON):
        assert main(["rollback", "--by", "elli"]) == 0
        assert actions.current(NOON).version == versions[1]
        assert main(["rollback", versions[2], "--by", "elli"]) == 0
        assert main(["rollback", "0123456789abcdef"]) == 1
    assert (actions.current(NOON).version, actions.api_changes()) == (versions[2], None)
    capsys.readouterr()
    assert main(["history"]) == 0
    assert [line.partition("by ")[2] for line in capsys.readouterr().out.splitlines()] == [
        "elli", "elli", "agent:7 through the API", "agent:7 through the API", "elli",
    ]  # fmt: skip


@pytest.mark.usefixtures("tables")
def test_there_is_nothing_to_go_back_to_at_first(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rollback"]) == 1
    activate(file, NOON, "elli")
    assert main(["rollback"]) == 1
    assert capsys.readouterr().err == "Nothing held before\n" * 2
