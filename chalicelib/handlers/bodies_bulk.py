"""The bodies of jobs over many tickets."""

from chalicelib.handlers.bodies import BODY, TICKET
from chalicelib.handlers.schema import Schema, flag, lines, numbers, part

MOST = 2_000

_REPLY: Schema = {"body": lines(BODY, required=True)}
BULK_UPDATE: Schema = {
    "bulk_action": part({"ids": numbers(MOST), "properties": part(TICKET), "reply": part(_REPLY)}, required=True),
    "dry_run": flag(),
}
BULK_DELETE: Schema = {"bulk_action": part({"ids": numbers(MOST)}, required=True), "dry_run": flag()}
UNDO: Schema = {"dry_run": flag()}
