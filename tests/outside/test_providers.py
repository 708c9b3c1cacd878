"""Credentials and addresses of providers, and the keys they publish."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from chalicelib.channels.message import Handle, Outbound, Sending
from chalicelib.channels.registry import channel, variants
from chalicelib.errors import Unavailable
from chalicelib.outside import keysets, providers
from chalicelib.settings import settings
from infra.local.ports import ports_from
from infra.local.web import Answer, Asked, LoopbackServer, as_json
from tests.outside.conftest import Configure

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)


class Provider:
    """Answers everything on loopback; `seen` are the paths."""

    def __init__(self) -> None:
        self.port = ports_from(0).whatsapp
        self.url, self.seen, self.status = f"http://127.0.0.1:{self.port}", list[str](), 200
        self.server = LoopbackServer(self.port, self.answer)

    def answer(self, asked: Asked) -> Answer:
        self.seen.append(asked.path)
        if asked.path.endswith("/token"):
            return as_json({"access_token": f"token {len(self.seen)}", "expires_in": 3600}, self.status)
        return as_json({"keys": [len(self.seen)], "id": "1"}, self.status)


@pytest.fixture
def provider(configure: Configure) -> Iterator[Provider]:
    made = Provider()
    made.server.start()
    configure(STAGE="local", PROVIDERS_URL=made.url, SENDERS_PARAMETER="/tests/senders")
    providers.forget_logins()
    keysets.forget()
    yield made
    made.server.stop()
    providers.forget_logins()
    keysets.forget()


def know(**senders: Any) -> None:
    boto3.client("ssm").put_parameter(Name="/tests/senders", Value=json.dumps(senders), Type="SecureString", Overwrite=True)


def test_a_provider_is_called_where_the_settings_say_with_its_own_entry(provider: Provider) -> None:
    know(viber={"access_token": "t"}, line={"access_token": "other"})
    assert providers.sending(channel("viber"), NOW) == Sending(f"{provider.url}/viber", {"access_token": "t"})


def test_the_entry_may_name_the_address(configure: Configure) -> None:
    configure(SENDERS_PARAMETER="/tests/senders")
    know(standard_webhooks={"access_token": "t", "url": "https://shop.example/desk/"})
    assert providers.sending(channel("standard_webhooks"), NOW).url == "https://shop.example/desk"


def test_without_an_entry_nothing_is_sent_and_it_is_said_why(provider: Provider) -> None:
    know(line={"access_token": "t"})
    with pytest.raises(Unavailable, match="no entry for viber"):
        providers.sending(channel("viber"), NOW)


def test_a_passing_credential_is_fetched_once_while_it_holds(provider: Provider) -> None:
    know(teams={"app_id": "a", "app_password": "p"})
    tokens = [providers.sending(channel("teams"), NOW + timedelta(minutes=at)).secrets["access_token"] for at in (0, 54, 56)]
    assert tokens == ["token 1", "token 1", "token 2"]


def test_a_refused_credential_is_fetched_anew(provider: Provider) -> None:
    know(teams={"app_id": "a", "app_password": "p"})
    given = providers.sending(channel("teams"), NOW)
    provider.status = 401
    outbound = Outbound("teams", "smba.trafficmanager.net/emea|a:1", Handle("teams", "29:1"), "7-4", "Hei")
    with pytest.raises(Unavailable):
        providers.send(channel("teams"), channel("teams").compose(outbound, given), given)
    provider.status = 200
    assert providers.sending(channel("teams"), NOW).secrets["access_token"] == "token 3"


# -- key sets --


def test_a_key_set_is_read_once_a_day_and_anew_after_a_failed_proof(provider: Provider) -> None:
    url = f"{provider.url}/keys"
    assert keysets.published(url, NOW) == keysets.published(url, NOW + timedelta(hours=23)) == '{"keys": [1], "id": "1"}'
    assert json.loads(keysets.published(url, NOW + timedelta(hours=25)))["keys"] == [2]
    assert keysets.renew(url, NOW + timedelta(hours=25, minutes=4)) is False
    assert keysets.renew(url, NOW + timedelta(hours=25, minutes=5)) is True
    assert json.loads(keysets.published(url, NOW + timedelta(hours=25, minutes=5)))["keys"] == [3]


def test_a_key_set_that_is_not_to_be_had_makes_the_caller_come_again(provider: Provider) -> None:
    provider.status = 404
    with pytest.raises(Unavailable, match="answered 404"):
        keysets.published(f"{provider.url}/keys", NOW)
    with pytest.raises(Unavailable, match="key set"):
        keysets.published("http://evil.example/keys", NOW)


def test_while_it_is_not_to_be_had_the_last_one_holds_for_some_days(provider: Provider) -> None:
    url = f"{provider.url}/keys"
    known = keysets.published(url, NOW)
    provider.status = 503
    assert keysets.published(url, NOW + timedelta(days=4)) == known
    with pytest.raises(Unavailable, match="answered 503"):
        keysets.published(url, NOW + timedelta(days=6))


# -- secrets in rotation --


@pytest.mark.parametrize(
    ("held", "tried"),
    [
        ({}, [{}]),
        ({"a": "1"}, [{"a": "1"}]),
        ({"a": "1", "a_previous": "0"}, [{"a": "1"}, {"a": "0"}]),
        ({"a": "1", "b": "2", "a_previous": ["0", "", "00"]}, [{"a": "1", "b": "2"}, {"a": "0", "b": "2"}, {"a": "00", "b": "2"}]),
        ({"jwks": {"keys": []}}, [{"jwks": '{"keys": []}'}]),
    ],
)
def test_secrets_before_are_tried_after_those_that_hold(held: dict[str, Any], tried: list[dict[str, str]]) -> None:
    assert list(variants(held)) == tried


def test_a_channels_own_address_stands_before_the_one_for_all(configure: Configure) -> None:
    configure(PROVIDERS_URL="http://127.0.0.1:9/", WHATSAPP_URL="http://127.0.0.1:8/v23.0/", PUBLIC_URL="https://x.example")
    found = settings()
    assert found.channel_url("whatsapp", "https://graph") == "http://127.0.0.1:8/v23.0"
    assert found.channel_url("viber", "https://viber") == "http://127.0.0.1:9/viber"
    assert dict(found.channel_urls).keys() == {"whatsapp"}
