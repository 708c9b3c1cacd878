"""What a commit is going to cost, told before it is written: its own put, that of VIEW, and its announcement.

By DynamoDB's documented rules, so the bill on the commit is the one that AWS writes; what comes about otherwise (a lost
race, a VIEW that lags) is settled afterwards.
"""

from collections.abc import Mapping

from chalicelib.costs.parts import Amounts, Part, Work
from chalicelib.costs.units import READ_BYTES, WRITE_BYTES, begun

# What the cost itself adds to its commit's row, roughly.
COST_BYTES = 48
ANNOUNCING_MS = 8

Places = Mapping[str, object]
"""The entries of an item in the indexes: by index its keys and what it carries; no entry where it is not in the index."""


def puts(commit_bytes: int, view_bytes: int, before: Places, after: Places) -> Amounts:
    """Two puts: the commit with its entry in the feed, and VIEW over the VIEW before it."""
    feed = 1
    units = begun(commit_bytes + COST_BYTES, WRITE_BYTES) + feed + begun(view_bytes, WRITE_BYTES) + moves(before, after)
    return {"dynamodb:PutItem": 2, "write_units": units}


def moves(before: Places, after: Places) -> int:
    """Units of small index entries: one that appears, goes or carries something else takes one, one with other keys two."""
    return sum(_moved(before.get(index), after.get(index)) for index in {*before, *after})


def _moved(before: object, after: object) -> int:
    if before == after:
        return 0
    if isinstance(before, tuple) and isinstance(after, tuple):
        return 1 if before[:2] == after[:2] else 2
    return 1


def announcing(view_bytes: int, sends: int, memory: int) -> Part:
    """The fan-out looks at VIEW and tells the queues that react."""
    amounts = {
        "dynamodb:GetItem": 1, "half_read_units": begun(view_bytes, READ_BYTES),
        "sqs:SendMessage": sends, "megabyte_ms": ANNOUNCING_MS * memory,
    }  # fmt: skip
    return Part(Work.ANNOUNCING, 1, amounts)
