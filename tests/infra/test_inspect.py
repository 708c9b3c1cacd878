"""`inspect mail`: one JSON line for each file, whatever is in it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from infra.inspect import USAGE, Action, decide, main
from tests.channels.email.mails import SAMPLES, read, sample


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_each_file_gives_one_line_in_its_order(capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(path) for path in sorted(SAMPLES.glob("*.eml"))]
    assert main(["mail", *files]) == 0
    assert [line["file"] for line in lines(capsys)] == files


def test_what_cannot_be_opened_is_a_field_and_not_the_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, gone = tmp_path / "good.eml", tmp_path / "gone.eml"
    good.write_bytes(sample("fi_away"))
    assert main(["mail", str(gone), str(tmp_path), str(good)]) == 1
    first, second, third = lines(capsys)
    assert first == {"file": str(gone), "fault": "No such file or directory"}
    assert second == {"file": str(tmp_path), "fault": "Is a directory"}
    assert third["is_auto_reply"] is True


def test_bytes_that_are_no_mail_are_described_all_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    noise = tmp_path / "noise"
    noise.write_bytes(bytes(range(256)) * 20)
    assert main(["mail", str(noise)]) == 0
    assert lines(capsys)[0]["faults"] == ["no_headers", "no_sender"]


@pytest.mark.parametrize("args", [[], ["mail"], ["letter", "x.eml"]])
def test_a_wrong_call_is_told_how_to_ask(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(args) == 2
    assert capsys.readouterr().err == f"{USAGE}\n"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("fi_no_charset", Action("open", "nothing names an earlier ticket")),
        ("sv_newsletter", Action("open", "nothing names an earlier ticket")),
        ("fi_gmail_reply", Action("append to t7 if the token is ours", "the mail carries the reply token t7.abcdefghijklmnop")),
        ("fi_away", Action("open", "nothing names an earlier ticket")),
    ],
)
def test_a_mail_without_history_opens_a_ticket_unless_it_names_one_or_nobody_wrote_it(name: str, expected: Action) -> None:
    assert decide(read(sample(name))) == expected


@pytest.mark.slow
def test_whoever_reads_the_first_line_only_sees_no_trace_of_it() -> None:
    command = [sys.executable, "-m", "infra", "inspect", "mail", *[str(path) for path in sorted(SAMPLES.glob("*.eml"))] * 20]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline().startswith(b'{"file": ')
        running.stdout.close()
        assert running.stderr.read() == b""
