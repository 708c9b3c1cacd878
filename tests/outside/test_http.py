"""One call, one honest outcome: answered, surely not sent, or perhaps sent."""

import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from chalicelib.channels.message import HttpCall
from chalicelib.errors import ProviderRefused, Unavailable, Uncertain
from chalicelib.outside import http
from tests.outside.conftest import Configure

LOCAL = ("127.0.0.1", "localhost")


@dataclass
class Stub:
    """A provider on loopback: `answers` by path, `seen` requests."""

    port: int = 0
    seen: list[tuple[str, str, bytes]] = field(default_factory=list)

    def call(self, path: str, host: str = "127.0.0.1", scheme: str = "http") -> HttpCall:
        return HttpCall("POST", f"{scheme}://{host}:{self.port}{path}", {"Authorization": "Bearer t"}, b"body")


def head(status: int, length: int, more: str = "") -> bytes:
    return f"HTTP/1.1 {status} x\r\nContent-Length: {length}\r\n{more}\r\n".encode()


ANSWERS: dict[str, list[bytes]] = {
    "/ok": [head(200, 2) + b"ok"],
    "/refused": [head(400, 3) + b"why"],
    "/moved": [head(302, 0, "Location: /ok\r\n")],
    "/largest": [head(200, 65536) + b"x" * 65536],
    "/huge": [head(200, 65537) + b"x" * 65537],
    "/endless": [b"HTTP/1.1 200 x\r\n\r\n" + b"x" * 70000],
    "/cut": [head(200, 100) + b"ten bytes."],
    "/cut-chunks": [b"HTTP/1.1 200 x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n9\r\nsec"],
    "/dropped": [b""],
    "/nonsense": [b"garbage\r\n\r\n"],
    "/busy-once": [head(503, 0), head(200, 2) + b"ok"],
    "/dropped-once": [b"", head(200, 2) + b"ok"],
    "/busy": [head(429, 4) + b"slow"],
}


@pytest.fixture
def stub(configure: Configure) -> Iterator[Stub]:
    configure(STAGE="local")
    with serving(Stub()) as made:
        yield made


class Provider(ThreadingHTTPServer):
    """Serves a stub on a port of its own."""

    def __init__(self, stub: Stub) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.stub, self.stopped = stub, threading.Event()
        stub.port = self.server_port

    def handle_error(self, *_: Any) -> None:
        """A caller that hangs up is what we test."""


class Answering(BaseHTTPRequestHandler):
    server: Provider

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.stub.seen.append((self.path, self.headers["Host"], body))
        if self.path == "/drip":
            self._drip()
        else:
            tries = [path for path, *_ in self.server.stub.seen].count(self.path)
            self.wfile.write(ANSWERS[self.path][min(tries, len(ANSWERS[self.path])) - 1])

    def _drip(self) -> None:
        self.wfile.write(head(200, 1000))
        while not self.server.stopped.wait(0.05):
            self.wfile.write(b".")

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@contextmanager
def serving(stub: Stub, context: ssl.SSLContext | None = None) -> Iterator[Stub]:
    """Run a stub while the block runs, over TLS if a context is given."""
    with Provider(stub) as server:
        if context:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield stub
        server.stopped.set()
        server.shutdown()


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/ok", (200, b"ok")),
        ("/refused", (400, b"why")),
        ("/moved", (302, b"")),
        ("/busy", (429, b"slow")),
        ("/largest", (200, b"x" * 65536)),
    ],
)
def test_an_answer_is_returned_whatever_it_is(stub: Stub, path: str, answer: tuple[int, bytes]) -> None:
    assert http.perform(stub.call(path), LOCAL) == answer
    assert stub.seen == [(path, f"127.0.0.1:{stub.port}", b"body")]


@pytest.mark.parametrize("path", ["/huge", "/endless", "/cut", "/cut-chunks", "/dropped", "/nonsense"])
def test_a_lost_answer_is_uncertain_and_not_repeated(stub: Stub, path: str) -> None:
    with pytest.raises(Uncertain):
        http.perform(stub.call(path), LOCAL)
    assert len(stub.seen) == 1


def test_an_answer_that_drips_is_cut_off(stub: Stub) -> None:
    with pytest.raises(Uncertain):
        http.perform(stub.call("/drip"), LOCAL, seconds=0.3)


@pytest.mark.parametrize("path", ["/busy-once", "/dropped-once"])
def test_a_safe_call_is_repeated(stub: Stub, path: str) -> None:
    assert http.perform(stub.call(path), LOCAL, safe=True) == (200, b"ok")
    assert len(stub.seen) == 2


def test_a_safe_call_returns_its_last_answer_in_the_end(stub: Stub) -> None:
    assert http.perform(stub.call("/busy"), LOCAL, safe=True) == (429, b"slow")
    assert len(stub.seen) == 3


def test_a_call_that_never_left_is_repeated_and_then_unavailable(stub: Stub) -> None:
    looked_up: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(Unavailable) as raised:
        http.perform(HttpCall("POST", f"http://localhost:{port}/", {}, b""), LOCAL, resolve=counting(looked_up, "127.0.0.1"))
    assert (raised.type, looked_up) == (Unavailable, ["localhost"] * 3)


def test_the_next_address_is_tried_when_one_is_not_reached(stub: Stub) -> None:
    assert http.perform(stub.call("/ok", "localhost"), LOCAL, resolve=counting([], "127.0.0.9", "127.0.0.1")) == (200, b"ok")


@pytest.mark.parametrize("found", [["10.0.0.5"], ["93.184.216.34", "127.0.0.1"], ["169.254.169.254"]])
def test_a_name_with_a_private_address_is_not_called(configure: Configure, found: list[str]) -> None:
    configure(STAGE="prod")
    with pytest.raises(ProviderRefused):
        http.perform(HttpCall("POST", "https://api.example.com/", {}, b""), ("api.example.com",), resolve=counting([], *found))


@pytest.mark.parametrize("host", LOCAL)
def test_only_the_local_stage_calls_loopback(stub: Stub, configure: Configure, host: str) -> None:
    configure(STAGE="prod")
    with pytest.raises(ProviderRefused):
        http.perform(stub.call("/ok", host), LOCAL)
    assert stub.seen == []


def test_a_name_without_an_address_is_unavailable() -> None:
    with pytest.raises(Unavailable):
        http.resolved("nowhere.invalid", 443)


@pytest.mark.parametrize(
    ("name", "trusted", "reached"), [("localhost", True, True), ("localhost", False, False), ("other.example", True, False)]
)
def test_tls_needs_a_trusted_certificate_of_this_very_name(
    configure: Configure, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, trusted: bool, reached: bool
) -> None:
    configure(STAGE="local")
    certificate = certified(name, tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate if trusted else tmp_path / "none.pem"))
    http.trust.cache_clear()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with serving(Stub(), context) as stub:
        call = stub.call("/ok", "localhost", "https")
        if reached:
            assert http.perform(call, LOCAL, resolve=counting([], "127.0.0.1")) == (200, b"ok")
        else:
            with pytest.raises(Unavailable, match="not reached"):
                http.perform(call, LOCAL, resolve=counting([], "127.0.0.1"))
        assert len(stub.seen) == reached
    http.trust.cache_clear()


def counting(seen: list[str], *found: str) -> Callable[[str, int], list[str]]:
    def resolve(host: str, port: int) -> list[str]:
        seen.append(host)
        return list(found)

    return resolve


def certified(name: str, folder: Path) -> Path:
    """A key and a self-signed certificate for a DNS name, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(datetime.now(UTC) - timedelta(days=1)).not_valid_after(datetime.now(UTC) + timedelta(days=1))
    names = x509.SubjectAlternativeName([x509.DNSName(name), x509.IPAddress(ipaddress.ip_address("203.0.113.1"))])
    certificate = builder.add_extension(names, critical=False).sign(key, hashes.SHA256())
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file = folder / "certificate.pem"
    file.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return file
