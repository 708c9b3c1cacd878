"""What each operation may cost at most; docs/bench.md shows the same numbers."""

from collections.abc import Mapping

# DynamoDB requests, other requests, WRU with indexes, RRU, and CPU as a multiple of one bare reading.
BUDGETS: Mapping[str, Mapping[str, float]] = {
    "new ticket from a mail, known contact": {"dynamodb": 6, "s3": 1, "requests": 7, "wru": 9, "rru": 2, "cpu": 9},
    "reply onto a ticket by our token": {"dynamodb": 5, "s3": 1, "requests": 6, "wru": 7, "rru": 3, "cpu": 7},
    "reply onto a ticket by our token, reopens it": {"dynamodb": 5, "s3": 1, "requests": 6, "wru": 10, "rru": 3, "cpu": 7},
    "the same delivery again": {"dynamodb": 2, "s3": 1, "requests": 3, "wru": 0, "rru": 3, "cpu": 5},
    "agent reply": {"requests": 3, "wru": 8, "rru": 1, "cpu": 5},
    "status change": {"requests": 3, "wru": 8, "rru": 1, "cpu": 4},
    "30 tickets of an agent's line": {"requests": 1, "wru": 0, "rru": 2, "cpu": 4},
    "30 tickets of a team's line": {"requests": 4, "wru": 0, "rru": 2, "cpu": 4},
    "ticket with 8 messages": {"requests": 1, "wru": 0, "rru": 2, "cpu": 3},
    "tick that finds nothing to do": {"requests": 1, "wru": 0, "rru": 1, "cpu": 2},
    "idle minute": {"requests": 4, "wru": 0, "rru": 2},
    "message indexed": {"requests": 6, "wru": 9, "rru": 2},
    "status change indexed": {"requests": 6, "wru": 4, "rru": 2},
    "words put together": {"requests": 8, "wru": 90, "rru": 16},
    "words put further down": {"requests": 6, "wru": 45, "rru": 14},
    "search by a word and a status": {"requests": 9, "wru": 0, "rru": 10},
    "30 tickets of a view": {"requests": 6, "wru": 0, "rru": 10},
}
# Bytes of what a usual operation writes.
SIZES: Mapping[str, float] = {"VIEW": 1024, "commit": 1024, "line row": 500}
# More stored tickets may not make an operation dearer by more than a tenth.
FEW, MANY, GROWTH = 1_000, 100_000, 1.1
# CPU of importing a handler with its first client, as a multiple of boto3's.
QUEUE_CPU, API_CPU = 0.9, 1.1
FORBIDDEN = ("boto3", "pydantic", "aws_xray_sdk", "chalice.cli", "yaml", "holidays")
ZIP_MB = 6.0
# Dollars before free tiers: a thousand tickets of the standard mix, and a month in which nobody writes.
MIX_WITHOUT_SES, MIX, IDLE_MONTH = 0.25, 1.20, 1.50
METERING = 0.05
