"""One piece of work's cost in a few bytes, so that it can travel with what the work writes and sends anyway."""

import base64
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from enum import IntEnum

from chalicelib.values import dataclass

# Stored by position: add at the end, never move.
QUANTITIES = (
    "dynamodb:GetItem",
    "dynamodb:BatchGetItem",
    "dynamodb:Query",
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
    "dynamodb:DeleteItem",
    "sqs:SendMessage",
    "sqs:SendMessageBatch",
    "s3:GetObject",
    "s3:PutObject",
    "s3:HeadObject",
    "s3:ListObjectsV2",
    "ses:SendRawEmail",
    "ssm:GetParameter",
    "write_units",
    "half_read_units",
    "megabyte_ms",
    "mails_in",
    "mail_chunks_in",
    "mails_out",
    "bytes_out",
    "sqs_chunks",
    "notices_in",
    "s3:CopyObject",
    "dynamodb:BatchWriteItem",
)
CODES = {name: code for code, name in enumerate(QUANTITIES)}
OTHER = 127
FORMAT = 1
ID_BYTES = 6
HAS_ID = 0x80

Amounts = Mapping[str, int]


class Work(IntEnum):
    """Kinds of work; stored by number."""

    API = 0
    PAGE = 1
    INBOUND = 2
    ROUTING = 3
    CHECK = 4
    DELIVERY = 5
    BACKGROUND = 6
    ANNOUNCING = 7
    AGENDA = 8
    SWEEP = 9


@dataclass(frozen=True, slots=True)
class Part:
    """What one piece of work cost: `share` pieces had one invocation together; requests are named service:Operation.

    A part that travels in a message has an `id`, because messages arrive twice and are billed once. Amounts may be
    negative where more was foreseen than came about.
    """

    work: Work
    share: int = 1
    amounts: Amounts = field(default_factory=dict)
    id: str = ""

    @property
    def requests(self) -> dict[str, int]:
        return {name: amount for name, amount in self.amounts.items() if ":" in name}


def pack(parts: Iterable[Part]) -> bytes:
    """Parts as they are stored; equal parts give equal bytes."""
    return bytes([FORMAT]) + b"".join(map(_packed, parts))


def unpack(raw: bytes) -> tuple[Part, ...]:
    """Raises ValueError on what `pack` did not make; nothing at all is no part."""
    if not raw:
        return ()
    if raw[0] != FORMAT:
        raise ValueError(f"a cost of format {raw[0]}, which this code does not know")
    try:
        return tuple(_read(iter(raw[1:])))
    except (IndexError, StopIteration, RuntimeError) as fault:
        raise ValueError("a cost that ends too early") from fault


def to_text(part: Part) -> str:
    """For a message: letters, digits, - and _."""
    return base64.urlsafe_b64encode(pack([part])).decode().rstrip("=")


def from_text(text: str) -> Part:
    """Raises ValueError on what `to_text` did not make."""
    (part,) = unpack(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    return part


def plus(first: Amounts, second: Amounts, times: int = 1) -> dict[str, int]:
    """first + second × times, without what is zero."""
    total = dict(first)
    for name, amount in second.items():
        total[name] = total.get(name, 0) + amount * times
    return {name: amount for name, amount in total.items() if amount}


def _packed(part: Part) -> bytes:
    amounts = sorted((CODES.get(name, OTHER), name, amount) for name, amount in part.amounts.items() if amount)
    told = bytearray([part.work | (HAS_ID if part.id else 0)])
    told += _varint(part.share)
    told += bytes.fromhex(part.id)
    told += _varint(len(amounts))
    for code, name, amount in amounts:
        told.append(code)
        if code == OTHER:
            told += bytes([len(name)]) + name.encode()
        told += _varint(amount * 2 if amount >= 0 else -amount * 2 - 1)
    return bytes(told)


def _read(raw: Iterator[int]) -> Iterator[Part]:
    for head in raw:
        share = _number(raw)
        name = bytes(next(raw) for _ in range(ID_BYTES)).hex() if head & HAS_ID else ""
        amounts = dict(_amount(raw) for _ in range(_number(raw)))
        yield Part(Work(head & ~HAS_ID), share, amounts, name)


def _amount(raw: Iterator[int]) -> tuple[str, int]:
    code = next(raw)
    name = bytes([next(raw) for _ in range(next(raw))]).decode() if code == OTHER else QUANTITIES[code]
    folded = _number(raw)
    return name, -(folded + 1) // 2 if folded & 1 else folded // 2


def _varint(number: int) -> bytes:
    told = bytearray()
    while number > 127:
        told.append(number & 127 | 128)
        number >>= 7
    told.append(number)
    return bytes(told)


def _number(raw: Iterator[int]) -> int:
    number = shift = 0
    while True:
        byte = next(raw)
        number |= (byte & 127) << shift
        if byte < 128:
            return number
        shift += 7
