"""The command that makes, lists and ends API keys."""

from datetime import UTC, datetime

import pytest

from chalicelib import clock
from chalicelib.desk.model import Desk
from chalicelib.people import actions as people
from infra.keys import main

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _at_eight(desk: Desk) -> object:
    people.forget()
    with clock.running(lambda: NOW):
        yield


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(arguments)
    captured = capsys.readouterr()
    return code, (captured.out + captured.err).strip()


def test_a_key_is_shown_once_and_works(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    code, key = said(capsys, "create", "--agent", "liisa@talo.example", "--role", "light", "--days", "7", "--name", "wall screen")
    who = people.principal(key, desk, NOW)
    assert (code, who.name, who.role) == (0, "Liisa", "light")
    prefix = next(iter(people.list_keys()))[0]
    assert said(capsys, "list") == (0, f"{prefix}  2026-12-01  liisa@talo.example  light  until 2026-12-08 08:00 UTC  wall screen")


def test_the_administrator_has_a_key_too(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    _, key = said(capsys, "create", "--admin", "--right", "read", "--right", "note")
    assert people.principal(key, desk, NOW).rights == {"read", "note", "costs", "heads"}


def test_a_key_is_revoked(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "create", "--admin")
    prefix = next(iter(people.list_keys()))[0]
    assert said(capsys, "revoke", prefix) == (0, "revoked")
    assert said(capsys, "list") == (0, "")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("create", "--agent", "nobody@talo.example"), "desk.yaml has no agent nobody@talo.example"),
        (("revoke", "abc"), "0 keys begin with 'abc'"),
    ],
)
def test_what_cannot_be_done_is_said(arguments: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, *arguments) == (1, says)
