"""Objects come back as they were put; a missing or a huge one is told apart from a bucket that fails."""

import uuid

import pytest

from chalicelib.errors import NotFound, Unavailable, Unreadable
from chalicelib.outside import aws, files
from chalicelib.settings import settings
from tests.outside.conftest import Configure
from tests.outside.faults import client_error, provoked

BROKEN = (503, "<Error><Code>ServiceUnavailable</Code></Error>")


@pytest.fixture(autouse=True)
def _buckets(configure: Configure) -> None:
    raw, stored = f"raw-{uuid.uuid4()}", f"files-{uuid.uuid4()}"
    for name in (raw, stored):
        aws.client("s3").create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-north-1"})
    configure(RAW_BUCKET=raw, FILES_BUCKET=stored)


def test_what_is_put_comes_back() -> None:
    files.put("files", "a/ä b.txt", b"\x00content", "text/plain")
    assert files.get("files", "a/ä b.txt") == b"\x00content"
    stored = aws.client("s3").head_object(Bucket=settings().files_bucket, Key="a/ä b.txt")
    assert stored["ContentType"] == "text/plain"


def test_the_buckets_are_apart() -> None:
    files.put("raw", "only/raw", b"x", "message/rfc822")
    assert (files.exists("raw", "only/raw"), files.exists("files", "only/raw")) == (True, False)


def test_a_missing_object_is_not_found() -> None:
    with pytest.raises(NotFound, match="raw/nowhere"):
        files.get("raw", "nowhere")


@pytest.mark.parametrize(("at_most", "fits"), [(10, True), (9, False)])
def test_an_object_is_read_up_to_the_cap(at_most: int, fits: bool) -> None:
    files.put("raw", "ten", b"0123456789", "text/plain")
    if fits:
        assert files.get("raw", "ten", at_most) == b"0123456789"
    else:
        with pytest.raises(Unreadable, match="10 bytes, more than 9"):
            files.get("raw", "ten", at_most)


def test_a_failing_bucket_is_not_taken_for_an_empty_one() -> None:
    with provoked("s3", "HeadObject", *[BROKEN] * 4), pytest.raises(Unavailable, match="bucket raw"):
        files.exists("raw", "ten")


@pytest.mark.parametrize("code", ["AccessDenied", "NoSuchKey"])
def test_what_is_no_longer_kept_is_none_also_for_who_may_not_list(code: str) -> None:
    files.put("raw", "kept", b"x", "message/rfc822")
    assert files.find("raw", "kept") == b"x"
    with provoked("s3", "GetObject", client_error(code, 403)):
        assert files.find("raw", "kept") is None


def test_a_failing_bucket_is_not_taken_for_one_that_forgot() -> None:
    with provoked("s3", "GetObject", *[BROKEN] * 4), pytest.raises(Unavailable, match="bucket raw"):
        files.find("raw", "kept")
