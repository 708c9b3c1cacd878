"""Secrets are read once, renewed when a proof fails, and never repeated in an error."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.errors import BadConfiguration, Unavailable
from chalicelib.outside import aws, secrets
from tests.outside.conftest import Configure
from tests.outside.faults import provoked

NOW = datetime(2026, 12, 1, 13, 50, tzinfo=UTC)
KEYS = {"token": {"current": "k1"}, "hooks": {"whatsapp": {"app_secret": "s", "verify_token": "v"}}}


@pytest.fixture(autouse=True)
def _parameters(configure: Configure) -> None:
    configure(KEYS_PARAMETER="/vuoro/test/keys", SENDERS_PARAMETER="/vuoro/test/senders")
    store("keys", json.dumps(KEYS))
    store("senders", json.dumps({"whatsapp": {"access_token": "t"}}))


def store(name: str, value: str) -> None:
    aws.client("ssm").put_parameter(Name=f"/vuoro/test/{name}", Value=value, Type="SecureString", Overwrite=True)


def test_both_parameters_are_read_decrypted() -> None:
    assert (secrets.keys(), secrets.senders()) == (KEYS, {"whatsapp": {"access_token": "t"}})


def test_a_parameter_is_read_once() -> None:
    with provoked("ssm", "GetParameter") as calls:
        assert [secrets.keys() for _ in range(5)] == [KEYS] * 5
    assert len(calls) == 1


def test_rotated_keys_are_seen_after_a_failed_proof_at_most_once_a_minute() -> None:
    secrets.keys()
    store("keys", json.dumps({"token": {"current": "k2", "previous": "k1"}}))
    assert secrets.keys() == KEYS
    assert secrets.renew(NOW)
    assert secrets.keys() == {"token": {"current": "k2", "previous": "k1"}}
    assert [secrets.renew(NOW + timedelta(seconds=after)) for after in (1, 59)] == [False, False]
    assert secrets.renew(NOW + timedelta(minutes=1))


@pytest.mark.parametrize("value", ["{canary", "[1]", '"canary"'])
def test_a_parameter_of_another_shape_is_named_without_its_content(value: str) -> None:
    store("keys", value)
    with pytest.raises(BadConfiguration, match="/vuoro/test/keys") as raised:
        secrets.keys()
    assert "canary" not in str(raised.value)
    assert raised.value.__cause__ is None


def test_a_missing_parameter_is_bad_configuration(configure: Configure) -> None:
    configure(KEYS_PARAMETER="/vuoro/nowhere")
    with pytest.raises(BadConfiguration, match="/vuoro/nowhere: ParameterNotFound"):
        secrets.keys()


def test_a_fault_is_not_remembered() -> None:
    gone = (500, json.dumps({"__type": "InternalServerError"}))
    with provoked("ssm", "GetParameter", gone, gone, gone, gone), pytest.raises(Unavailable):
        secrets.keys()
    assert secrets.keys() == KEYS
