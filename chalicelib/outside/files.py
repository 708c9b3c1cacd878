"""Objects in our two S3 buckets: `raw`, what came in as it came, and `files`, attachments and long content."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Literal
from urllib.parse import quote

from botocore.exceptions import ClientError

from chalicelib.errors import NotFound, Unreadable
from chalicelib.outside.aws import client, code_of, reaching
from chalicelib.settings import settings

Bucket = Literal["raw", "files"]
# The largest mail that SES accepts.
LARGEST = 40 * 1024 * 1024
LINK_SECONDS, OPEN_SECONDS = 300, 3_600
UNKNOWN = "application/octet-stream"
MISSING = ("NoSuchKey", "NotFound", "404")


def get(bucket: Bucket, key: str, at_most: int = LARGEST) -> bytes:
    """The whole object; raises NotFound if there is none and Unreadable if it has more than `at_most` bytes."""
    with reaching(f"bucket {bucket}"):
        answer = _found(bucket, key, "get_object")
        if answer["ContentLength"] > at_most:
            answer["Body"].close()
            raise Unreadable(f"{bucket}/{key}: {answer['ContentLength']} bytes, more than {at_most}")
        content: bytes = answer["Body"].read()
    return content


def find(bucket: Bucket, key: str) -> bytes | None:
    """The whole object, or None if it is no longer kept: to whoever may not list a bucket S3 says 403 of what is not there."""
    try:
        return get(bucket, key)
    except NotFound:
        return None
    except ClientError as error:
        if code_of(error) in ("AccessDenied", "403"):
            return None
        raise


def put(bucket: Bucket, key: str, body: bytes, content_type: str) -> None:
    with reaching(f"bucket {bucket}"):
        client("s3").put_object(Bucket=_name(bucket), Key=key, Body=body, ContentType=content_type)


def link(bucket: Bucket, key: str, name: str) -> str:
    """An address that gives this object to its holder for five minutes, always as a download under this name."""
    quoted = quote(name, safe="")
    parameters = {
        "Bucket": _name(bucket),
        "Key": key,
        "ResponseContentDisposition": f"attachment; filename*=UTF-8''{quoted}",
        "ResponseContentType": UNKNOWN,
    }
    url: str = client("s3").generate_presigned_url("get_object", Params=parameters, ExpiresIn=LINK_SECONDS)
    return url


def open_link(bucket: Bucket, key: str, content_type: str) -> str:
    """An address for a provider, who fetches the object within the hour and wants to be told its type."""
    parameters = {"Bucket": _name(bucket), "Key": key, "ResponseContentType": content_type or UNKNOWN}
    url: str = client("s3").generate_presigned_url("get_object", Params=parameters, ExpiresIn=OPEN_SECONDS)
    return url


def upload_link(bucket: Bucket, key: str, content_type: str, size: int) -> str:
    """An address that takes exactly one object of this type and size by PUT, for an hour."""
    parameters = {"Bucket": _name(bucket), "Key": key, "ContentType": content_type, "ContentLength": size}
    url: str = client("s3").generate_presigned_url("put_object", Params=parameters, ExpiresIn=OPEN_SECONDS)
    return url


def copy(bucket: Bucket, key: str, to: str) -> bool:
    """Copy an object within its bucket; False if there is none."""
    try:
        with reaching(f"bucket {bucket}"):
            client("s3").copy_object(Bucket=_name(bucket), Key=to, CopySource={"Bucket": _name(bucket), "Key": key})
    except ClientError as error:
        if code_of(error) in MISSING:
            return False
        raise
    return True


def remove(bucket: Bucket, key: str) -> None:
    """For good: our buckets keep no versions. Nothing if there is none."""
    with reaching(f"bucket {bucket}"):
        client("s3").delete_object(Bucket=_name(bucket), Key=key)


def exists(bucket: Bucket, key: str) -> bool:
    try:
        with reaching(f"bucket {bucket}"):
            _found(bucket, key, "head_object")
    except NotFound:
        return False
    return True


def listed(bucket: Bucket, prefix: str) -> Iterator[tuple[str, datetime]]:
    """Keys under a prefix with the time (UTC) they were stored, page by page."""
    with reaching(f"bucket {bucket}"):
        for page in client("s3").get_paginator("list_objects_v2").paginate(Bucket=_name(bucket), Prefix=prefix):
            yield from ((row["Key"], row["LastModified"]) for row in page.get("Contents", ()))


def _found(bucket: Bucket, key: str, operation: str) -> Any:
    try:
        return getattr(client("s3"), operation)(Bucket=_name(bucket), Key=key)
    except ClientError as error:
        if code_of(error) in MISSING:
            raise NotFound(f"{bucket}/{key} does not exist") from error
        raise


def _name(bucket: Bucket) -> str:
    return settings().raw_bucket if bucket == "raw" else settings().files_bucket
