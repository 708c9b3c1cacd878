"""The template that would be deployed keeps every promise, and a template that breaks one is found out."""

import copy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from infra import functions
from infra.cfn import Json
from infra.stack import environment, output_key
from tests.infra import promises
from tests.infra.promises import PROMISES, Promise


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
def test_the_packaged_template_keeps(promise: Promise, template: Json) -> None:
    assert list(promise(template)) == []


SQS = "OnInbound.Properties.Events.OnInboundSqsEventSource.Properties"
STREAM = "OnCommits.Properties.Events.OnCommitsDynamodbEventSource.Properties"
ANY_TABLE = {"Effect": "Allow", "Sid": "Planted", "Action": ["dynamodb:GetItem"], "Resource": "*"}
HISTORY = {"Effect": "Allow", "Sid": "Planted", "Action": ["dynamodb:Query"], "Resource": {"Fn::GetAtt": ["Tickets", "Arn"]}}
EVERYTHING = {"Effect": "Allow", "Sid": "Planted", "Action": ["dynamodb:*"], "Resource": {"Fn::GetAtt": ["Desk", "Arn"]}}
GONE = object()


@pytest.mark.parametrize(
    ("promise", "place", "planted"),
    [
        (promises.queue_triggers_answer_for_each_message, f"{SQS}.FunctionResponseTypes", GONE),
        (promises.queue_triggers_answer_for_each_message, f"{SQS}.ScalingConfig", {"MaximumConcurrency": 5}),
        (promises.queues_outlast_outages, "InboundQueue.Properties.RedrivePolicy.maxReceiveCount", 5),
        (promises.queues_outlast_outages, "OnInbound.Properties.Timeout", 90),
        (promises.queues_have_dead_letters, "ChecksQueue.Properties.RedrivePolicy", GONE),
        (promises.queues_have_dead_letters, "ChecksDead.Properties.MessageRetentionPeriod", GONE),
        (promises.stream_loses_no_commit, f"{STREAM}.FilterCriteria", GONE),
        (promises.stream_loses_no_commit, f"{STREAM}.MaximumRetryAttempts", 5),
        (promises.tables_can_be_restored, "Ledger.Properties.PointInTimeRecoverySpecification", GONE),
        (promises.tables_can_be_restored, "Tickets.DeletionPolicy", GONE),
        (promises.tables_stream_and_expire_as_promised, "Tickets.Properties.StreamSpecification", GONE),
        (promises.tables_stream_and_expire_as_promised, "Seen.Properties.TimeToLiveSpecification", GONE),
        (promises.functions_have_limits_and_own_logs, "Agenda.Properties.Timeout", GONE),
        (promises.functions_have_limits_and_own_logs, "AgendaLogs.Properties.RetentionInDays", GONE),
        (promises.rights_are_own_and_exact, "OnCheckRole.Properties.Policies.0.PolicyDocument.Statement.0", ANY_TABLE),
        (promises.rights_are_own_and_exact, "OnCheckRole.Properties.Policies.0.PolicyDocument.Statement.0", EVERYTHING),
        (promises.rights_are_own_and_exact, "OnCheck.Properties.Role", {"Fn::GetAtt": ["OnRoutingRole", "Arn"]}),
        (promises.strangers_reach_no_ticket, "PublicHandlerRole.Properties.Policies.0.PolicyDocument.Statement.0", HISTORY),
        (promises.strangers_reach_no_ticket, "PublicHandler.Properties.Role", {"Fn::GetAtt": ["ApiHandlerRole", "Arn"]}),
        (promises.mail_comes_in_and_its_events_come_back, "MailRule.Properties.Rule.ScanEnabled", False),
        (promises.mail_comes_in_and_its_events_come_back, "ReceiptsToInbound.Properties.RawMessageDelivery", GONE),
        (promises.mail_comes_in_and_its_events_come_back, "SesEvents.Properties.EventDestination.MatchingEventTypes", ["SEND"]),
        (promises.buckets_are_closed, "Files.Properties.PublicAccessBlockConfiguration", GONE),
        (promises.buckets_are_closed, "Raw.Properties.NotificationConfiguration", GONE),
        (promises.time_passes, "Agenda.Properties.Events", {}),
        (promises.trouble_is_heard, "PoisonAlarm", GONE),
        (promises.trouble_is_heard, "FanOutLagAlarm.Properties.AlarmActions", []),
        (promises.secrets_stay_out, "OnDelivery.Properties.Environment", {"Variables": {"TOKEN": "abc"}}),
    ],
)
def test_a_planted_fault_is_found(promise: Promise, place: str, planted: object, template: Json) -> None:
    broken = copy.deepcopy(template)
    _plant(broken["Resources"], place.split("."), planted)
    assert list(promise(broken))


def _plant(inside: Any, path: list[str], value: object) -> None:
    first: str | int = int(path[0]) if path[0].isdigit() else path[0]
    if path[1:]:
        _plant(inside[first], path[1:], value)
    elif value is GONE:
        del inside[first]
    else:
        inside[first] = value


def test_the_line_index_carries_the_row_and_the_others_only_keys(template: Json) -> None:
    indexes = promises.of_type(template, "DynamoDB::Table")["Tickets"]["GlobalSecondaryIndexes"]
    assert {index["IndexName"]: index["Projection"] for index in indexes} == {
        "line": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["row"]},
        "contact": {"ProjectionType": "KEYS_ONLY"},
        "company": {"ProjectionType": "KEYS_ONLY"},
        "agenda": {"ProjectionType": "KEYS_ONLY"},
        "feed": {"ProjectionType": "KEYS_ONLY"},
    }


def test_every_environment_variable_is_also_an_output(template: Json) -> None:
    outputs = {key: f"value of {key}" for key in template["Outputs"]}
    assert environment(outputs) == {name: f"value of {output_key(name)}" for name in functions.ENVIRONMENT}


def test_names_of_resources_fit_into_one_template_by_address(template_file: Path, template: Json) -> None:
    assert len(template["Resources"]) < 250
    assert template_file.stat().st_size < 1_000_000


@pytest.mark.slow
def test_the_linter_of_cloudformation_finds_nothing(template_file: Path) -> None:
    lint = subprocess.run([Path(sys.executable).parent / "cfn-lint", "--", template_file], capture_output=True, text=True, check=False)
    assert (lint.returncode, lint.stdout, lint.stderr) == (0, "", "")
