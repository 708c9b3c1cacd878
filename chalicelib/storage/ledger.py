"""The Ledger table: lines of a ticket's bill that stand beside no commit."""

from datetime import datetime

from pynamodb.attributes import UnicodeAttribute
from pynamodb.connection.base import BOTOCORE_EXCEPTIONS

from chalicelib.costs.parts import Part, pack, unpack
from chalicelib.errors import Unavailable
from chalicelib.settings import settings
from chalicelib.storage.rows import Bytes, Row, query_all, stamp_of
from chalicelib.storage.rows import Part as Rows
from chalicelib.storage.tickets import ticket_key

COST = "COST#"
FORESEEN = {"dynamodb:PutItem": 1, "write_units": 1}
"""What a line itself costs: one put of far less than a kilobyte, no index."""


class CostRow(Row):
    """What one piece of work left over: T#<ticket> / COST#<time>#<id of the work>."""

    class Meta:
        table_name = settings().ledger_table
        region = settings().region

    sk = UnicodeAttribute(range_key=True)
    cost = Bytes(attr_name="m")


def put_line(ticket: int, at: datetime, name: str, parts: tuple[Part, ...]) -> None:
    """Once for each piece of work, also when the answer is lost and the put is tried again.

    Raises Unavailable whatever DynamoDB has against it, a missing right included: work that is done cannot fail for its bill.
    """
    row = CostRow(ticket_key(ticket), f"{COST}{stamp_of(at)}#{name}", cost=pack(parts))
    try:
        row.put(CostRow.pk.does_not_exist())
    except BOTOCORE_EXCEPTIONS as fault:
        raise Unavailable(f"the ledger took no line: {fault}") from fault


def find_lines(ticket: int) -> tuple[Part, ...]:
    """All parts on the ticket's lines, oldest first."""
    found = query_all(CostRow, Rows(ticket_key(ticket), low=COST, high=f"{COST}~"))
    return tuple(part for item in found for part in unpack(CostRow.from_raw_data(item).cost))
