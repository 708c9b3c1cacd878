"""Settings are read once, from one place, and importing never fails."""

from collections.abc import Iterator

import pytest

from chalicelib.settings import QUEUES, queue_name, settings


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


def test_without_any_variable_everything_has_a_harmless_default(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION", "VUORO_PUBLIC_URL", *(f"VUORO_{queue.upper()}_QUEUE_URL" for queue in QUEUES)):
        monkeypatch.delenv(name, raising=False)
    found = settings()
    assert (found.stage, found.region, found.tickets_table) == ("local", "eu-north-1", "vuoro-tickets")
    assert found.public_url == "http://127.0.0.1:8600"
    assert (found.queue_url("inbound"), queue_name("inbound")) == ("", "vuoro-inbound")


def test_a_stage_names_its_own_secrets_and_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "STAGE": "prod",
        "PUBLIC_URL": "https://desk.example/",
        "CHECKS_QUEUE_URL": "https://q",
        "CHECKS_QUEUE": "checks-arn",
    }.items():
        monkeypatch.setenv(f"VUORO_{name}", value)
    found = settings()
    assert (found.keys_parameter, found.senders_parameter) == ("/vuoro/prod/keys", "/vuoro/prod/senders")
    assert (found.public_url, found.queue_url("checks"), queue_name("checks")) == ("https://desk.example", "https://q", "checks-arn")


def test_settings_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    before = settings()
    monkeypatch.setenv("VUORO_STAGE", "other")
    assert settings() is before


@pytest.mark.parametrize("name", ["AWS_REGION", "AWS_DEFAULT_REGION"])
def test_the_region_is_the_one_lambda_runs_in(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.delenv("AWS_REGION", raising=False)
    monkeypatch.setenv(name, "eu-west-1")
    assert settings().region == "eu-west-1"
