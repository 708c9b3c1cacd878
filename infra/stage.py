"""Which desk an operator's command speaks to: the environment as it is, or that of a deployed stage."""

import argparse
import os
from collections.abc import Sequence
from datetime import UTC, datetime

from infra.stack import environment, stack_name


def parser(name: str, about: str) -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog=f"python -m infra {name}", description=about)
    made.add_argument("--stage", default="", help="a deployed stage; without it the VUORO_* environment decides")
    return made


def enter(stage: str) -> None:
    """Fill the environment from the outputs of the stage's stack; call before anything of chalicelib is imported."""
    if not stage:
        return
    import boto3

    stacks = boto3.client("cloudformation").describe_stacks(StackName=stack_name(stage))["Stacks"]
    outputs = {row["OutputKey"]: row["OutputValue"] for row in stacks[0]["Outputs"]}
    os.environ.update(environment(outputs))


def entered(arguments: Sequence[str]) -> list[str]:
    """The arguments without `--stage`, whose environment is in place now: for a module that reads it as soon as it is imported."""
    option = argparse.ArgumentParser(add_help=False)
    option.add_argument("--stage", default="")
    chosen, rest = option.parse_known_args(arguments)
    enter(chosen.stage)
    return rest


def instant(text: str) -> datetime:
    """An ISO instant; without a zone it is UTC."""
    found = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return found if found.tzinfo else found.replace(tzinfo=UTC)
