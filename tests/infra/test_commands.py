"""The dispatcher knows its commands and imports only the one it was asked for."""

import pytest

from infra.__main__ import COMMANDS, main


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["help"]])
def test_help_lists_every_command(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()[2:]] == list(COMMANDS)


@pytest.mark.parametrize("arguments", [[], ["destroy"]])
def test_an_unknown_command_is_refused_with_the_list(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert "redrive" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["package", "deploy", "redrive"])
def test_a_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leaving:
        main([name, "--help"])
    assert leaving.value.code == 0
    assert f"infra {name}" in capsys.readouterr().out
