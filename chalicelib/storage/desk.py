"""The Desk table's configuration: documents by version, the numbered activations, and a pointer to the last one.

CONFIG / V#<version>   one document, never changed
CONFIG / A#<number>    one activation, put if absent: the commit point
CONFIG / CURRENT       a copy of the last activation, so that readers need one get
"""

from datetime import datetime

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib import meter
from chalicelib.desk.versions import Activation
from chalicelib.settings import settings
from chalicelib.storage.rows import Bytes, Part, Row, query_all, stamp_of

CONFIG = "CONFIG"
CURRENT = "CURRENT"


class ConfigRow(Row):
    """One row of the CONFIG partition; which attributes it has depends on its sort key."""

    class Meta:
        table_name = settings().desk_table
        region = settings().region

    sk = UnicodeAttribute(range_key=True)
    content = Bytes(null=True)
    number = NumberAttribute(null=True)
    version = UnicodeAttribute(null=True)
    at = UnicodeAttribute(null=True)
    by = UnicodeAttribute(null=True)
    previous = UnicodeAttribute(null=True)
    through = UnicodeAttribute(null=True)

    @classmethod
    def of(cls, sk: str, activation: Activation) -> "ConfigRow":
        return cls(
            CONFIG,
            sk,
            number=activation.number,
            version=activation.version,
            at=stamp_of(activation.at),
            by=activation.by,
            previous=activation.previous,
            through=activation.through or None,
        )

    def activation(self) -> Activation:
        return Activation(int(self.number), self.version, datetime.fromisoformat(self.at), self.by, self.previous or "", self.through or "")


def put_document(version: str, content: bytes) -> None:
    """Equal versions have equal content, so writing one again changes nothing."""
    ConfigRow(CONFIG, f"V#{version}", content=content).put()


def document(version: str) -> bytes | None:
    with meter.for_all():
        row = ConfigRow.find(CONFIG, f"V#{version}")
    return row.content if row else None


def put_activation(activation: Activation) -> bool:
    """False when another activation took this number first."""
    standing = ConfigRow.of(f"A#{activation.number:010}", activation).put(ConfigRow.pk.does_not_exist())
    return standing is None or standing.activation() == activation


def point_to(activation: Activation) -> None:
    """Move the pointer forward, never back."""
    ConfigRow.of(CURRENT, activation).put(ConfigRow.number.does_not_exist() | (ConfigRow.number < activation.number))


def activation(number: int) -> Activation | None:
    with meter.for_all():
        row = ConfigRow.find(CONFIG, f"A#{number:010}")
    return row.activation() if row else None


def current(*, least: int = 0) -> Activation | None:
    """What the pointer says; if the number of the `least` is given, at half the price if that shows it or a later one."""
    with meter.for_all():
        row = ConfigRow.find(CONFIG, CURRENT, eventual=True) if least else None
        row = row if row and int(row.number) >= least else ConfigRow.find(CONFIG, CURRENT)
    return row.activation() if row else None


def activations(limit: int) -> tuple[Activation, ...]:
    """Newest first."""
    part = Part(CONFIG, low="A#", high="A#~", forward=False, limit=limit)
    return tuple(ConfigRow.from_raw_data(item).activation() for item in query_all(ConfigRow, part))
