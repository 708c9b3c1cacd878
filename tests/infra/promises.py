"""What the packaged template promises: each function yields the places where a template breaks one promise."""

import json
import re
from collections.abc import Callable, Iterator

from infra.cfn import Json

Promise = Callable[[Json], Iterator[str]]
TWO_HOURS_S = 7200
TICKET_FREE = frozenset({"PublicHandlerLogs", "InboundQueue", "BackgroundQueue", "Raw", "Desk", "Seen", "Surveys", "keys"})
SECRET_SHAPES = re.compile(r"AKIA[0-9A-Z]{16}|-----BEGIN|xox[abp]-|EAA[0-9A-Za-z]{20}")


def of_type(template: Json, kind: str) -> dict[str, Json]:
    """Name → properties of the resources of one type."""
    return {name: entry["Properties"] for name, entry in template["Resources"].items() if entry["Type"] == f"AWS::{kind}"}


def functions(template: Json) -> dict[str, Json]:
    return of_type(template, "Serverless::Function")


def triggers(template: Json, kind: str) -> dict[str, Json]:
    """Function name → properties of its triggers of one kind (SQS, DynamoDB, Schedule)."""
    events = ((name, event) for name, entry in functions(template).items() for event in entry.get("Events", {}).values())
    return {name: event["Properties"] for name, event in events if event["Type"] == kind}


def statements(template: Json, function: str) -> list[Json]:
    role = functions(template)[function]["Role"]["Fn::GetAtt"][0]
    policies = template["Resources"][role]["Properties"]["Policies"]
    return [statement for policy in policies for statement in policy["PolicyDocument"]["Statement"]]


def listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def queue_of(trigger: Json) -> str:
    return str(trigger["Queue"]["Fn::Sub"]).removeprefix("${").removesuffix(".Arn}")


def queue_triggers_answer_for_each_message(template: Json) -> Iterator[str]:
    for name, trigger in triggers(template, "SQS").items():
        if trigger.get("FunctionResponseTypes") != ["ReportBatchItemFailures"]:
            yield f"{name}: no partial batch answer"
        if "ScalingConfig" in trigger:
            yield f"{name}: maximum concurrency keeps idle pollers at five"
    if len(triggers(template, "SQS")) != 5:
        yield "not five queue handlers"


def queues_outlast_outages(template: Json) -> Iterator[str]:
    queues = of_type(template, "SQS::Queue")
    for name, trigger in triggers(template, "SQS").items():
        queue = queues[queue_of(trigger)]
        redrive = queue.get("RedrivePolicy", {"maxReceiveCount": 0})
        if redrive["maxReceiveCount"] * queue["VisibilityTimeout"] < TWO_HOURS_S:
            yield f"{name}: gives up within two hours"
        if queue["VisibilityTimeout"] < 6 * functions(template)[name]["Timeout"]:
            yield f"{name}: messages reappear while the handler may still run"


def queues_have_dead_letters(template: Json) -> Iterator[str]:
    queues = of_type(template, "SQS::Queue")
    for name, queue in queues.items():
        terminal = name == "PoisonQueue" or name.endswith("Dead")
        if terminal and queue.get("MessageRetentionPeriod") != 14 * 86400:
            yield f"{name}: kept for less than 14 days"
        if not terminal and queue.get("RedrivePolicy", {}).get("deadLetterTargetArn") != {
            "Fn::GetAtt": [name.replace("Queue", "Dead"), "Arn"]
        }:
            yield f"{name}: no dead-letter queue"
        if not queue.get("SqsManagedSseEnabled"):
            yield f"{name}: not encrypted"


def stream_loses_no_commit(template: Json) -> Iterator[str]:
    sources = triggers(template, "DynamoDB")
    if list(sources) != ["OnCommits"]:
        yield "not exactly one handler of the stream"
    for name, source in sources.items():
        wanted = {
            "Stream": {"Fn::GetAtt": ["Tickets", "StreamArn"]},
            "StartingPosition": "TRIM_HORIZON",
            "FunctionResponseTypes": ["ReportBatchItemFailures"],
            "BisectBatchOnFunctionError": True,
            "MaximumRetryAttempts": -1,
            "MaximumRecordAgeInSeconds": -1,
        }
        yield from (f"{name}: {key}" for key, value in wanted.items() if source.get(key) != value)
        patterns = [json.loads(entry["Pattern"]) for entry in source.get("FilterCriteria", {"Filters": []})["Filters"]]
        if patterns != [{"eventName": ["INSERT"], "dynamodb": {"Keys": {"sk": {"S": [{"prefix": "C#"}]}}}}]:
            yield f"{name}: hears more or less than new commits"


def tables_can_be_restored(template: Json) -> Iterator[str]:
    for name, entry in template["Resources"].items():
        if entry["Type"] == "AWS::DynamoDB::Table":
            if not entry["Properties"].get("PointInTimeRecoverySpecification", {}).get("PointInTimeRecoveryEnabled"):
                yield f"{name}: no point-in-time recovery"
            if {entry.get("DeletionPolicy"), entry.get("UpdateReplacePolicy")} != {"Retain"}:
                yield f"{name}: goes when the stack goes"


def tables_stream_and_expire_as_promised(template: Json) -> Iterator[str]:
    tables = of_type(template, "DynamoDB::Table")
    if tables["Tickets"].get("StreamSpecification") != {"StreamViewType": "NEW_IMAGE"}:
        yield "Tickets: no stream"
    expiring = [
        name for name, table in tables.items() if table.get("TimeToLiveSpecification") == {"AttributeName": "expires", "Enabled": True}
    ]
    if expiring != ["Seen"]:
        yield f"expiring tables are {expiring}"


def functions_have_limits_and_own_logs(template: Json) -> Iterator[str]:
    groups = of_type(template, "Logs::LogGroup")
    for name, function in functions(template).items():
        if not 0 < function.get("Timeout", 0) <= 900 or not function.get("MemorySize"):
            yield f"{name}: no time-out or memory"
        group = function.get("LoggingConfig", {}).get("LogGroup", {}).get("Ref")
        if groups.get(group, {}).get("RetentionInDays") != 30:
            yield f"{name}: logs are kept for ever"
        if function["LoggingConfig"].get("SystemLogLevel") != "WARN":
            yield f"{name}: Lambda's words about each invocation are paid for"


def rights_are_own_and_exact(template: Json) -> Iterator[str]:
    roles = [functions(template)[name]["Role"]["Fn::GetAtt"][0] for name in functions(template)]
    yield from (f"{role}: shared" for role in set(roles) if roles.count(role) > 1)
    for name in functions(template):
        for statement in statements(template, name):
            if any("*" in str(action) for action in listed(statement["Action"])):
                yield f"{name}: wildcard action in {statement['Sid']}"
            if not all(_is_exact(resource) for resource in listed(statement["Resource"])):
                yield f"{name}: wildcard resource in {statement['Sid']}"


def _is_exact(resource: object) -> bool:
    """An ARN of a resource of ours; a star may only stand for the objects of a bucket or the one stream of a table."""
    if not isinstance(resource, dict):
        return False
    text = resource.get("Fn::Sub", "")
    return "*" not in text or re.fullmatch(r"\$\{(Raw|Files)\.Arn\}/([a-z]+/)?\*|\$\{Tickets\.Arn\}/stream/\*", text) is not None


def strangers_reach_no_ticket(template: Json) -> Iterator[str]:
    named = json.dumps([statement["Resource"] for statement in statements(template, "PublicHandler")])
    touched = set(re.findall(r'"Fn::GetAtt": \["(\w+)"', named)) | set(re.findall(r"\$\{(\w+)\.Arn\}", named))
    touched |= set(re.findall(r"parameter/vuoro/\$\{Stage\}/(\w+)", named))
    yield from sorted(f"PublicHandler: reaches {name}" for name in touched - TICKET_FREE)
    of_seen = [row for row in statements(template, "PublicHandler") if "Seen" in json.dumps(row["Resource"])]
    free = [row for row in of_seen if "dynamodb:LeadingKeys" not in json.dumps(row.get("Condition", {}))]
    yield from ("PublicHandler: reaches all of Seen" for _ in free)
    for path, methods in template["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]["paths"].items():
        public = path.split("/")[1] in ("hooks", "survey", "confirm", "widget.js", "health")
        target = "PublicHandler" if public else "APIHandler"
        yield from (f"{path}: not served by {target}" for method in methods.values() if not _served_by(method, target))


def _served_by(method: Json, function: str) -> bool:
    uri = method["x-amazon-apigateway-integration"].get("uri")
    return uri is None or f"${{{function}.Arn}}" in uri["Fn::Sub"]


def only_deliveries_hold_provider_tokens(template: Json) -> Iterator[str]:
    for name in functions(template):
        if name != "OnDelivery" and "/senders" in json.dumps(statements(template, name)):
            yield f"{name}: may read provider tokens"


def mail_comes_in_and_its_events_come_back(template: Json) -> Iterator[str]:
    rules = [entry["Rule"] for entry in of_type(template, "SES::ReceiptRule").values()]
    stored = {"S3Action": {"BucketName": {"Ref": "Raw"}, "ObjectKeyPrefix": "mail/", "TopicArn": {"Ref": "Receipts"}}}
    if [(rule["Actions"], rule["ScanEnabled"], rule["Recipients"]) for rule in rules] != [([stored], True, [{"Ref": "MailDomain"}])]:
        yield "the mail rule"
    wanted = {
        "TopicArn": {"Ref": "Receipts"},
        "Protocol": "sqs",
        "Endpoint": {"Fn::GetAtt": ["InboundQueue", "Arn"]},
        "RawMessageDelivery": True,
    }
    if wanted not in of_type(template, "SNS::Subscription").values():
        yield "receipts do not reach the inbound queue"
    events = [entry["EventDestination"] for entry in of_type(template, "SES::ConfigurationSetEventDestination").values()]
    needed = {"SEND", "DELIVERY", "BOUNCE", "COMPLAINT", "REJECT"}
    if not any(
        needed <= set(entry["MatchingEventTypes"]) and entry["SnsDestination"]["TopicARN"] == {"Ref": "Receipts"} for entry in events
    ):
        yield "events of sent mail are not heard"


def buckets_are_closed(template: Json) -> Iterator[str]:
    policies = of_type(template, "S3::BucketPolicy")
    for name, bucket in of_type(template, "S3::Bucket").items():
        if set(bucket.get("PublicAccessBlockConfiguration", {"": False}).values()) != {True}:
            yield f"{name}: may become public"
        if "BucketEncryption" not in bucket:
            yield f"{name}: not encrypted"
        rules = [rule for entry in policies.values() if entry["Bucket"] == {"Ref": name} for rule in entry["PolicyDocument"]["Statement"]]
        if not any(rule["Effect"] == "Deny" and rule["Condition"] == {"Bool": {"aws:SecureTransport": "false"}} for rule in rules):
            yield f"{name}: plain HTTP is allowed"
    notified = of_type(template, "S3::Bucket")["Raw"].get("NotificationConfiguration", {}).get("QueueConfigurations", [])
    if [entry["Filter"]["S3Key"]["Rules"] for entry in notified] != [[{"Name": "prefix", "Value": "payloads/"}]]:
        yield "Raw: large payloads do not reach the inbound queue"


def time_passes(template: Json) -> Iterator[str]:
    expected = {"Agenda": "rate(1 minute)", "SweepRaw": "rate(1 day)"}
    found = {name: trigger["Schedule"] for name, trigger in triggers(template, "Schedule").items()}
    yield from (f"{name}: not scheduled at {rate}" for name, rate in expected.items() if found.get(name) != rate)


def trouble_is_heard(template: Json) -> Iterator[str]:
    alarms = of_type(template, "CloudWatch::Alarm")
    watched = {(alarm["MetricName"], json.dumps(alarm["Dimensions"][0]["Value"])) for alarm in alarms.values()}
    dead = [name for name in of_type(template, "SQS::Queue") if name.endswith("Dead") or name == "PoisonQueue"]
    needed: list[tuple[str, Json]] = [("ApproximateNumberOfMessagesVisible", {"Fn::GetAtt": [name, "QueueName"]}) for name in dead]
    needed += [("IteratorAge", {"Ref": "OnCommits"}), ("ApproximateAgeOfOldestMessage", {"Fn::GetAtt": ["InboundQueue", "QueueName"]})]
    needed += [("5XXError", {"Fn::Sub": "vuoro-${Stage}"})]
    yield from (f"no alarm on {metric} of {target}" for metric, target in needed if (metric, json.dumps(target)) not in watched)
    yield from (f"{name}: nobody is told" for name, alarm in alarms.items() if alarm["AlarmActions"] != [{"Ref": "Alarms"}])
    if len(alarms) > 9:
        yield "more than nine alarms, at $0.10 a month each"


def secrets_stay_out(template: Json) -> Iterator[str]:
    variables = template["Globals"]["Function"]["Environment"]["Variables"]
    yield from (f"{name}: a literal" for name, value in variables.items() if not isinstance(value, dict))
    yield from (f"{name}: own environment" for name, entry in functions(template).items() if "Environment" in entry)
    yield from SECRET_SHAPES.findall(json.dumps(template))


PROMISES: tuple[Promise, ...] = (
    queue_triggers_answer_for_each_message,
    queues_outlast_outages,
    queues_have_dead_letters,
    stream_loses_no_commit,
    tables_can_be_restored,
    tables_stream_and_expire_as_promised,
    functions_have_limits_and_own_logs,
    rights_are_own_and_exact,
    strangers_reach_no_ticket,
    only_deliveries_hold_provider_tokens,
    mail_comes_in_and_its_events_come_back,
    buckets_are_closed,
    time_passes,
    trouble_is_heard,
    secrets_stay_out,
)
