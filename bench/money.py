"""What a thousand tickets and an idle month cost, from what was counted and the price list that bills use too.

What was not counted is an assumption, and each stands here with its name: how Lambda's processor compares with the one
that the bench ran on, how long requests are waited for, how often a function starts cold, how large mails are.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bench.cpu import Cost
from bench.doors import HTTP
from bench.measure import Measured
from bench.mix import MAILS_IN, Life
from bench.recorder import Call
from chalicelib.costs.prices import Prices
from chalicelib.outside.pricelist import prices
from infra.cfn import Json

# A whole processor comes with 1,769 MB, so half a GB waits 3.5 times as long for the same work.
WHOLE_PROCESSOR_MB = 1769
# Not measured: what a request takes until its answer, in ms.
WAITING_MS: Mapping[str, float] = {"dynamodb": 5, "sqs": 8, "s3": 20, "ssm": 10, "ses": 60}
# One invocation in twenty finds no process; until our imports begin, Python itself takes 80 ms.
COLD_SHARE, BARE_START_MS = 0.05, 80
# The mean of mails with their pictures and files; rows of a ticket have as much again in backups and index entries.
MAIL_BYTES, ROW_OVERHEAD = 12_800, 2
# SES tells of a mail that it was sent, and that it was delivered.
EVENTS_A_MAIL = 2
# A received batch is one request, and so is deleting it.
QUEUE_REQUESTS_AN_INVOCATION = 2
THOUSAND, GIGABYTE = 1000, 10**9
QUEUE_DOORS = ("on_inbound", "on_routing", "on_check", "on_delivery", "on_background")
# A long poll lasts 20 s. Lambda keeps five open at a busy queue and as few as two at an idle one, unless a concurrency is given.
POLL_SECONDS, IDLE_POLLERS, FIXED_POLLERS = 20, 2, 5
DAY_SECONDS, MONTH_DAYS = 86_400, 365.25 / 12
AGENDA = "agenda"

Bill = Mapping[str, float]
"""Dollars by part."""


@dataclass(frozen=True, slots=True)
class Tariff:
    """The price list and the size of the functions it is applied to."""

    prices: Prices
    memory_mb: int
    compute: str

    def price(self, name: str, amount: float) -> float:
        return float(self.prices.each[name].each) * amount

    def run(self, cpu_ms: float, waiting_ms: float) -> float:
        """One warm invocation: the share of a processor that this memory has, and the waiting."""
        return self.seconds((cpu_ms * WHOLE_PROCESSOR_MB / self.memory_mb + waiting_ms) / 1000) + self.price("lambda.requests", 1)

    def start(self, cpu_ms: float) -> float:
        """One start, for which Lambda gives a whole processor and which it bills since August 2025."""
        return self.seconds((cpu_ms + BARE_START_MS) / 1000)

    def seconds(self, seconds: float) -> float:
        return self.price(self.compute, seconds * self.memory_mb / 1024)


def tariff(template: Json) -> Tariff:
    function = template["Resources"]["APIHandler"]["Properties"]
    (architecture,) = function.get("Architectures", ["x86_64"])
    return Tariff(prices(), function["MemorySize"], f"lambda.gb_seconds_{architecture}")


def of_thousand(life: Life, costs: Sequence[Cost], cold_ms: float, rates: Tariff) -> Bill:
    """A thousand tickets of the standard mix and their first month of storage.

    `costs` belong to the takes of `life`; `cold_ms` is the CPU of a usual cold start.
    """
    asked, price = life.asked.requests, rates.price
    operations = Counter(call.operation for call in life.asked.calls)
    events = EVENTS_A_MAIL * life.mails_out
    sent = asked["sqs"] + MAILS_IN + events
    rows, mails = _stored(life)
    fetched = operations["GetObject"] + operations["HeadObject"]
    received = QUEUE_REQUESTS_AN_INVOCATION * sum(count for door, count in life.doors.items() if door in QUEUE_DOORS)
    warm = sum(rates.run(cost.cpu, _waiting(calls)) for cost, calls in zip(costs, life.calls, strict=True))
    logged = sum(cost.logged for cost in costs)
    one: dict[str, float] = {
        "SES": price("ses.mails_in", MAILS_IN) + price("ses.mails_out", life.mails_out),
        "API Gateway": price("api_gateway.rest_requests", life.doors[HTTP]),
        "Lambda, warm": warm,
        "Lambda, cold starts": COLD_SHARE * len(life.takes) * rates.start(cold_ms),
        "DynamoDB writes": price("dynamodb.write_units", life.asked.wru),
        "DynamoDB reads": price("dynamodb.read_units", life.asked.rru),
        "DynamoDB storage": price("dynamodb.storage_gb_months", rows),
        "S3": price("s3.writes", MAILS_IN + operations["PutObject"]) + price("s3.reads", fetched),
        "S3 storage": price("s3.storage_gb_months", mails),
        "SQS and SNS": price("sqs.requests", sent + received) + price("sns.requests", MAILS_IN + events),
        "logs": price("logs.ingested_gb", logged / GIGABYTE),
    }
    return {part: usd * THOUSAND for part, usd in one.items()}


def _stored(life: Life) -> tuple[float, float]:
    """GB of rows and of mails as they came."""
    return life.stored_bytes * ROW_OVERHEAD / GIGABYTE, MAILS_IN * MAIL_BYTES / GIGABYTE


def storage(bill: Bill) -> float:
    """What every month costs that these tickets are kept; the first is in the bill."""
    return sum(usd for part, usd in bill.items() if part.endswith("storage"))


def without_mail(bill: Bill) -> float:
    return sum(usd for part, usd in bill.items() if part != "SES")


def _waiting(calls: Sequence[Call]) -> float:
    return sum(WAITING_MS[call.service] for call in calls)


@dataclass(frozen=True, slots=True)
class Idle:
    """A desk that nobody writes to: requests a day by kind, and dollars a month by part; all before free tiers."""

    requests: Mapping[str, float]
    bill: Bill
    bill_if_pollers_stay: Bill


def idle(template: Json, agenda: Cost, minute: Measured, rates: Tariff) -> Idle:
    """From what the template declares and one idle minute of the agenda."""
    resources = list(template["Resources"].values())
    queues = [event["Properties"] for event in _events(template) if event["Type"] == "SQS"]
    pollers = sum(FIXED_POLLERS if "ScalingConfig" in queue else IDLE_POLLERS for queue in queues)
    ticks = DAY_SECONDS / 60
    schedules = [event["Properties"]["Schedule"] for event in _events(template) if event["Type"] == "Schedule"]
    runs = sum(_a_day(schedule) for schedule in schedules)
    alarms = sum(resource["Type"] == "AWS::CloudWatch::Alarm" for resource in resources)
    requests = {"long polls": pollers * DAY_SECONDS / POLL_SECONDS, "invocations": runs, "DynamoDB requests": len(minute.calls) * ticks}
    most = {**requests, "long polls": FIXED_POLLERS * len(queues) * DAY_SECONDS / POLL_SECONDS}

    def bill(day: Mapping[str, float]) -> Bill:
        return {
            "SQS long polls": rates.price("sqs.requests", day["long polls"]) * MONTH_DAYS,
            "alarms": rates.price("cloudwatch.alarm_months", alarms),
            "Lambda": rates.run(agenda.cpu, _waiting(minute.calls)) * runs * MONTH_DAYS,
            "DynamoDB reads": rates.price("dynamodb.read_units", minute.rru) * ticks * MONTH_DAYS,
            "logs": rates.price("logs.ingested_gb", agenda.logged / GIGABYTE) * runs * MONTH_DAYS,
            "schedules and parameters": rates.price("events.scheduled_rules", runs) + rates.price("ssm.standard_requests", runs),
        }

    return Idle(requests, bill(requests), bill(most))


def _a_day(schedule: str) -> float:
    """rate(1 minute), rate(1 day)."""
    number, unit = schedule.removeprefix("rate(").removesuffix(")").split()
    seconds = {"minute": 60, "hour": 3600, "day": DAY_SECONDS}[unit.rstrip("s")]
    return DAY_SECONDS / (int(number) * seconds)


def _events(template: Json) -> Iterator[Json]:
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            yield from resource["Properties"].get("Events", {}).values()
