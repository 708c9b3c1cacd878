"""SES: the rule that receives mail, the topic of its receipts, and the events of what we send."""

from infra.buckets import MAIL
from infra.cfn import Json, att, policy, ref, resource, sub

RULE_SET = "vuoro-${Stage}"
EVENTS = ("SEND", "DELIVERY", "BOUNCE", "COMPLAINT", "REJECT", "DELIVERY_DELAY")


def mail() -> Json:
    return {
        "Receipts": resource("AWS::SNS::Topic", {"TopicName": sub("vuoro-${Stage}-receipts")}),
        "ReceiptsPolicy": _topic_policy(),
        "ReceiptsToInbound": resource(
            "AWS::SNS::Subscription",
            {"TopicArn": ref("Receipts"), "Protocol": "sqs", "Endpoint": att("InboundQueue"), "RawMessageDelivery": True},
        ),
        "MailRules": resource("AWS::SES::ReceiptRuleSet", {"RuleSetName": sub(RULE_SET)}),
        "MailRule": resource(
            "AWS::SES::ReceiptRule", {"RuleSetName": ref("MailRules"), "Rule": _rule()}, DependsOn=["RawPolicy", "ReceiptsPolicy"]
        ),
        "SesConfiguration": resource(
            "AWS::SES::ConfigurationSet",
            {"Name": sub("vuoro-${Stage}"), "SuppressionOptions": {"SuppressedReasons": ["BOUNCE", "COMPLAINT"]}},
        ),
        "SesEvents": resource(
            "AWS::SES::ConfigurationSetEventDestination",
            {"ConfigurationSetName": ref("SesConfiguration"), "EventDestination": _events()},
            DependsOn="ReceiptsPolicy",
        ),
    }


def _rule() -> Json:
    """All mail of the domain; SES leaves spam and virus scanning off unless asked."""
    store = {"BucketName": ref("Raw"), "ObjectKeyPrefix": MAIL, "TopicArn": ref("Receipts")}
    return {
        "Name": "all",
        "Enabled": True,
        "ScanEnabled": True,
        "TlsPolicy": "Optional",
        "Recipients": [ref("MailDomain")],
        "Actions": [{"S3Action": store}],
    }


def _events() -> Json:
    return {"Name": "receipts", "Enabled": True, "MatchingEventTypes": list(EVENTS), "SnsDestination": {"TopicARN": ref("Receipts")}}


def _topic_policy() -> Json:
    prefix = "arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}"
    sources = [sub(f"{prefix}:receipt-rule-set/{RULE_SET}:receipt-rule/all"), sub(f"{prefix}:configuration-set/vuoro-${{Stage}}")]
    allow = {
        "Effect": "Allow",
        "Principal": {"Service": "ses.amazonaws.com"},
        "Action": "sns:Publish",
        "Resource": ref("Receipts"),
        "Condition": {"StringEquals": {"aws:SourceAccount": ref("AWS::AccountId")}, "ArnEquals": {"aws:SourceArn": sources}},
    }
    return resource("AWS::SNS::TopicPolicy", {"Topics": [ref("Receipts")], "PolicyDocument": policy(allow)})
