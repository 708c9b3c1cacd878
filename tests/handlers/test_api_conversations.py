"""What is said on a ticket through the API, and what its history tells."""

from email.message import EmailMessage
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest

from tests.handlers.client import Client

CONVERSATION = {
    "id",
    "ticket_id",
    "user_id",
    "body",
    "body_text",
    "incoming",
    "private",
    "source",
    "category",
    "to_emails",
    "cc_emails",
    "bcc_emails",
    "from_email",
    "support_email",
    "email_failure_count",
    "outgoing_failures",
    "thread_id",
    "thread_message_id",
    "last_edited_at",
    "last_edited_user_id",
    "automation_id",
    "automation_type_id",
    "auto_response",
    "source_additional_info",
    "attachments",
    "created_at",
    "updated_at",
    "delivery",
    "warnings",
    "moved_to_ticket_id",
    "canned_response_id",
}


@pytest.fixture
def ticket(api: Client) -> Any:
    api.world.mail("Aino Aalto <aino@asiakas.example>", "Paketti", "Missä paketti on?", cc="bo@asiakas.example")
    api.world.settle()
    return api.get("/tickets/1").body


def test_a_mail_is_described_by_its_first_message(ticket: Any) -> None:
    told = {name: ticket[name] for name in ("subject", "description", "description_text", "source", "channel", "cc_emails", "to_emails")}
    assert told == {
        "subject": "Paketti",
        "description": "<div>Missä paketti on?</div>",
        "description_text": "Missä paketti on?",
        "source": 1,
        "channel": "email",
        "cc_emails": ["bo@asiakas.example"],
        "to_emails": ["help@kauppa.example"],
    }


def test_a_reply_reaches_the_customer_and_is_told_with_every_key(api: Client, ticket: Any) -> None:
    told = api.post("/tickets/1/reply", {"body": "<p>Se on <b>matkalla</b>.</p><img src=x onerror=y>", "cc_emails": ["bo@asiakas.example"]})
    assert (told.status, set(told.body)) == (201, CONVERSATION | {"replied_to"})
    chosen = {
        name: told.body[name] for name in ("ticket_id", "body", "body_text", "incoming", "private", "source", "from_email", "replied_to")
    }
    assert chosen == {
        "ticket_id": 1,
        "body": "<p>Se on <b>matkalla</b>.</p>",
        "body_text": "Se on matkalla.",
        "incoming": False,
        "private": False,
        "source": 0,
        "from_email": "help@kauppa.example",
        "replied_to": ["aino@asiakas.example", "bo@asiakas.example"],
    }
    api.world.settle()
    (mail,) = api.world.mails("aino@asiakas.example")
    assert "Se on matkalla." in mail.text
    assert {"aino@asiakas.example", "bo@asiakas.example"} <= set(mail.to)


def test_conversations_come_oldest_first_without_the_opening(api: Client, ticket: Any) -> None:
    api.post("/tickets/1/reply", {"body": "Se on matkalla."})
    api.world.settle()
    (sent,) = api.world.mails("aino@asiakas.example")
    api.world.mail("Aino Aalto <aino@asiakas.example>", "Re: Paketti", "Ei se ole tullut vielä perille.", to=str(sent.mail["Reply-To"]))
    api.world.settle()
    api.of("Liisa").post("/tickets/1/notes", {"body": "Kysyn varastolta."})
    told = api.get("/tickets/1/conversations").body
    chosen = [(said["body_text"], said["incoming"], said["private"], said["source"], said["delivery"]) for said in told]
    assert chosen == [
        ("Se on matkalla.", False, False, 0, "delivered"),
        ("Ei se ole tullut vielä perille.", True, False, 0, None),
        ("Kysyn varastolta.", False, True, 2, None),
    ]
    assert [set(said) for said in told] == [CONVERSATION] * 3
    assert (told[1]["from_email"], told[1]["user_id"], told[2]["user_id"]) == (
        "aino@asiakas.example",
        ticket["requester_id"],
        api.agent("Liisa"),
    )


def test_conversations_are_paged(api: Client) -> None:
    api.opened()
    for number in range(3):
        api.post("/tickets/1/notes", {"body": f"Huom. {number}"})
    first, second = (api.get(f"/tickets/1/conversations?per_page=2&page={page}") for page in (1, 2))
    assert [len(first.body), len(second.body), "Link" in first.headers, "Link" in second.headers] == [2, 1, True, False]


def test_a_note_is_private_unless_it_says_otherwise(api: Client) -> None:
    api.opened()
    told = [
        api.post("/tickets/1/notes", {"body": "Huom.", **given}).body["private"] for given in ({}, {"private": True}, {"private": False})
    ]
    assert told == [True, True, False]


@pytest.mark.parametrize("verb", ["reply", "notes"])
def test_a_repeated_request_says_it_once(api: Client, verb: str) -> None:
    api.opened()
    first = api.post(f"/tickets/1/{verb}", {"body": "Kerran."}, Idempotency_Key="k")
    for number in range(5):
        api.post("/tickets/1/notes", {"body": f"Väliin {number}"})
    again = api.post(f"/tickets/1/{verb}", {"body": "Kerran."}, Idempotency_Key="k")
    assert (again.status, again.body) == (201, first.body)
    assert [said["body_text"] for said in api.get("/tickets/1/conversations").body].count("Kerran.") == 1


def test_a_supervisor_writes_in_a_colleagues_name_and_an_agent_does_not(api: Client) -> None:
    api.opened()
    body = {"body": "Hei", "user_id": api.agent("Ville")}
    assert api.of("Liisa").post("/tickets/1/notes", body).body["user_id"] == api.agent("Ville")
    assert api.of("Aki").post("/tickets/1/notes", body).status == 403
    assert api.post("/tickets/1/notes", {"body": "Hei", "user_id": 5}).faults == [("user_id", "invalid_value")]


@pytest.mark.parametrize(
    ("path", "body", "most"),
    [
        ("/tickets/1/reply", {"body": "Hei"}, 49),
        ("/tickets/1/forward", {"body": "Hei", "to_emails": ["a@muu.example", "b@muu.example"]}, 48),
        ("/tickets/outbound_email", {"email": "a@muu.example", "subject": "Hei", "description": "Hei"}, 49),
    ],
)
def test_a_mail_goes_to_as_many_as_ses_takes(api: Client, path: str, body: dict[str, Any], most: int) -> None:
    api.opened()
    crowd = [f"x{number}@muu.example" for number in range(most + 1)]
    half = {"cc_emails": crowd[:25], "bcc_emails": crowd[25:]}
    assert api.post(path, {**body, **half}).faults == [("bcc_emails", "invalid_value")]
    assert api.post(path, {**body, **half, "bcc_emails": crowd[25:most]}).status == 201


def test_words_are_mandatory(api: Client) -> None:
    api.opened()
    told = [api.post(f"/tickets/1/{verb}", body).faults for verb in ("reply", "notes") for body in ({}, {"body": ""}, {"body": None})]
    assert told == [[("body", "missing_field")]] * 6


def test_a_deleted_ticket_is_not_answered(api: Client) -> None:
    api.opened()
    api.delete("/tickets/1")
    assert api.post("/tickets/1/reply", {"body": "Hei"}).status == 409


def test_the_survey_answer_is_heard_among_the_conversations(api: Client, ticket: Any) -> None:
    api.put("/tickets/1", {"status": 4})
    api.world.settle()
    api.world.after(hours=2)
    link = next(line for mail in api.world.mails("aino@asiakas.example") for line in mail.text.split() if "/survey/" in line)
    path = link.removeprefix("https://desk.kauppa.example").split("?")[0]
    api.world.http("POST", path, body=b"score=5&comment=Hienoa", headers={"content-type": "application/x-www-form-urlencoded"})
    api.world.settle()
    (said,) = api.get("/tickets/1/conversations").body
    assert (said["body_text"], said["source"], said["incoming"], said["private"], said["user_id"]) == (
        "Hienoa",
        6,
        True,
        True,
        ticket["requester_id"],
    )


def test_an_attachment_is_fetched_by_a_link_that_ends(api: Client) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "aino@asiakas.example", "help@kauppa.example", "Kuitti"
    message.set_content("Tässä kuitti.")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="kuitti ä.pdf")
    api.world.raw_mail(message.as_bytes(), recipients=["help@kauppa.example"])
    api.world.settle()
    (file,) = api.get("/tickets/1").body["attachments"]
    link = urlsplit(file.pop("attachment_url"))
    asked = parse_qs(link.query)
    stored = boto3.client("s3").get_object(Bucket="vuoro-files", Key=link.path.partition("vuoro-files/")[2] or link.path[1:])["Body"].read()
    assert (stored, asked["X-Amz-Expires"], asked["response-content-type"]) == (b"%PDF-1.4", ["300"], ["application/octet-stream"])
    assert asked["response-content-disposition"] == ["attachment; filename*=UTF-8''kuitti%20%C3%A4.pdf"]
    assert (file["name"], file["content_type"], file["size"], file["thumb_url"]) == ("kuitti ä.pdf", "application/pdf", 8, None)


# -- the history --


def test_activities_tell_the_whole_way_in_sentences(api: Client, ticket: Any) -> None:
    api.of("Liisa").post("/tickets/1/reply", {"body": "Se on matkalla."})
    told = api.get("/tickets/1/activities?per_page=100").body
    assert [row["text"] for row in told if row["event"] in ("ticket.opened", "message.received", "ticket.routed", "reply.written")] == [
        "Aino Aalto opened the ticket “Paketti” by email.",
        "Aino Aalto wrote by email.",
        "The desk gave the ticket to the group Support (no rule matched; Support is the desk's default group).",
        "Liisa replied to Aino Aalto by email.",
    ]
    assert told[0]["actor"] == {"type": "contact", "id": ticket["requester_id"], "name": "Aino Aalto"}
    assert len({row["id"] for row in told}) == len(told)


def test_why_gives_the_reasons_by_topic(api: Client, ticket: Any) -> None:
    told = api.get("/tickets/1/why").body
    assert sorted(told) == [
        "assignment",
        "deliveries",
        "escalation",
        "promises",
        "routing",
        "status",
        "suggestions",
        "survey",
        "suspended",
        "threading",
        "ticket_id",
    ]
    assert [(row["what"], row["because"]) for row in told["threading"]] == [("new, 100 %", "nothing names an earlier ticket")]
    (given,) = told["assignment"]
    assert {one["name"] for one in given["rejected"]} == {"Aki", "Mikko"} or {one["name"] for one in given["rejected"]} == {
        "Liisa",
        "Mikko",
    }


def test_a_receipt_sums_to_the_clock(api: Client, ticket: Any) -> None:
    api.later(hours=3)
    told = api.get("/tickets/1/receipt").body
    assert (told["policy"], told["calendar"], [clock["kind"] for clock in told["clocks"]]) == (
        "standard",
        "Office",
        ["first_response", "resolution"],
    )
    first = told["clocks"][0]
    assert (first["target"], first["used"], first["state"], first["due_at"]) == (14_400, 7200, "running", "2026-12-01T13:00:00Z")
    assert [sum(line["seconds"] for line in clock["lines"]) for clock in told["clocks"]] == [clock["used"] for clock in told["clocks"]]
    assert [(line["why"], line["seconds"]) for line in first["lines"]] == [("counted", 7200), ("break", 0)]
