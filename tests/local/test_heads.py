"""Requests are counted by their heads, whatever the pieces they come in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.local.heads import Heads

SCOPE = "AWS4-HMAC-SHA256 Credential=local/20261201/eu-north-1/{}/aws4_request, SignedHeaders=host, Signature=00"


def asked(line: str, body: bytes = b"", **headers: str) -> bytes:
    named = {"Host": "127.0.0.1", "Content-Length": str(len(body))} | {name.replace("_", "-"): value for name, value in headers.items()}
    return f"{line} HTTP/1.1\r\n{''.join(f'{name}: {value}{chr(13)}{chr(10)}' for name, value in named.items())}\r\n".encode() + body


TARGETED = asked("POST /", b'{"TableName": "POST / HTTP/1.1"}', X_Amz_Target="DynamoDB_20120810.PutItem")
QUEUED = asked("POST /", b"{}", X_Amz_Target="AmazonSQS.SendMessage")
PARAMETER = asked("POST /", b"{}", X_Amz_Target="AmazonSSM.GetParameter")
FORM = asked(
    "POST /", b"Action=SendRawEmail&Version=2010-12-01&RawMessage.Data=" + b"x" * 500, Content_Type="application/x-www-form-urlencoded",
    Authorization=SCOPE.format("ses"),
)  # fmt: skip
CHUNKS = b"5;chunk-signature=0\r\nabcde\r\n3\r\nfgh\r\n0\r\nx-amz-checksum-crc32: AA==\r\n\r\n"
CHUNKED = asked("PUT /raw/mail/1", b"", Transfer_Encoding="chunked", Content_Length="0") + CHUNKS
PLAIN_CHUNKS = asked("PUT /raw/mail/1", b"", Transfer_Encoding="chunked", Content_Length="0") + b"2\r\nab\r\n0\r\n\r\n"
ALL = [
    (TARGETED, ["dynamodb:PutItem"]),
    (QUEUED, ["sqs:SendMessage"]),
    (PARAMETER, ["ssm:GetParameter"]),
    (FORM, ["ses:SendRawEmail"]),
    (CHUNKED, ["s3:PutObject"]),
    (PLAIN_CHUNKS, ["s3:PutObject"]),
    (asked("GET /raw/mail/1"), ["s3:GetObject"]),
    (asked("HEAD /raw/mail/1"), ["s3:HeadObject"]),
    (asked("PUT /files/a/b", b"x" * 70_000), ["s3:PutObject"]),
    (asked("GET /raw?list-type=2&prefix=mail%2F"), ["s3:ListObjectsV2"]),
    (asked("GET /raw/?list-type=2"), ["s3:ListObjectsV2"]),
    (asked("GET /files/a?X-Amz-Algorithm=A&X-Amz-Signature=00"), []),
]


@pytest.mark.parametrize(("raw", "requests"), ALL)
def test_a_request_is_known_by_its_head(raw: bytes, requests: list[str]) -> None:
    assert list(Heads().feed(raw)) == requests


@given(st.data())
def test_requests_are_the_same_in_pieces_of_any_size(data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from(ALL), min_size=1, max_size=5))
    stream = b"".join(raw for raw, _ in chosen)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=12)))
    heads, found = Heads(), list[str]()
    for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True):
        found += heads.feed(stream[start:end])
    assert found == [request for _, requests in chosen for request in requests]
