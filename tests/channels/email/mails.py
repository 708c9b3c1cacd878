"""Mails for the tests: our own samples, and short ones built from a few lines."""

from datetime import UTC, datetime
from pathlib import Path

from chalicelib.channels.email.parse import Receipt, parse
from chalicelib.channels.message import Inbound

SAMPLES = Path(__file__).parents[2] / "samples" / "mail"
NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
OWN = frozenset({"support@shop.example", "sales@shop.example"})


def receipt(mail_from: str = "") -> Receipt:
    return Receipt(recipients=("support@shop.example",), received_at=NOON, raw="mail/1", mail_from=mail_from, own_addresses=OWN)


def sample(name: str) -> bytes:
    return (SAMPLES / f"{name}.eml").read_bytes()


def mail(*headers: str, body: str = "Hello, my lamp is broken.", sender: str = "Alice <alice@customer.example>") -> bytes:
    return "\r\n".join((f"From: {sender}", *headers, "", body)).encode()


def read(raw: bytes, mail_from: str = "") -> Inbound:
    return parse(raw, receipt(mail_from))
