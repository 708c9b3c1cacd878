"""What each operation may cost at most; the first form of the bench compares and never fails on it."""

from collections.abc import Mapping

# DynamoDB requests, other requests, WRU with indexes, RRU.
BUDGETS: Mapping[str, Mapping[str, float]] = {
    "new ticket from a mail, known contact": {"dynamodb": 6, "s3": 1, "requests": 7, "wru": 9, "rru": 2},
    "reply onto a ticket by our token": {"dynamodb": 5, "s3": 1, "requests": 6, "wru": 7, "rru": 3},
    "reply onto a ticket by our token, reopens it": {"dynamodb": 5, "s3": 1, "requests": 6, "wru": 10, "rru": 3},
    "the same delivery again": {"dynamodb": 2, "s3": 1, "requests": 3, "wru": 0, "rru": 3},
    "agent reply": {"requests": 3, "wru": 8, "rru": 1},
    "status change": {"requests": 3, "wru": 8, "rru": 1},
    "30 tickets of an agent's line": {"requests": 1, "wru": 0, "rru": 2},
    "30 tickets of a team's line": {"requests": 4, "wru": 0, "rru": 2},
    "ticket with 8 messages": {"requests": 1, "wru": 0, "rru": 2},
    "tick that finds nothing to do": {"requests": 1, "wru": 0, "rru": 1},
    "idle minute": {"requests": 4, "wru": 0, "rru": 2},
}
# Bytes of what a usual operation writes.
SIZES: Mapping[str, float] = {"VIEW": 1024, "commit": 1024, "line row": 500}
# CPU of importing a handler with its first client, as a multiple of boto3's.
QUEUE_CPU, API_CPU = 0.9, 1.1
FORBIDDEN = ("boto3", "pydantic", "aws_xray_sdk", "chalice.cli", "yaml", "holidays")
