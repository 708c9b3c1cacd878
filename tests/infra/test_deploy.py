"""Deploying keeps earlier parameters, finds the API's own address, and leaves someone else's mail rules alone."""

import json
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto import mock_aws
from moto.backends import get_backend
from moto.core import DEFAULT_ACCOUNT_ID

from infra import deploy
from infra.cfn import Json

TEMPLATE: Json = {
    "Parameters": {
        "Stage": {"Type": "String", "Default": "dev"},
        "MailDomain": {"Type": "String"},
        "PublicUrl": {"Type": "String", "Default": ""},
    },
    "Resources": {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Ref": "MailDomain"}}}},
    "Outputs": {
        "EnvPublicUrl": {"Value": {"Ref": "PublicUrl"}},
        "EnvMailDomain": {"Value": {"Ref": "MailDomain"}},
        "EndpointURL": {"Value": "https://abc.execute-api.test/desk/"},
    },
}


@pytest.fixture(autouse=True)
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in {"AWS_DEFAULT_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "y"}.items():
        monkeypatch.setenv(name, value)
    with mock_aws():
        yield
        _clear()


def _clear() -> None:
    """Another test's pretended AWS may be around ours, and then ours is not empty at its next start."""
    for service in ("cloudformation", "ses", "sqs"):
        get_backend(service)[DEFAULT_ACCOUNT_ID]["us-east-1"].reset()
    bucket = boto3.resource("s3").Bucket("code")
    if bucket in boto3.resource("s3").buckets.all():
        bucket.objects.all().delete()
        bucket.delete()


@pytest.fixture
def address() -> str:
    boto3.client("s3").create_bucket(Bucket="code")
    boto3.client("s3").put_object(Bucket="code", Key="t.json", Body=json.dumps(TEMPLATE).encode())
    return "https://s3.amazonaws.com/code/t.json"


def test_a_first_stack_learns_the_address_of_its_api(address: str) -> None:
    outputs = deploy.settle("vuoro-dev", address, TEMPLATE, {"MailDomain": "desk-test"})
    assert outputs["EnvPublicUrl"] == "https://abc.execute-api.test/desk"


def test_parameters_of_the_last_deploy_are_kept(address: str) -> None:
    deploy.settle("vuoro-dev", address, TEMPLATE, {"MailDomain": "desk-test", "PublicUrl": "https://help.test"})
    outputs = deploy.settle("vuoro-dev", address, TEMPLATE, {"PublicUrl": "https://other.test"})
    assert (outputs["EnvMailDomain"], outputs["EnvPublicUrl"]) == ("desk-test", "https://other.test")


def test_code_and_template_are_uploaded_under_their_digests(tmp_path: Path, address: str) -> None:
    (tmp_path / "code.zip").write_bytes(b"zip")
    template = {"Resources": {"F": {"Properties": {"CodeUri": "./deployment.zip"}}, "Q": {"Properties": {}}}}
    first, again = (deploy.upload(template, tmp_path / "code.zip", "code") for _ in range(2))
    assert first == again
    stored = json.loads(boto3.client("s3").get_object(Bucket="code", Key=first.split("/code/")[1])["Body"].read())
    key = stored["Resources"]["F"]["Properties"]["CodeUri"].removeprefix("s3://code/")
    assert boto3.client("s3").get_object(Bucket="code", Key=key)["Body"].read() == b"zip"


@pytest.mark.parametrize(
    ("active", "replace", "afterwards"),
    [(None, False, "ours"), ("theirs", False, "theirs"), ("theirs", True, "ours"), ("ours", False, "ours")],
)
def test_mail_rules_are_activated_only_over_our_own(active: str | None, replace: bool, afterwards: str) -> None:
    ses = boto3.client("ses")
    for name in ("ours", "theirs"):
        ses.create_receipt_rule_set(RuleSetName=name)
    if active:
        ses.set_active_receipt_rule_set(RuleSetName=active)
    deploy.activate_mail("ours", replace=replace)
    assert ses.describe_active_receipt_rule_set()["Metadata"]["Name"] == afterwards


def test_missing_secrets_are_named_with_the_way_to_make_them() -> None:
    boto3.client("ssm").put_parameter(Name="/vuoro/dev/keys", Type="SecureString", Value="{}")
    missing = deploy.missing_secrets({"EnvKeysParameter": "/vuoro/dev/keys", "EnvSendersParameter": "/vuoro/dev/senders"})
    assert missing == ["missing secret: aws ssm put-parameter --type SecureString --name /vuoro/dev/senders --value …"]
