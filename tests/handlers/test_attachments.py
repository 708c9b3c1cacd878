"""Files that go out: as parts of a form or uploaded before, on replies, notes and new tickets, to the customer's own channel."""

from typing import Any
from urllib.parse import urlsplit

import boto3
import pytest

from chalicelib.settings import settings
from tests.handlers.client import Client, Told
from tests.world import World

BOUNDARY = "----WebKitFormBoundary7MA4YWxk"
PDF = b"%PDF-1.4\r\n\x00\xff\rlone return\nend"


def form(*parts: tuple[str, str | bytes]) -> bytes:
    """As browsers and Node write it; a value of bytes is a file."""
    out = b""
    for name, value in parts:
        is_file = isinstance(value, bytes)
        head = f'Content-Disposition: form-data; name="{name}"' + (
            '; filename="lasku ä.pdf"\r\nContent-Type: application/pdf' if is_file else ""
        )
        out += f"--{BOUNDARY}\r\n{head}\r\n\r\n".encode() + (value if isinstance(value, bytes) else value.encode()) + b"\r\n"
    return out + f"--{BOUNDARY}--\r\n".encode()


def sent(api: Client, path: str, *parts: tuple[str, str | bytes], **headers: str) -> Told:
    told = {"content-type": f"multipart/form-data; boundary={BOUNDARY}", **headers}
    return api.call("POST", path, form(*parts), headers=told)


def put(url: str, headers: dict[str, str], content: bytes) -> None:
    """What S3 does with a PUT to that address; moto hears botocore only."""
    assert "X-Amz-Signature" in url or "Signature" in url
    assert headers["Content-Length"] == str(len(content))
    boto3.client("s3").put_object(Bucket=settings().files_bucket, Key=key_in(url), Body=content)


def key_in(url: str) -> str:
    return urlsplit(url).path.lstrip("/").removeprefix(f"{settings().files_bucket}/")


def fetched(url: str) -> bytes:
    return stored(key_in(url))


def stored(key: str) -> bytes:
    body: bytes = boto3.client("s3").get_object(Bucket=settings().files_bucket, Key=key)["Body"].read()
    return body


def attached(told: Any) -> list[tuple[str, str, int]]:
    return [(file["name"], file["content_type"], file["size"]) for file in told["attachments"]]


def test_a_form_opens_a_ticket_with_its_files_arrays_and_own_fields(api: Client) -> None:
    made = sent(
        api, "/tickets", ("email", "aino@asiakas.example"), ("subject", "Lasku"), ("description", "Liitteenä"), ("status", "2"),
        ("priority", "3"), ("tags[]", "vip"), ("tags[]", "lasku"), ("custom_fields[cf_order]", "A-17"), ("attachments[]", PDF),
    )  # fmt: skip
    assert made.status == 201, made.body
    assert attached(made.body) == [("lasku ä.pdf", "application/pdf", len(PDF))]
    assert (made.body["priority"], made.body["tags"], made.body["custom_fields"]) == (3, ["vip", "lasku"], {"cf_order": "A-17"})
    assert attached(api.get(f"/tickets/{made.body['id']}").body) == attached(made.body)


def test_a_reply_takes_its_files_to_the_customer_by_mail(api: Client, world: World) -> None:
    ticket = api.opened()["id"]
    told = sent(api, f"/tickets/{ticket}/reply", ("body", "<p>Tässä lasku</p>"), ("attachments[]", PDF))
    assert (told.status, attached(told.body)) == (201, [("lasku ä.pdf", "application/pdf", len(PDF))])
    world.settle()
    mail = world.mails()[-1].mail
    files = [(part.get_filename(), part.get_content_type(), part.get_payload(decode=True)) for part in mail.iter_attachments()]
    assert files == [("lasku ä.pdf", "application/pdf", PDF)]
    assert "Tässä lasku" in world.mails()[-1].text


def test_a_note_keeps_its_files_from_the_customer(api: Client, world: World) -> None:
    ticket = api.opened()["id"]
    told = sent(api, f"/tickets/{ticket}/notes", ("body", "Sisäinen"), ("private", "true"), ("attachments[]", PDF))
    assert (told.status, told.body["private"], attached(told.body)) == (201, True, [("lasku ä.pdf", "application/pdf", len(PDF))])
    world.settle()
    assert world.mails() == []


def test_the_same_form_again_keeps_its_files_once(api: Client) -> None:
    ticket = api.opened()["id"]
    told = [sent(api, f"/tickets/{ticket}/reply", ("body", "Hei"), ("attachments[]", PDF), **{"idempotency-key": "k"}) for _ in range(2)]
    assert told[0].body["id"] == told[1].body["id"]
    keys = boto3.client("s3").list_objects_v2(Bucket=settings().files_bucket)["Contents"]
    assert [stored(row["Key"]) for row in keys] == [PDF]


def test_an_uploaded_file_is_named_by_its_id(api: Client, world: World) -> None:
    ticket = api.opened()["id"]
    announced = api.post("/uploads", {"name": "../kuva.png", "size": len(PDF), "content_type": "image/png"})
    assert (announced.status, announced.body["name"], announced.body["method"]) == (201, "kuva.png", "PUT")
    early = api.post(f"/tickets/{ticket}/reply", {"body": "Hei", "attachment_ids": [announced.body["id"]]})
    assert (early.status, early.faults) == (400, [("attachment_ids", "invalid_value")])
    put(announced.body["upload_url"], announced.body["headers"], PDF)
    told = api.post(f"/tickets/{ticket}/reply", {"body": "Hei", "attachment_ids": [announced.body["id"]]})
    assert attached(told.body) == [("kuva.png", "image/png", len(PDF))]
    world.settle()
    assert [part.get_payload(decode=True) for part in world.mails()[-1].mail.iter_attachments()] == [PDF]


def test_nobody_takes_what_another_uploaded(api: Client) -> None:
    ticket = api.opened()["id"]
    number = api.of("Aki").post("/uploads", {"name": "a.txt", "size": 3}).body["id"]
    told = api.post(f"/tickets/{ticket}/notes", {"body": "Hei", "attachment_ids": [number]})
    assert (told.status, told.faults) == (400, [("attachment_ids", "invalid_value")])


def test_what_is_no_form_or_too_much_is_refused_with_its_place(api: Client) -> None:
    ticket = api.opened()["id"]
    broken = api.call("POST", f"/tickets/{ticket}/reply", b"no form", headers={"content-type": "multipart/form-data; boundary=x"})
    text = sent(api, f"/tickets/{ticket}/reply", ("body", "Hei"), ("attachments[]", "no file"))
    large = api.post("/uploads", {"name": "a", "size": 20 * 2**20 + 1})
    json_files = api.post(f"/tickets/{ticket}/reply", {"body": "Hei", "attachments": ["x"]})
    assert [(told.status, told.faults) for told in (broken, text, large, json_files)] == [
        (400, [("body", "invalid_json")]),
        (400, [("attachments", "invalid_value")]),
        (400, [("size", "invalid_value")]),
        (400, [("attachments", "invalid_value")]),
    ]


@pytest.mark.parametrize(
    "names", [("tags", "tags[x]"), ("custom_fields", "custom_fields[cf_a]"), ("custom_fields[cf_a]", "custom_fields[]"), ("foo", "foo[]")]
)
def test_a_field_that_is_written_in_two_ways_is_refused(api: Client, names: tuple[str, str]) -> None:
    fields = (("email", "aino@asiakas.example"), ("subject", "x"), ("description", "x"))
    told = sent(api, "/tickets", *fields, *((name, "1") for name in names))
    assert told.status == 400, told.body
