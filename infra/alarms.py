"""The few alarms that matter; each costs $0.10 a month."""

from dataclasses import dataclass

from infra.cfn import Json, att, ref, resource, sub
from infra.queues import QUEUES, dead_id


@dataclass(frozen=True, slots=True)
class Metric:
    """One CloudWatch metric with its dimensions."""

    namespace: str
    name: str
    dimensions: Json
    statistic: str = "Maximum"


def alarms() -> Json:
    lag = Metric("AWS/Lambda", "IteratorAge", {"FunctionName": ref("OnCommits")})
    age = Metric("AWS/SQS", "ApproximateAgeOfOldestMessage", {"QueueName": att("InboundQueue", "QueueName")})
    faults = Metric("AWS/ApiGateway", "5XXError", {"ApiName": sub("vuoro-${Stage}")}, "Sum")
    return {
        "Alarms": resource("AWS::SNS::Topic", {"TopicName": sub("vuoro-${Stage}-alarms")}),
        "AlarmsToMail": resource(
            "AWS::SNS::Subscription",
            {"TopicArn": ref("Alarms"), "Protocol": "email", "Endpoint": ref("AlarmEmail")},
            Condition="HasAlarmEmail",
        ),
        **{f"{dead_id(name)}Alarm": _not_empty(dead_id(name)) for name in QUEUES},
        "PoisonAlarm": _not_empty("PoisonQueue"),
        "FanOutLagAlarm": _alarm("Commits wait for more than 5 minutes to be announced.", lag, above=300_000),
        "InboundAgeAlarm": _alarm("An inbound message waits for more than 15 minutes.", age, above=900),
        "ApiFaultsAlarm": _alarm("The API answered 5xx more than 5 times in 5 minutes.", faults, above=5),
    }


def _not_empty(queue: str) -> Json:
    depth = Metric("AWS/SQS", "ApproximateNumberOfMessagesVisible", {"QueueName": att(queue, "QueueName")})
    return _alarm(f"{queue} holds messages that no retry could handle; see python -m infra redrive.", depth, above=0)


def _alarm(description: str, metric: Metric, *, above: int) -> Json:
    """Fires when one period of 5 minutes is above the threshold; no data is good news."""
    return resource(
        "AWS::CloudWatch::Alarm",
        {
            "AlarmDescription": description,
            "Namespace": metric.namespace,
            "MetricName": metric.name,
            "Dimensions": [{"Name": name, "Value": value} for name, value in metric.dimensions.items()],
            "Statistic": metric.statistic,
            "Period": 300,
            "EvaluationPeriods": 1,
            "Threshold": above,
            "ComparisonOperator": "GreaterThanThreshold",
            "TreatMissingData": "notBreaching",
            "AlarmActions": [ref("Alarms")],
            "OKActions": [ref("Alarms")],
        },
    )
