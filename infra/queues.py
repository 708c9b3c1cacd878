"""The queues, their dead-letter queues, and who may send to the inbound queue."""

from infra.cfn import Json, att, policy, ref, resource, sub

QUEUES = ("inbound", "routing", "checks", "deliveries", "background")
POISON = "poison"

# Six time-outs of the function behind it, so that a message is not seen again while its handler still runs.
VISIBILITY_S = {"background": 6 * 180}
USUAL_VISIBILITY_S = 6 * 60
# 25 times 6 min = 2.5 h: an outage of DynamoDB or SES shorter than that puts nothing into a dead-letter queue.
MAX_RECEIVES = 25
FORTNIGHT_S = 14 * 24 * 3600
CONNECT_RULE = "arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/vuoro-${Stage}-connect"


def queues() -> Json:
    made: Json = {"PoisonQueue": _queue(POISON, MessageRetentionPeriod=FORTNIGHT_S), "InboundQueuePolicy": _inbound_policy()}
    for name in QUEUES:
        made[dead_id(name)] = _queue(f"{name}-dead", MessageRetentionPeriod=FORTNIGHT_S)
        made[queue_id(name)] = _queue(
            name,
            VisibilityTimeout=VISIBILITY_S.get(name, USUAL_VISIBILITY_S),
            RedrivePolicy={"deadLetterTargetArn": att(dead_id(name)), "maxReceiveCount": MAX_RECEIVES},
        )
    return made


def queue_id(name: str) -> str:
    return f"{name.capitalize()}Queue"


def dead_id(name: str) -> str:
    return f"{name.capitalize()}Dead"


def physical_name(stage: str, name: str) -> str:
    return f"vuoro-{stage}-{name}"


def _queue(name: str, **more: object) -> Json:
    return resource("AWS::SQS::Queue", {"QueueName": sub(physical_name("${Stage}", name)), "SqsManagedSseEnabled": True, **more})


def _inbound_policy() -> Json:
    """Receipts come from the topic, large webhook bodies from the raw bucket, calls from the rule for Amazon Connect."""
    return resource(
        "AWS::SQS::QueuePolicy",
        {
            "Queues": [ref("InboundQueue")],
            "PolicyDocument": policy(
                _may_send("sns", {"ArnEquals": {"aws:SourceArn": ref("Receipts")}}),
                # The bucket's own ARN here would close a circle: S3 checks this policy when the bucket is made.
                _may_send("s3", {"StringEquals": {"aws:SourceAccount": ref("AWS::AccountId")}}),
                _may_send("events", {"ArnEquals": {"aws:SourceArn": sub(CONNECT_RULE)}}),
            ),
        },
    )


def _may_send(service: str, condition: Json) -> Json:
    return {
        "Effect": "Allow",
        "Principal": {"Service": f"{service}.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": att("InboundQueue"),
        "Condition": condition,
    }
