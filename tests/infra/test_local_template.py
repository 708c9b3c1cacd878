"""The emulator gets the production template without what it cannot run, and tells where everything is."""

import json
from collections import Counter
from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws

from infra.cfn import Json
from infra.package import local_template
from infra.stack import environment


def test_tables_queues_buckets_and_topics_stay_as_they_are(template: Json) -> None:
    kept = local_template(template)["Resources"]
    assert Counter(entry["Type"] for entry in kept.values()) == {
        "AWS::DynamoDB::Table": 7,
        "AWS::SQS::Queue": 11,
        "AWS::SQS::QueuePolicy": 1,
        "AWS::S3::Bucket": 2,
        "AWS::S3::BucketPolicy": 2,
        "AWS::SNS::Topic": 2,
        "AWS::SNS::TopicPolicy": 1,
        "AWS::SNS::Subscription": 1,
        "AWS::SES::ConfigurationSet": 1,
    }
    assert kept == {name: entry for name, entry in template["Resources"].items() if name in kept}


def test_nothing_refers_to_what_was_stripped(template: Json) -> None:
    local = local_template(template)
    known = set(local["Resources"]) | set(local["Parameters"])
    assert {name for name in _references(local) if not name.startswith("AWS::")} <= known


def test_parameters_have_the_defaults_of_the_caller(template: Json) -> None:
    parameters = local_template(template, {"MailDomain": "desk.test"})["Parameters"]
    assert parameters["MailDomain"]["Default"] == "desk.test"
    assert all("Default" in entry for entry in parameters.values())
    assert "AlarmEmail" not in parameters


@pytest.mark.filterwarnings("ignore:Tried to parse")
def test_a_stack_of_it_tells_the_environment_of_the_handlers(template: Json) -> None:
    with mock_aws():
        cloudformation = boto3.client("cloudformation", region_name="eu-north-1", aws_access_key_id="x", aws_secret_access_key="y")
        cloudformation.create_stack(StackName="vuoro-dev", TemplateBody=json.dumps(local_template(template)))
        outputs = cloudformation.describe_stacks(StackName="vuoro-dev")["Stacks"][0]["Outputs"]
    told = environment({entry["OutputKey"]: entry["OutputValue"] for entry in outputs})
    assert told["VUORO_INBOUND_QUEUE_URL"].endswith("/vuoro-dev-inbound")
    assert (told["VUORO_STAGE"], told["VUORO_KEYS_PARAMETER"]) == ("dev", "/vuoro/dev/keys")


def _references(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if "Ref" in value:
            yield value["Ref"]
        if "Fn::GetAtt" in value:
            yield value["Fn::GetAtt"][0]
        for entry in value.values():
            yield from _references(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _references(entry)
