"""Packages the application: one CloudFormation template and one zip of code."""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from botocore.session import Session
from chalice.awsclient import TypedAWSClient
from chalice.cli.factory import CLIFactory
from chalice.config import Config
from chalice.deploy import deployer
from chalice.deploy.appgraph import ApplicationGraphBuilder, DependencyBuilder
from chalice.deploy.models import DeploymentPackage, Model
from chalice.deploy.swagger import CFNSwaggerGenerator
from chalice.deploy.validate import validate_configuration
from chalice.package import PackageOptions, ResourceBuilder, SAMTemplateGenerator, TemplateDeepMerger
from chalice.policy import AppPolicyGenerator
from chalice.utils import OSUtils

from infra import bundle
from infra.cfn import Json
from infra.functions import split_public
from infra.stack import additions

ROOT = Path(__file__).parent.parent
CODE = "./deployment.zip"
EMULATED = frozenset(
    f"AWS::{kind}"
    for kind in (
        "DynamoDB::Table",
        "SQS::Queue",
        "SQS::QueuePolicy",
        "S3::Bucket",
        "S3::BucketPolicy",
        "SNS::Topic",
        "SNS::TopicPolicy",
        "SNS::Subscription",
        "SES::ConfigurationSet",
    )
)


class PlacedPackage(deployer.BaseDeployStep):
    """The build step that only names the zip; `bundle` makes it."""

    def handle_deploymentpackage(self, config: Config, resource: DeploymentPackage) -> None:
        resource.filename = CODE


def main(args: list[str]) -> int:
    options = _parser().parse_args(args)
    out = Path(options.out)
    print(write_template(build_template(options.stage), out))
    if not options.template_only:
        made = bundle.build(ROOT, out / CODE, machine=architecture(options.stage))
        print(made, f"{made.stat().st_size / 1e6:.1f} MB")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("infra package", description=__doc__)
    parser.add_argument("--stage", default="dev", help="stage of .chalice/config.json (default dev)")
    parser.add_argument("--out", default="build/package", help="folder for template.json and deployment.zip")
    parser.add_argument("--template-only", action="store_true", help="do not build the zip")
    return parser


def build_template(stage: str, root: Path = ROOT) -> Json:
    """The template that is deployed: Chalice's own, our resources merged in, the public paths split off."""
    config = _config(stage, root)
    validate_configuration(config)
    generated = SAMTemplateGenerator(config, _options()).generate(_models(config))
    merged: Json = TemplateDeepMerger().merge(additions(stage), generated)
    orphans = [name for name, resource in merged["Resources"].items() if "Type" not in resource]
    if orphans:
        raise LookupError(f"infra/functions.py speaks of functions that the application does not have: {', '.join(orphans)}")
    rights = (root / ".chalice" / "policy-public_handler.json").read_text()
    return split_public(merged, json.loads(rights))


def write_template(template: Json, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "template.json"
    path.write_text(json.dumps(template, indent=1) + "\n")
    return path


def local_template(template: Json, defaults: Mapping[str, str] | None = None) -> Json:
    """The packaged template without what an emulator cannot run: tables, queues, buckets, topics and their outputs remain.

    `defaults` give values to parameters, so that a stack can be made of it without naming any.
    """
    given = {"MailDomain": "help.example.com"} | dict(defaults or {})
    kept = {name: entry for name, entry in template["Resources"].items() if entry["Type"] in EMULATED and "Condition" not in entry}
    used = json.dumps(kept) + json.dumps(template["Globals"])
    parameters = {name: entry for name, entry in template["Parameters"].items() if f'"{name}"' in used or f"${{{name}}}" in used}
    return {
        "AWSTemplateFormatVersion": template["AWSTemplateFormatVersion"],
        "Parameters": {name: entry | ({"Default": given[name]} if name in given else {}) for name, entry in parameters.items()},
        "Resources": kept,
        "Outputs": {name: entry for name, entry in template["Outputs"].items() if name.startswith("Env")},
    }


def architecture(stage: str, root: Path = ROOT) -> str:
    """x86_64 or arm64, as .chalice/config.json has it for the stage."""
    return str(_config(stage, root).lambda_architecture)


def _config(stage: str, root: Path) -> Config:
    return CLIFactory(str(root), environ={}).create_config_obj(chalice_stage_name=stage)


def _options() -> PackageOptions:
    session = Session()
    # The template is the same for every region; Chalice wants one to look up the names of service principals.
    session.set_config_variable("region", "eu-north-1")
    return PackageOptions(TypedAWSClient(session))


def _models(config: Config) -> list[Model]:
    files = OSUtils()
    steps: list[Any] = [
        deployer.InjectDefaults(),
        PlacedPackage(),
        deployer.PolicyGenerator(policy_gen=AppPolicyGenerator(osutils=files), osutils=files),
        deployer.SwaggerBuilder(CFNSwaggerGenerator()),
    ]
    builder = ResourceBuilder(ApplicationGraphBuilder(), DependencyBuilder(), deployer.BuildStage(steps))
    return builder.construct_resources(config, config.chalice_stage)
