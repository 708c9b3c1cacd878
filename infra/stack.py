"""Everything of the stack that is not a handler: parameters, resources and outputs, ready to be merged."""

from collections.abc import Mapping

from infra.alarms import alarms
from infra.buckets import buckets
from infra.cfn import Json, camel, ref
from infra.connect import connect
from infra.functions import ENVIRONMENT, functions
from infra.mail import mail
from infra.queues import queues
from infra.tables import tables


def stack_name(stage: str) -> str:
    return f"vuoro-{stage}"


def additions(stage: str) -> Json:
    """What the packaged template gets merged in; names of resources do not depend on the stage, only defaults do."""
    return {
        "Description": "Vuoro: every contact gets its turn.",
        "Parameters": _parameters(stage),
        "Conditions": {
            "HasAlarmEmail": _is_given("AlarmEmail", ""),
            "HasApiConcurrency": _is_given("ApiConcurrency", "0"),
            "HasOrigins": _is_given("Origins", ""),
            "HasConnect": _is_given("ConnectInstanceArn", ""),
        },
        "Globals": {"Function": {"Environment": {"Variables": ENVIRONMENT}}},
        "Resources": tables() | queues() | buckets() | mail() | connect() | alarms() | functions(),
        "Outputs": {
            "MailRuleSet": {"Value": ref("MailRules")},
            **{output_key(name): {"Value": value} for name, value in ENVIRONMENT.items()},
        },
    }


def output_key(variable: str) -> str:
    """The stack output that tells an environment variable: VUORO_RAW_BUCKET → EnvRawBucket."""
    return "Env" + camel(variable.removeprefix("VUORO_").lower())


def environment(outputs: Mapping[str, str]) -> dict[str, str]:
    """The environment of a handler, read from the outputs of a deployed stack."""
    return {name: outputs[output_key(name)] for name in ENVIRONMENT}


def _parameters(stage: str) -> Json:
    return {
        "Stage": _text("Part of every name.", Default=stage, AllowedPattern="[a-z][a-z0-9-]{1,15}"),
        "MailDomain": _text("All mail to this domain comes to the desk.", MinLength=3),
        "PublicUrl": _text("Where customers and providers reach us; if empty, the API's own address.", Default=""),
        "Origins": _text("Web pages that may call the API from a browser, as https://a.example, with commas.", Default=""),
        "AlarmEmail": _text("Who hears of alarms; empty for nobody.", Default=""),
        "ConnectInstanceArn": _text("The Amazon Connect instance whose calls come to the desk; empty for none.", Default=""),
        "ApiConcurrency": _number("Executions reserved for the API; 0 for none.", default=0),
        "RawRetentionDays": _number("How long mail and payloads are kept as received.", default=730),
    }


def _text(description: str, **rules: object) -> Json:
    return {"Type": "String", "Description": description, **rules}


def _number(description: str, *, default: int) -> Json:
    return {"Type": "Number", "Description": description, "Default": default, "MinValue": min(default, 1)}


def _is_given(parameter: str, nothing: str) -> Json:
    return {"Fn::Not": [{"Fn::Equals": [ref(parameter), nothing]}]}
