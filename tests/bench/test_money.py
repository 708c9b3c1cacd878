"""Sums of money, by hand."""

from decimal import Decimal
from typing import Any

import pytest

from bench.cpu import Cost
from bench.measure import Measured
from bench.money import Tariff, idle, tariff
from bench.recorder import Call
from chalicelib.costs.prices import Price, Prices

PER_MILLION = {"lambda.requests": "0.20", "sqs.requests": "0.40", "dynamodb.read_units": "0.125", "events.scheduled_rules": "0"}
WHOLE = {"lambda.gb_seconds_arm64": "0.00001", "cloudwatch.alarm_months": "0.10", "logs.ingested_gb": "0.50", "ssm.standard_requests": "0"}
PRICES = {name: Price(Decimal(usd), 10**6, "", "", "") for name, usd in PER_MILLION.items()}
PRICES |= {name: Price(Decimal(usd), 1, "", "", "") for name, usd in WHOLE.items()}
RATES = Tariff(Prices("", "", PRICES), 512, "lambda.gb_seconds_arm64")
QUERIES = tuple(Call("dynamodb", "Query", {}) for _ in range(4))
MINUTE = Measured("idle minute", "agenda", QUERIES, (), {})


def template(*queues: dict[str, Any]) -> dict[str, Any]:
    polls = {f"Q{number}": {"Type": "SQS", "Properties": queue} for number, queue in enumerate(queues)}
    tick = {"Each": {"Type": "Schedule", "Properties": {"Schedule": "rate(1 minute)"}}}
    function = {"MemorySize": 512, "Architectures": ["arm64"]}
    return {
        "Resources": {
            "APIHandler": {"Type": "AWS::Serverless::Function", "Properties": function},
            "OnQueue": {"Type": "AWS::Serverless::Function", "Properties": function | {"Events": polls}},
            "Agenda": {"Type": "AWS::Serverless::Function", "Properties": function | {"Events": tick}},
            "TooLate": {"Type": "AWS::CloudWatch::Alarm", "Properties": {}},
        }
    }


@pytest.mark.parametrize(
    ("queues", "polls"),
    [([], 0), ([{}], 8640), ([{}, {}], 17280), ([{}, {"ScalingConfig": {"MaximumConcurrency": 5}}], 8640 + 21600)],
)
def test_two_pollers_wait_at_an_idle_queue_and_five_where_a_concurrency_is_given(queues: list[dict[str, Any]], polls: float) -> None:
    assert idle(template(*queues), Cost(3, 4, 200), MINUTE, RATES).requests == {
        "long polls": polls, "invocations": 1440, "DynamoDB requests": 5760,
    }  # fmt: skip


def test_an_idle_month_is_its_polls_alarms_and_minutes() -> None:
    found = idle(template({}), Cost(3, 4, 600), MINUTE, RATES)
    days = 365.25 / 12
    assert found.bill["SQS long polls"] == pytest.approx(8640 * days * 0.4e-6)
    assert found.bill["alarms"] == pytest.approx(0.10)
    assert found.bill["Lambda"] == pytest.approx(1440 * days * (0.2e-6 + 0.00001 * 0.5 * (3 * 1769 / 512 + 4 * 5) / 1000))
    assert found.bill["logs"] == pytest.approx(1440 * days * 600 * 0.5e-9)
    assert found.bill_if_pollers_stay["SQS long polls"] == pytest.approx(2.5 * found.bill["SQS long polls"])


def test_the_size_and_the_processor_of_the_functions_are_those_of_the_template() -> None:
    assert (tariff(template()).memory_mb, tariff(template()).compute) == (512, "lambda.gb_seconds_arm64")


def test_a_cold_start_has_a_whole_processor_and_a_warm_run_its_share() -> None:
    assert RATES.start(120) == pytest.approx(0.00001 * 0.5 * 0.200)
    assert RATES.run(0, 1000) == pytest.approx(0.00001 * 0.5 + 0.2e-6)
