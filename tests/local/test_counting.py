"""A relay passes every byte on, both ways, and counts what was asked."""

import http.client
from collections.abc import Iterator

import pytest

from infra.local.counting import Relay, counted
from infra.local.ports import ports_from
from infra.local.web import Answer, Asked, LoopbackServer

TARGET = {"X-Amz-Target": "DynamoDB_20120810.GetItem"}
LARGE = bytes(range(256)) * 8_000


@pytest.fixture(scope="module")
def relay() -> Iterator[Relay]:
    port = ports_from(0).aws
    server = LoopbackServer(port, lambda asked: Answer(200, _echo(asked)))
    server.start()
    made = Relay(port)
    made.start()
    yield made
    made.stop()
    server.stop()


def _echo(asked: Asked) -> bytes:
    return asked.body


def test_requests_on_one_connection_are_passed_on_and_counted(relay: Relay) -> None:
    relay.begin_anew()
    connection = http.client.HTTPConnection("127.0.0.1", relay.ports[0], timeout=10)
    for body in (b"{}", LARGE, b"last"):
        connection.request("POST", "/", body, TARGET)
        assert connection.getresponse().read() == body
    connection.close()
    assert counted(relay.url) == {"dynamodb:GetItem": 3}


def test_counting_begins_anew(relay: Relay) -> None:
    relay.begin_anew()
    assert counted(relay.url) == {}


def test_a_relay_with_nobody_behind_it_closes_the_door() -> None:
    lonely = Relay(ports_from(0).aws)
    lonely.start()
    connection = http.client.HTTPConnection("127.0.0.1", lonely.ports[0], timeout=10)
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        _asked(connection)
    connection.close()
    lonely.stop()


def _asked(connection: http.client.HTTPConnection) -> http.client.HTTPResponse:
    """The door may be closed before all was said, or before an answer."""
    connection.request("POST", "/", b"{}", TARGET)
    return connection.getresponse()
