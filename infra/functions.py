"""What Chalice cannot say about functions: names of resources, log groups, triggers' details, the public function."""

import copy
import json

from infra.cfn import Json, att, camel, policy, ref, resource, sub
from infra.gateway import gateway_responses
from infra.queues import POISON, QUEUES, queue_id

QUEUE_HANDLERS = {
    "on_inbound": "inbound",
    "on_routing": "routing",
    "on_check": "checks",
    "on_delivery": "deliveries",
    "on_background": "background",
}
STREAM_HANDLER = "on_commits"
SCHEDULED = ("agenda", "sweep_raw")
API, PUBLIC = "APIHandler", "PublicHandler"
# Chalice would have both enter by app.py, which loads every handler there is.
ENTRIES = {API: "chalicelib.handlers.entries.api.app", PUBLIC: "chalicelib.handlers.entries.public.app"}
PUBLIC_ROOTS = ("hooks", "survey", "confirm", "widget.js", "health")
LOG_RETENTION_DAYS = 30
# A commit is the insertion of a row C#<seq>; VIEW rows and counters never wake the fan-out.
COMMITS_ONLY = {"eventName": ["INSERT"], "dynamodb": {"Keys": {"sk": {"S": [{"prefix": "C#"}]}}}}

ENVIRONMENT: Json = {
    "VUORO_STAGE": ref("Stage"),
    **{f"VUORO_{name.upper()}_TABLE": ref(name) for name in ("Tickets", "Seen", "People", "Desk", "Surveys", "Ledger", "Search")},
    **{f"VUORO_{name.upper()}_BUCKET": ref(name) for name in ("Raw", "Files")},
    **{f"VUORO_{name.upper()}_QUEUE_URL": ref(queue_id(name)) for name in (*QUEUES, POISON)},
    "VUORO_PUBLIC_URL": ref("PublicUrl"),
    "VUORO_ORIGINS": ref("Origins"),
    "VUORO_MAIL_DOMAIN": ref("MailDomain"),
    "VUORO_SES_CONFIGURATION": sub("vuoro-${Stage}"),
    "VUORO_KEYS_PARAMETER": sub("/vuoro/${Stage}/keys"),
    "VUORO_SENDERS_PARAMETER": sub("/vuoro/${Stage}/senders"),
}


def functions() -> Json:
    """Overrides to merge into the functions that Chalice generates from the decorators."""
    merged: Json = {}
    for name, queue in QUEUE_HANDLERS.items():
        merged |= _function(camel(name), {"Events": {f"{camel(name)}SqsEventSource": {"Properties": _from_queue(queue)}}})
    merged |= _function(camel(STREAM_HANDLER), {"Events": {f"{camel(STREAM_HANDLER)}DynamodbEventSource": {"Properties": _from_stream()}}})
    for name in SCHEDULED:
        merged |= _function(camel(name), {"EventInvokeConfig": _failures_to_poison()})
    concurrency = {"Fn::If": ["HasApiConcurrency", ref("ApiConcurrency"), ref("AWS::NoValue")]}
    return merged | _function(API, {"Handler": ENTRIES[API], "ReservedConcurrentExecutions": concurrency}) | {"RestAPI": _rest_api()}


def _function(name: str, properties: Json) -> Json:
    """The function writes to a log group of ours: made before it, and named without it, so that its role can name the group."""
    return {name: {"Properties": {"LoggingConfig": _logging(name), **properties}}, f"{name}Logs": _log_group(name)}


def _logging(name: str) -> Json:
    """Our own lines as they are; of Lambda's (START, END, REPORT) those of failed invocations, for the others cost more than ours."""
    return {"LogGroup": ref(f"{name}Logs"), "LogFormat": "JSON", "ApplicationLogLevel": "INFO", "SystemLogLevel": "WARN"}


def _log_group(name: str) -> Json:
    return resource("AWS::Logs::LogGroup", {"LogGroupName": sub(f"/vuoro/${{Stage}}/{name}"), "RetentionInDays": LOG_RETENTION_DAYS})


def _from_queue(queue: str) -> Json:
    # Chalice writes Queue as Fn::Sub; the merge is by key, so another intrinsic would stand beside it instead of replacing it.
    return {"Queue": sub(f"${{{queue_id(queue)}.Arn}}"), "FunctionResponseTypes": ["ReportBatchItemFailures"]}


def _from_stream() -> Json:
    """Retries without limit: the handler itself moves a poison commit to the poison queue so that its shard moves on."""
    return {
        "Stream": att("Tickets", "StreamArn"),
        "StartingPosition": "TRIM_HORIZON",
        "FunctionResponseTypes": ["ReportBatchItemFailures"],
        "BisectBatchOnFunctionError": True,
        "MaximumRetryAttempts": -1,
        "MaximumRecordAgeInSeconds": -1,
        "ParallelizationFactor": 4,
        "FilterCriteria": {"Filters": [{"Pattern": json.dumps(COMMITS_ONLY)}]},
    }


def _failures_to_poison() -> Json:
    """A tick that failed three times shows itself in the poison queue, whose alarm exists anyway."""
    target = {"Type": "SQS", "Destination": att("PoisonQueue")}
    return {"MaximumEventAgeInSeconds": 300, "MaximumRetryAttempts": 2, "DestinationConfig": {"OnFailure": target}}


def _rest_api() -> Json:
    name = sub("vuoro-${Stage}")
    limit = {"ResourcePath": "/*", "HttpMethod": "*", "ThrottlingRateLimit": 50, "ThrottlingBurstLimit": 100}
    definition = {"info": {"title": name}, "x-amazon-apigateway-gateway-responses": gateway_responses()}
    # Without OpenApiVersion SAM makes a second, unused stage named "Stage".
    properties = {"Name": name, "OpenApiVersion": "2.0", "MethodSettings": [limit], "DefinitionBody": definition}
    return {"Properties": properties}


def split_public(template: Json, rights: Json) -> Json:
    """The template with a second function over the same code, with these rights, behind the public paths."""
    split = copy.deepcopy(template)
    resources = split["Resources"]
    public = copy.deepcopy(resources[API])
    public["Properties"] |= {"Handler": ENTRIES[PUBLIC], "Role": att(f"{PUBLIC}Role"), "LoggingConfig": _logging(PUBLIC)}
    del public["Properties"]["ReservedConcurrentExecutions"]
    invoke = copy.deepcopy(resources[f"{API}InvokePermission"])
    invoke["Properties"]["FunctionName"] = ref(PUBLIC)
    resources |= {PUBLIC: public, f"{PUBLIC}Logs": _log_group(PUBLIC), f"{PUBLIC}InvokePermission": invoke, f"{PUBLIC}Role": _role(rights)}
    for path, methods in resources["RestAPI"]["Properties"]["DefinitionBody"]["paths"].items():
        if is_public(path):
            _point(methods, PUBLIC)
    return split


def is_public(path: str) -> bool:
    return path.split("/")[1] in PUBLIC_ROOTS


def _point(methods: Json, function: str) -> None:
    for method in methods.values():
        uri = method["x-amazon-apigateway-integration"].get("uri")
        if uri:
            uri["Fn::Sub"] = uri["Fn::Sub"].replace(f"${{{API}.Arn}}", f"${{{function}.Arn}}")


def _role(rights: Json) -> Json:
    trust = policy({"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"})
    inline = [{"PolicyName": f"{PUBLIC}RolePolicy", "PolicyDocument": rights}]
    return resource("AWS::IAM::Role", {"AssumeRolePolicyDocument": trust, "Policies": inline})
