"""TLS in front of the local desk, and a way to it for clients that only know names of the service they were made for.

Most clients speak nothing but TLS. Each gets the certificate by its usual environment variable. The few that check that their
address is a name below freshdesk.com get to the desk as behind a company's proxy: by HTTPS_PROXY.
"""

import ipaddress
import socket
import ssl
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
FOREIGN = "desk.freshdesk.com"


def certificate(folder: Path) -> Path:
    """A file with key and certificate for this machine, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names = [x509.DNSName("localhost"), x509.DNSName(FOREIGN), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    places = x509.SubjectAlternativeName(names)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(BEGIN)
        .not_valid_after(BEGIN + timedelta(days=36_500))
        .add_extension(places, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = folder / "localhost.pem"
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


class Door:
    """Takes connections on a free port of this machine, each in a thread of its own."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._take, daemon=True).start()

    def close(self) -> None:
        self._listening.close()

    def serve(self, plain: socket.socket) -> None:
        raise NotImplementedError

    def _take(self) -> None:
        while True:
            try:
                plain, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(plain,), daemon=True).start()

    def _serve(self, plain: socket.socket) -> None:
        with suppress(OSError):
            self.serve(plain)


class TlsDoor(Door):
    """Passes on what comes encrypted."""

    def __init__(self, pem: Path, port: int) -> None:
        self._context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self._context.load_cert_chain(pem)
        self._behind = port
        super().__init__()

    def serve(self, plain: socket.socket) -> None:
        _join(self._context.wrap_socket(plain, server_side=True), self._behind)


class Proxy(Door):
    """Leads every `CONNECT`, whatever name it is to, to the one port."""

    def __init__(self, port: int) -> None:
        self._behind = port
        super().__init__()

    def serve(self, plain: socket.socket) -> None:
        asked = b""
        while not asked.endswith(b"\r\n\r\n"):
            if not (read := plain.recv(1)):
                return
            asked += read
        plain.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        _join(plain, self._behind)


def _join(front: socket.socket, port: int) -> None:
    back = socket.create_connection(("127.0.0.1", port))
    threading.Thread(target=_pass_on, args=(back, front), daemon=True).start()
    _pass_on(front, back)


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while read := source.recv(65_536):
            target.sendall(read)
    for one in (source, target):
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
