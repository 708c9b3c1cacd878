"""Every call that we make of AWS, against canned answers, by an interpreter that sees the unpacked package and nothing else.

The folder of the package is the argument.
"""

import io
import sys
from collections.abc import Callable
from typing import Any

ROW = b'{"Item":{"pk":{"S":"a"},"b":{"B":"AAE="}}}'
REFUSED = b'{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","message":"no","Item":{"pk":{"S":"a"}}}'
LIST = b"<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>mail/1</Key></Contents></ListBucketResult>"
MAIL = b'<A xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendRawEmailResult><MessageId>m1</MessageId></SendRawEmailResult></A>'
SENT = b'{"MessageId":"1","MD5OfMessageBody":"5d41402abc4b2a76b9719d911017c592"}'
BATCH = b'{"Successful":[{"Id":"a","MessageId":"1","MD5OfMessageBody":"5d41402abc4b2a76b9719d911017c592"}],"Failed":[]}'
KEYS = {"TableName": "t", "Key": {"pk": {"S": "a"}}}
OBJECT = {"Bucket": "b", "Key": "k ä"}
# Service, operation, parameters, status, the canned answer, and what of it is looked at.
CALLS: tuple[tuple[str, str, dict[str, Any], int, bytes, Any], ...] = (
    ("dynamodb", "get_item", KEYS, 200, ROW, {"pk": {"S": "a"}, "b": {"B": b"\0\1"}}),
    ("dynamodb", "put_item", {"TableName": "t", "Item": {"pk": {"S": "a"}}}, 400, REFUSED, {"pk": {"S": "a"}}),
    ("dynamodb", "update_item", {**KEYS, "UpdateExpression": "SET a = b"}, 200, b"{}", None),
    ("dynamodb", "delete_item", KEYS, 200, b"{}", None),
    ("dynamodb", "query", {"TableName": "t", "KeyConditionExpression": "pk = a"}, 200, b'{"Items":[]}', []),
    ("dynamodb", "batch_get_item", {"RequestItems": {"t": {"Keys": [KEYS["Key"]]}}}, 200, b'{"Responses":{}}', {}),
    ("sqs", "send_message", {"QueueUrl": "https://q/1/q", "MessageBody": "hello"}, 200, SENT, "1"),
    ("sqs", "send_message_batch", {"QueueUrl": "https://q/1/q", "Entries": [{"Id": "a", "MessageBody": "hello"}]}, 200, BATCH, []),
    ("s3", "get_object", OBJECT, 200, b"content", b"content"),
    ("s3", "head_object", OBJECT, 200, b"", None),
    ("s3", "put_object", {**OBJECT, "Body": b"x", "ContentType": "a/b"}, 200, b"", None),
    ("s3", "list_objects_v2", {"Bucket": "b", "Prefix": "mail/"}, 200, LIST, [{"Key": "mail/1"}]),
    ("ses", "send_raw_email", {"RawMessage": {"Data": b"x"}, "Destinations": ["a@b"]}, 200, MAIL, "m1"),
    ("ssm", "get_parameter", {"Name": "/a", "WithDecryption": True}, 200, b'{"Parameter":{"Value":"v"}}', {"Value": "v"}),
)
LOOKED_AT = ("Item", "Items", "Responses", "Failed", "MessageId", "Body", "Contents", "Parameter")


class _Raw(io.BytesIO):
    def stream(self, **_: Any) -> Any:
        yield self.read()


def _canned(status: int, body: bytes) -> Callable[..., Any]:
    from botocore.awsrequest import AWSResponse

    def serve(request: Any, **_: Any) -> Any:
        headers: Any = {"content-length": str(len(body))}
        raw: Any = _Raw(body)
        return AWSResponse(request.url, status, headers, raw)

    return serve


def _asked(session: Any, service: str, operation: str, given: dict[str, Any], status: int, body: bytes) -> Any:
    client = session.create_client(service, region_name="eu-north-1", aws_access_key_id="x", aws_secret_access_key="y")
    client.meta.events.register("before-send", _canned(status, body))
    try:
        answer = getattr(client, operation)(**given)
    except client.exceptions.ClientError as refusal:
        answer = refusal.response
    found: Any = next((answer[name] for name in LOOKED_AT if name in answer), None)
    return found.read() if hasattr(found, "read") else found


def main() -> None:
    import botocore.session

    session = botocore.session.get_session()
    for service, operation, given, status, body, wanted in CALLS:
        found = _asked(session, service, operation, given, status, body)
        assert found == wanted, (service, operation, found)
    s3: Any = session.create_client("s3", region_name="eu-north-1", aws_access_key_id="x", aws_secret_access_key="y")
    assert "X-Amz-Signature" in s3.generate_presigned_url("get_object", Params=OBJECT, ExpiresIn=300)
    print(botocore.__file__)


if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])
    main()
