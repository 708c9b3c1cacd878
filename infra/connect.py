"""Contact events of an Amazon Connect instance on their way to the inbound queue, if the stage has one."""

from chalicelib.channels.amazon_connect import BEGINS, DETAIL_TYPE, EVENTS, SOURCE
from infra.cfn import Json, att, ref, resource, sub


def connect() -> Json:
    pattern = {
        "source": [SOURCE],
        "detail-type": [DETAIL_TYPE],
        "detail": {"instanceArn": [ref("ConnectInstanceArn")], "eventType": [BEGINS, *EVENTS]},
    }
    target = {"Id": "inbound", "Arn": att("InboundQueue")}
    properties = {"Name": sub("vuoro-${Stage}-connect"), "EventPattern": pattern, "Targets": [target]}
    return {"ConnectCalls": resource("AWS::Events::Rule", properties, Condition="HasConnect", DependsOn="InboundQueuePolicy")}
