"""The buckets: raw as received, files of the tickets; closed to the public and to plain HTTP."""

from infra.cfn import KEPT, Json, att, policy, ref, resource, sub

MAIL = "mail/"
PAYLOADS = "payloads/"
UPLOADS = "uploads/"


def buckets() -> Json:
    return {
        "Raw": _bucket(after="InboundQueuePolicy", NotificationConfiguration=_payloads_go_to_inbound(), LifecycleConfiguration=_expiry()),
        "RawPolicy": _bucket_policy("Raw", _ses_may_put_mail()),
        "Files": _bucket(LifecycleConfiguration={"Rules": [_forget_unused(), _abort_uploads()]}, CorsConfiguration=_pages_may_upload()),
        "FilesPolicy": _bucket_policy("Files"),
    }


def _bucket(after: str = "", **more: object) -> Json:
    order = {"DependsOn": after} if after else {}
    properties = {
        "BucketEncryption": {"ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]},
        "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
        "PublicAccessBlockConfiguration": {
            "BlockPublicAcls": True,
            "BlockPublicPolicy": True,
            "IgnorePublicAcls": True,
            "RestrictPublicBuckets": True,
        },
        **more,
    }
    return resource("AWS::S3::Bucket", properties, **KEPT, **order)


def _bucket_policy(bucket: str, *statements: Json) -> Json:
    tls_only = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [att(bucket), sub(f"${{{bucket}.Arn}}/*")],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    return resource("AWS::S3::BucketPolicy", {"Bucket": ref(bucket), "PolicyDocument": policy(tls_only, *statements)})


def _ses_may_put_mail() -> Json:
    rule = "arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:receipt-rule-set/vuoro-${Stage}:receipt-rule/all"
    return {
        "Effect": "Allow",
        "Principal": {"Service": "ses.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": sub(f"${{Raw.Arn}}/{MAIL}*"),
        "Condition": {"StringEquals": {"aws:SourceAccount": ref("AWS::AccountId")}, "ArnEquals": {"aws:SourceArn": sub(rule)}},
    }


def _payloads_go_to_inbound() -> Json:
    rules = [{"Name": "prefix", "Value": PAYLOADS}]
    return {"QueueConfigurations": [{"Event": "s3:ObjectCreated:*", "Queue": att("InboundQueue"), "Filter": {"S3Key": {"Rules": rules}}}]}


def _expiry() -> Json:
    return {"Rules": [{"Id": "expire", "Status": "Enabled", "ExpirationInDays": ref("RawRetentionDays")}, _abort_uploads()]}


def _forget_unused() -> Json:
    """What a ticket took was copied out of here; the rest was never used."""
    return {"Id": "unused", "Status": "Enabled", "Prefix": UPLOADS, "ExpirationInDays": 2}


def _pages_may_upload() -> Json:
    """From any page: the address that takes the file is the credential, and says which file it takes."""
    return {"CorsRules": [{"AllowedMethods": ["PUT"], "AllowedOrigins": ["*"], "AllowedHeaders": ["content-type"], "MaxAge": 3600}]}


def _abort_uploads() -> Json:
    return {"Id": "abandoned", "Status": "Enabled", "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7}}
