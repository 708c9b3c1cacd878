"""Deploys the package: uploads the zip, creates or updates the stack, activates the mail rules, prints the outputs."""

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import ClientError

from infra import bundle
from infra.cfn import Json
from infra.package import CODE, ROOT, architecture, build_template
from infra.stack import stack_name

CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]
POLL_S = 2.0


class StackError(Exception):
    """The stack did not reach a complete state."""


def main(args: list[str]) -> int:
    options = _parser().parse_args(args)
    stack = stack_name(options.stage)
    template = build_template(options.stage)
    code = bundle.build(ROOT, ROOT / "build" / "package" / CODE, machine=architecture(options.stage))
    url = upload(template, code, options.bucket)
    given = dict(pair.split("=", 1) for pair in options.parameter)
    try:
        outputs = settle(stack, url, template, given)
    except StackError as fault:
        print(fault, file=sys.stderr)
        return 1
    activate_mail(outputs["MailRuleSet"], replace=options.replace_mail_rules)
    missing = missing_secrets(outputs)
    print(*(f"{name:28} {value}" for name, value in sorted(outputs.items())), *missing, sep="\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("infra deploy", description=__doc__)
    parser.add_argument("--stage", default="dev", help="stage of .chalice/config.json (default dev)")
    parser.add_argument("--bucket", required=True, help="an existing bucket for the code, in the region of the stack")
    parser.add_argument("--parameter", action="append", default=[], metavar="NAME=VALUE", help="MailDomain=…; kept between deploys")
    parser.add_argument("--replace-mail-rules", action="store_true", help="activate our SES rule set even if another one is active")
    return parser


def upload(template: Json, code: Path, bucket: str) -> str:
    """Puts the zip and the template under the digest of their content; the template's address is the answer."""
    s3 = boto3.client("s3")
    key = f"vuoro/{_digest(code.read_bytes())}.zip"
    s3.upload_file(str(code), bucket, key)
    body = json.dumps(with_code(template, f"s3://{bucket}/{key}"), separators=(",", ":")).encode()
    template_key = f"vuoro/{_digest(body)}.json"
    s3.put_object(Bucket=bucket, Key=template_key, Body=body)
    return f"{s3.meta.endpoint_url.rstrip('/')}/{bucket}/{template_key}"


def with_code(template: Json, uri: str) -> Json:
    """The template with the functions' code where it was uploaded."""
    placed: Json = json.loads(json.dumps(template))
    for entry in placed["Resources"].values():
        if "CodeUri" in entry["Properties"]:
            entry["Properties"]["CodeUri"] = uri
    return placed


def settle(stack: str, url: str, template: Json, given: dict[str, str]) -> dict[str, str]:
    """Creates or updates the stack and waits; a first stack without PublicUrl is updated once with the address its API got."""
    outputs = apply(stack, url, template, given)
    if not outputs["EnvPublicUrl"]:
        outputs = apply(stack, url, template, given | {"PublicUrl": outputs["EndpointURL"].rstrip("/")})
    return outputs


def apply(stack: str, url: str, template: Json, given: dict[str, str]) -> dict[str, str]:
    """One create or update, waited for; answers the outputs or raises StackError with the reasons."""
    cloudformation = boto3.client("cloudformation")
    before = _describe(stack)
    known = {entry["ParameterKey"] for entry in before["Parameters"]} if before else set()
    call: Any = cloudformation.update_stack if before else cloudformation.create_stack
    started = time.time()
    try:
        call(StackName=stack, TemplateURL=url, Capabilities=CAPABILITIES, Parameters=list(_parameters(template, given, known)))
    except ClientError as fault:
        if "No updates are to be performed" not in str(fault):
            raise
    return _outputs(_wait(stack, started))


def _parameters(template: Json, given: dict[str, str], known: set[str]) -> Iterator[Json]:
    """Values given now, else those of the last deploy, else the template's defaults."""
    for name in template["Parameters"]:
        if name in given:
            yield {"ParameterKey": name, "ParameterValue": given[name]}
        elif name in known and name != "Stage":
            yield {"ParameterKey": name, "UsePreviousValue": True}


def _describe(stack: str) -> Json | None:
    try:
        found = boto3.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]
    except ClientError as fault:
        if "does not exist" not in str(fault):
            raise
        return None
    return {"Parameters": [], **found}


def _wait(stack: str, started: float) -> Json:
    while True:
        now = _describe(stack)
        if now is None:
            raise StackError(f"{stack} vanished while we waited")
        if not now["StackStatus"].endswith("IN_PROGRESS"):
            break
        time.sleep(POLL_S)
    if now["StackStatus"] not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
        raise StackError("\n".join([f"{stack} is {now['StackStatus']}", *_failures(stack, started)]))
    return now


def _failures(stack: str, started: float) -> Iterator[str]:
    for event in boto3.client("cloudformation").describe_stack_events(StackName=stack)["StackEvents"]:
        if event["ResourceStatus"].endswith("FAILED") and event["Timestamp"].timestamp() >= started - 60:
            yield f"  {event['LogicalResourceId']}: {event['ResourceStatus']} {event.get('ResourceStatusReason', '')}"


def _outputs(stack: Json) -> dict[str, str]:
    return {entry["OutputKey"]: entry["OutputValue"] for entry in stack.get("Outputs", [])}


def activate_mail(rule_set: str, *, replace: bool) -> None:
    """CloudFormation cannot activate a rule set; an account has one active set, which may be someone else's."""
    ses = boto3.client("ses")
    active = ses.describe_active_receipt_rule_set().get("Metadata", {}).get("Name")
    if active not in (None, rule_set) and not replace:
        print(f"mail rules {active} are active, ours ({rule_set}) are not: --replace-mail-rules", file=sys.stderr)
    elif active != rule_set:
        ses.set_active_receipt_rule_set(RuleSetName=rule_set)


def missing_secrets(outputs: dict[str, str]) -> list[str]:
    """CloudFormation cannot make SecureStrings, so they are made by hand, once."""
    names = [outputs["EnvKeysParameter"], outputs["EnvSendersParameter"]]
    invalid = boto3.client("ssm").get_parameters(Names=names)["InvalidParameters"]
    return [f"missing secret: aws ssm put-parameter --type SecureString --name {name} --value …" for name in invalid]


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]
