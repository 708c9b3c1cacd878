"""The inspection of a webhook body says whose it is and what it holds, and never more than it knows."""

import json
from pathlib import Path
from typing import Any

import pytest

from infra import inspect
from tests.channels.signing import NOW, SECRET, SIGNERS, Signer
from tests.channels.test_registry import EXPECTED, sampled

SAMPLES = Path(__file__).parents[1] / "samples"


def told(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> list[dict[str, Any]]:
    assert inspect.main(["webhook", *arguments]) == code
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def options(name: str, file: str) -> list[str]:
    """The call of a sample as its provider signs it."""
    call = SIGNERS[name].signed(sampled(name, file))
    headers = [part for pair in call.headers.items() for part in ("--header", ": ".join(pair))]
    secrets = [part for pair in SIGNERS[name].secrets.items() for part in ("--secret", "=".join(pair))]
    return [*headers, *secrets, "--url", call.url, "--at", str(int(NOW.timestamp()))]


@pytest.mark.parametrize(("name", "file"), EXPECTED, ids="/".join)
def test_every_sample_is_told_as_it_is_read(name: str, file: str, capsys: pytest.CaptureFixture[str]) -> None:
    (line,) = told(capsys, name, *options(name, file), str(SAMPLES / name / file))
    expected = EXPECTED[name, file]
    assert (line["provider"], line["verdict"]) == (name, "genuine")
    assert [one["external_id"] for one in line["messages"]] == expected["messages"]
    assert [[one["provider_id"], one["status"]] for one in line["statuses"]] == expected["statuses"]
    assert (len(line["ignored"]), len(line["faults"])) == (expected["ignored"], expected["faults"])


def test_a_text_is_told_whole(capsys: pytest.CaptureFixture[str]) -> None:
    (line,) = told(capsys, "messenger", str(SAMPLES / "messenger" / "text.json"))
    assert line["messages"] == [
        {
            "channel": "messenger", "external_id": "m_AINO1", "sender": {"kind": "messenger", "value": "200300000000031", "name": ""},
            "aliases": [], "account": "100300000000003", "text": "Hei! Tilaus 3001 ei ole tullut – missä se on?", "subject": "",
            "references": ["m_OURS1"], "attachments": [], "automatic": "", "because": "", "sent_at": "2026-12-01T16:00:00.123000+00:00",
            "language": "", "faults": [],
        }
    ]  # fmt: skip


def test_without_a_secret_nothing_is_proven(capsys: pytest.CaptureFixture[str]) -> None:
    (line,) = told(capsys, "whatsapp", str(SAMPLES / "whatsapp" / "text.json"))
    assert (line["verdict"], len(line["messages"])) == ("not proven", 1)


@pytest.mark.parametrize("secret", ["app_secret=another", "app_secret="])
def test_another_secret_makes_it_forged_and_an_empty_one_proves_nothing(capsys: pytest.CaptureFixture[str], secret: str) -> None:
    path = str(SAMPLES / "whatsapp" / "text.json")
    (line,) = told(capsys, "whatsapp", "--header", "X-Hub-Signature-256: sha256=00", "--secret", secret, path)
    assert line["verdict"] == ("not proven" if secret.endswith("=") else "forged")


def test_a_secret_may_come_from_the_environment(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VUORO_SECRET_APP_SECRET", SECRET)
    signed: Signer = SIGNERS["whatsapp"]
    signature = signed.signed(sampled("whatsapp", "text.json")).headers["x-hub-signature-256"]
    (line,) = told(capsys, "whatsapp", "--header", f"X-Hub-Signature-256: {signature}", str(SAMPLES / "whatsapp" / "text.json"))
    assert line["verdict"] == "genuine"


def test_what_cannot_be_read_is_a_fault_of_its_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    bad, good = tmp_path / "bad.json", SAMPLES / "line" / "text.json"
    bad.write_bytes(b"{")
    broken, missing, read = told(capsys, "line", str(bad), str(tmp_path / "none.json"), str(good), code=1)
    assert broken["fault"].startswith("body: not JSON")
    assert missing["fault"] == "No such file or directory"
    assert "fault" not in read


@pytest.mark.parametrize(
    "arguments", [[], ["whatsapp"], ["pigeon", "x"], ["whatsapp", "--header", "nonsense", "x"], ["whatsapp", "--at", "soon", "x"]]
)
def test_a_wrong_call_is_told_how_to_call(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert inspect.main(["webhook", *arguments]) == 2
    assert capsys.readouterr().err
