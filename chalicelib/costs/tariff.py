"""What is charged for what was counted: the lines of a bill, what AWS adds around each piece of work, and which price is whose."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from chalicelib.costs.parts import Part, Work

# What we log for a piece of work, in bytes; of itself Lambda logs only what went wrong (infra/functions.py).
OWN_LOG = {Work.API: 330, Work.PAGE: 0, Work.INBOUND: 300, Work.AGENDA: 260, Work.SWEEP: 260}
QUEUED = (Work.INBOUND, Work.ROUTING, Work.CHECK, Work.DELIVERY, Work.BACKGROUND)
GIGABYTE = 10**9
# Lambda's gigabyte has 1024 megabytes.
GIGABYTE_SECOND = 1024 * 1000

LINES: Mapping[str, tuple[str, str]] = {
    "gateway": ("API Gateway requests", "api_gateway.rest_requests"),
    "invocations": ("Lambda invocations", "lambda.requests"),
    "compute": ("Lambda time", "lambda.gb_seconds_arm64"),
    "writes": ("DynamoDB writes", "dynamodb.write_units"),
    "reads": ("DynamoDB reads", "dynamodb.read_units"),
    "queue": ("SQS requests", "sqs.requests"),
    "notices": ("SNS publications", "sns.requests"),
    "object_writes": ("S3 writes", "s3.writes"),
    "object_reads": ("S3 reads", "s3.reads"),
    "mails_in": ("mails received", "ses.mails_in"),
    "chunks_in": ("full chunks of large mails", "ses.mail_chunks_in"),
    "mails_out": ("mails sent", "ses.mails_out"),
    "data_out": ("data in mails sent", "ses.data_out_gb"),
    "parameters": ("SSM requests", "ssm.standard_requests"),
    "schedule": ("scheduled events", "events.scheduled_rules"),
    "logs": ("log data", "logs.ingested_gb"),
}
"""The lines of a bill in their order: what they say, and the price they take."""

CHARGES: Mapping[str, tuple[tuple[str, Fraction], ...]] = {
    "write_units": (("writes", Fraction(1)),),
    "half_read_units": (("reads", Fraction(1, 2)),),
    "megabyte_ms": (("compute", Fraction(1, GIGABYTE_SECOND)),),
    "sqs:SendMessage": (("queue", Fraction(1)),),
    "sqs:SendMessageBatch": (("queue", Fraction(1)),),
    "sqs_chunks": (("queue", Fraction(1)),),
    "s3:GetObject": (("object_reads", Fraction(1)),),
    "s3:HeadObject": (("object_reads", Fraction(1)),),
    "s3:PutObject": (("object_writes", Fraction(1)),),
    "s3:CopyObject": (("object_writes", Fraction(1)),),
    "s3:ListObjectsV2": (("object_writes", Fraction(1)),),
    "ssm:GetParameter": (("parameters", Fraction(1)),),
    # SES keeps a received mail in S3 and tells SNS of it.
    "mails_in": (("mails_in", Fraction(1)), ("object_writes", Fraction(1)), ("notices", Fraction(1))),
    "mail_chunks_in": (("chunks_in", Fraction(1)),),
    "notices_in": (("notices", Fraction(1)),),
    "mails_out": (("mails_out", Fraction(1)),),
    "bytes_out": (("data_out", Fraction(1, GIGABYTE)),),
}
"""What a counted quantity puts on which lines."""

FREE = frozenset(
    {f"dynamodb:{name}" for name in ("GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem")}
    | {"ses:SendRawEmail"}
)
"""Requests that cost nothing by themselves: DynamoDB charges units, SES mails."""

NEEDED = frozenset(price for _, price in LINES.values())


def quantities(parts: Iterable[Part]) -> dict[str, Fraction]:
    """How much stands on each line for these parts; lines with nothing are left out."""
    found: dict[str, Fraction] = {}
    for part in parts:
        for line, quantity in (*_counted(part), *_around(part)):
            found[line] = found.get(line, Fraction(0)) + quantity
    return {line: found[line] for line in LINES if found.get(line)}


def _counted(part: Part) -> Iterator[tuple[str, Fraction]]:
    for name, amount in part.amounts.items():
        for line, each in CHARGES.get(name, ()):
            yield line, each * amount


def _around(part: Part) -> Iterator[tuple[str, Fraction]]:
    """What AWS does so that the work can be done at all; shared evenly by the pieces of one invocation."""
    if not part.share:
        return
    share = Fraction(1, part.share)
    yield "invocations", share
    yield "logs", Fraction(OWN_LOG.get(part.work, 0), GIGABYTE)
    if part.work in (Work.API, Work.PAGE):
        yield "gateway", share
    elif part.work in QUEUED:
        # One receive and one delete for the whole batch.
        yield "queue", 2 * share
    elif part.work in (Work.AGENDA, Work.SWEEP):
        yield "schedule", share
