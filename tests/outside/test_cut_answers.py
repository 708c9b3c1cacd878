"""Answers that break off on the way: never taken for an empty answer, and a mail whose answer broke off is never called unsent."""

import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from chalicelib.errors import Unavailable, Uncertain
from chalicelib.outside import aws, mail, queues
from chalicelib.storage import rows
from chalicelib.storage.rows import Part, query, read_many
from chalicelib.storage.seen import SeenRow
from tests.outside.conftest import Configure

WHOLE = b'{"Responses": {}, "Items": [], "MessageId": "m", "Attributes": {}, "Parameter": {"Value": "{}"}}'
HEAD = f"HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: {len(WHOLE)}\r\n\r\n".encode()


class Breaking:
    """Serves one answer on loopback, of which only the first `kept` bytes of the body leave."""

    def __init__(self) -> None:
        self.kept = len(WHOLE)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            with connection:
                connection.recv(65536)
                connection.sendall(HEAD + WHOLE[: self.kept])

    def stop(self) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()


@pytest.fixture
def breaking(configure: Configure, monkeypatch: pytest.MonkeyPatch) -> Iterator[Breaking]:
    server = Breaking()
    monkeypatch.setenv("AWS_ENDPOINT_URL", server.url)
    # Patched, because a process has one connection for life.
    monkeypatch.setattr(rows, "_connections", {})
    monkeypatch.setattr(SeenRow, "_connection", None)
    aws.forget()
    yield server
    aws.forget()
    server.stop()


ASKED: dict[str, Callable[[], object]] = {
    "GetItem": lambda: SeenRow.find("D#1"),
    "BatchGetItem": lambda: read_many([(SeenRow, "D#1", None)]),
    "Query": lambda: query(SeenRow, Part("D#1")),
    "PutItem": lambda: SeenRow("D#1", ticket=1).put(),
    "SendMessage": lambda: queues.send("routing", "a"),
}


def test_whole_answers_are_taken(breaking: Breaking) -> None:
    for ask in ASKED.values():
        ask()


@pytest.mark.parametrize("kept", [0, 1, len(WHOLE) - 1])
@pytest.mark.parametrize("operation", sorted(ASKED))
def test_a_cut_answer_is_no_answer(breaking: Breaking, operation: str, kept: int) -> None:
    breaking.kept = kept
    with pytest.raises(Unavailable):
        ASKED[operation]()


@pytest.mark.parametrize("kept", [0, 20])
def test_a_mail_whose_answer_is_cut_may_have_been_sent(breaking: Breaking, kept: int) -> None:
    breaking.kept = kept
    with pytest.raises(Uncertain):
        mail.send_raw(b"Subject: x\r\n\r\nx", "help@kauppa.example", ["aino@asiakas.example"])
