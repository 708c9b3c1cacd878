"""Makes the stack on the emulator from the template that production deploys, and tells the handlers where everything is."""

import base64
import json
import logging
import secrets
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, WaiterError

from chalicelib.channels.registry import CHANNELS
from infra.local.emulator import ACCESS_KEY, REGION, ROOT
from infra.package import local_template
from infra.queues import POISON, QUEUES, physical_name
from infra.stack import environment, stack_name

LOG = logging.getLogger("vuoro.local.provision")
STAGE = "local"
# Parameters of the stack that whoever starts the desk sets by their variables.
WISHES = ("VUORO_ORIGINS", "VUORO_RATE")
PACKAGE = "import sys; from infra.package import main; sys.exit(main(sys.argv[1:]))"
# What the secret of a channel's webhooks is called, where it is not Meta's app_secret.
SECRET_NAMES = {"telegram": "secret_token", "slack": "signing_secret", "line": "channel_secret", "viber": "auth_token", "teams": "app_id"}
SECRET_NAMES |= {"web": "inbox_secret"}
SECRET_NAMES |= dict.fromkeys(("twilio_sms", "twilio_whatsapp", "twilio_voice"), "auth_token")


class ProvisionError(Exception):
    """The template could not be packaged, or the emulator refused the stack."""


@dataclass(frozen=True, slots=True)
class Clients:
    """The clients of the desk itself; handlers make their own."""

    cloudformation: Any
    dynamodb: Any
    streams: Any
    sqs: Any
    sns: Any
    s3: Any
    ssm: Any


def clients(url: str) -> Clients:
    # Long polls and batches of all pumps share the pools.
    config = Config(region_name=REGION, retries={"mode": "standard", "max_attempts": 3}, max_pool_connections=32)
    session = boto3.session.Session(aws_access_key_id=ACCESS_KEY, aws_secret_access_key=ACCESS_KEY, region_name=REGION)
    names = ("cloudformation", "dynamodb", "dynamodbstreams", "sqs", "sns", "s3", "ssm")
    return Clients(*(session.client(name, endpoint_url=url, config=config) for name in names))  # type: ignore[call-overload]  # names in a loop


def packaged_template(state: Path) -> dict[str, Any]:
    """The production template of this working tree.

    Made in a process of its own: packaging imports the application, which must be imported here with its real environment.
    """
    command = [sys.executable, "-c", PACKAGE, "--stage", STAGE, "--template-only", "--out", str(state / "package")]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    if made.returncode:
        raise ProvisionError(f"the application cannot be packaged:\n{made.stderr[-3000:]}")
    template: dict[str, Any] = json.loads((state / "package" / "template.json").read_text())
    return template


def deploy(cloud: Clients, template: dict[str, Any], *, mail_domain: str) -> dict[str, str]:
    """Create the stack or bring it up to date; the answer is its outputs."""
    name = stack_name(STAGE)
    body = json.dumps(local_template(template, {"MailDomain": mail_domain, "Stage": STAGE}))
    if _status(cloud, name) is None:
        cloud.cloudformation.create_stack(StackName=name, TemplateBody=body)
        _await(cloud, name, "stack_create_complete")
    else:
        _update(cloud, name, body)
    stack = cloud.cloudformation.describe_stacks(StackName=name)["Stacks"][0]
    if not stack["StackStatus"].endswith("_COMPLETE") or "ROLLBACK" in stack["StackStatus"]:
        raise ProvisionError(f"the stack is {stack['StackStatus']}: {_reasons(cloud, name)}")
    return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}


def handler_environment(
    outputs: dict[str, str], *, public_url: str, whatsapp_url: str, mail_domain: str, wished: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The VUORO_ variables of the handlers; names of queues are those that triggers need at import.

    Of `wished`, the environment that the desk is started in, those count that a stack has as parameters.
    """
    queues = {f"VUORO_{name.upper()}_QUEUE": physical_name(STAGE, name) for name in (*QUEUES, POISON)}
    told = {
        "VUORO_PUBLIC_URL": public_url,
        "VUORO_WHATSAPP_URL": whatsapp_url,
        "VUORO_PROVIDERS_URL": whatsapp_url,
        "VUORO_MAIL_DOMAIN": mail_domain,
    }
    return environment(outputs) | queues | told | {name: wished[name] for name in WISHES if wished and name in wished}


def receipts_topic(cloud: Clients) -> str:
    resources = cloud.cloudformation.describe_stack_resources(StackName=stack_name(STAGE))["StackResources"]
    return str(next(each["PhysicalResourceId"] for each in resources if each["LogicalResourceId"] == "Receipts"))


def secrets_of(cloud: Clients, env: dict[str, str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Keys and senders from their two parameters; made up once and kept."""
    keys = {"token": {"current": secrets.token_hex(32)}, "hooks": {name: _webhook_secrets(name) for name in CHANNELS}}
    senders = {name: _sender_secrets(name) for name in CHANNELS}
    return _parameter(cloud, env["VUORO_KEYS_PARAMETER"], keys), _parameter(cloud, env["VUORO_SENDERS_PARAMETER"], senders)


def _webhook_secrets(name: str) -> dict[str, str]:
    """Under the name that the channel's secret has; Meta's have two. A parameter holds 4 kB, so none has more than it needs."""
    if name in ("standard_webhooks", "device", "phone"):
        return {"signing_secret": "whsec_" + base64.b64encode(secrets.token_bytes(24)).decode()}
    kind = SECRET_NAMES.get(name, "app_secret")
    return {kind: secrets.token_hex(16)} | ({"verify_token": secrets.token_urlsafe(16)} if kind == "app_secret" else {})


def _sender_secrets(name: str) -> dict[str, str]:
    token = {"access_token": secrets.token_urlsafe(32)}
    return token | {"account_sid": f"AC{secrets.token_hex(16)}"} if name.startswith("twilio") else token


def _parameter(cloud: Clients, name: str, wanted: dict[str, Any]) -> dict[str, Any]:
    """What was kept, with what was not yet known when it was made."""
    try:
        kept: dict[str, Any] = json.loads(cloud.ssm.get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"])
    except cloud.ssm.exceptions.ParameterNotFound:
        kept = {}
    whole = wanted | kept
    if "hooks" in whole:
        whole["hooks"] = wanted["hooks"] | kept.get("hooks", {})
    if whole != kept:
        cloud.ssm.put_parameter(Name=name, Type="SecureString", Value=json.dumps(whole), Overwrite=True)
    return whole


def _update(cloud: Clients, name: str, body: str) -> None:
    try:
        cloud.cloudformation.update_stack(StackName=name, TemplateBody=body)
    except ClientError as refusal:
        if "No updates" not in str(refusal):
            raise
        return
    _await(cloud, name, "stack_update_complete")


def _await(cloud: Clients, name: str, state: str) -> None:
    try:
        cloud.cloudformation.get_waiter(state).wait(StackName=name, WaiterConfig={"Delay": 0.1, "MaxAttempts": 600})
    except WaiterError as fault:
        raise ProvisionError(f"the emulator refused the stack: {_reasons(cloud, name)}") from fault


def _status(cloud: Clients, name: str) -> str | None:
    try:
        return str(cloud.cloudformation.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"])
    except ClientError as refusal:
        if "does not exist" in str(refusal):
            return None
        raise


def _reasons(cloud: Clients, name: str) -> str:
    events = cloud.cloudformation.describe_stack_events(StackName=name)["StackEvents"]
    failed = [event for event in events if "FAILED" in event["ResourceStatus"]]
    return "; ".join(f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', '?')}" for event in failed) or "no reason given"
