"""A person asks to be forgotten: nothing of theirs is left in any table, bucket or index, and what the desk counts stays."""

import json
from collections.abc import Iterator
from contextlib import suppress
from email.message import EmailMessage
from typing import Any

import pytest

from chalicelib import codec
from chalicelib.settings import settings
from chalicelib.storage import history
from chalicelib.storage.tickets import find_commits, find_view
from chalicelib.tickets.events import MessageReceived
from chalicelib.tickets.fold import fold
from chalicelib.tickets.onlookers import ForwardWritten
from infra import erase as erase_again
from tests.handlers.client import Client
from tests.handlers.conftest import api as api  # the fixture, which is not this folder's
from tests.journeys.test_joining_cut_off import Cut, ending
from tests.world import World, client

AINO, OTHER, PAULA = "aino.kanarialintu@asiakas.example", "aino.toinen@koti.example", "paula@asiakas.example"
NUMBER = "+358401112223"
CANARIES = (
    "kanarialintu", "aino.toinen", "Virtanenska", "salakuljetus", "liitesalaisuus", "muistilappu", "palautesana", "otsikkosana",
    "401112223", "kentasana", "odottaja", "hiljaisuus",
)  # fmt: skip
KEPT = ("id", "status", "priority", "created_at", "group_id", "responder_id", "stats", "type", "tags")


def with_file(sender: str, subject: str, text: str, name: str, **headers: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "help@kauppa.example", subject
    for header, value in headers.items():
        message[header.replace("_", "-")] = value
    message.set_content(text)
    message.add_attachment(f"liitesalaisuus: {name}".encode(), maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def first_mail() -> bytes:
    sender, text = f"Aino Virtanenska <{AINO}>", "salakuljetus on pulmani, soita heti"
    return with_file(sender, "otsikkosana rikki", text, "kanarialintu.bin", Message_ID="<kanarialintu-1@asiakas.example>")


def lived(api: Client) -> tuple[int, int, int]:
    """Aino's own ticket with all that can be on one, Paula's on which she wrote too, and her contact."""
    world = api.world
    world.raw_mail(first_mail(), recipients=["help@kauppa.example"])
    world.settle()
    world.mail(PAULA, "Yhteinen asia", "Paulan oma sana hylly", cc=OTHER)
    world.settle()
    # By way of another address of ours it is another object.
    world.raw_mail(first_mail(), recipients=["laskutus@kauppa.example"])
    world.settle()
    own, shared = sorted(row["id"] for row in api.get("/tickets").body)
    contact = api.get(f"/tickets/{own}").body["requester_id"]
    assert api.put(f"/contacts/{contact}", {"other_emails": [OTHER], "address": "Virtanenska 1", "mobile": NUMBER}).status == 200
    begun = next(event for event in find_commits(shared)[0].events if isinstance(event, MessageReceived))
    reply = [("In-Reply-To", begun.external_id)]
    world.mail(f"Aino Virtanenska <{OTHER}>", "Re: Yhteinen asia", "minunkin salakuljetus", headers=reply)
    world.settle()
    assert sorted(row["id"] for row in api.get("/tickets").body) == [own, shared]
    api.put(f"/tickets/{own}", {"custom_fields": {"cf_huomio": "kentasana"}})
    for path, body in (
        ("reply", {"body": f"Hei Aino Virtanenska, salakuljetus hoidossa, {NUMBER}"}),
        ("notes", {"body": "muistilappu: soitti"}),
        ("time_entries", {"time_spent": "00:10", "note": "muistilappu aika"}),
        ("satisfaction_ratings", {"ratings": {"default_question": 103}, "feedback": "palautesana"}),
    ):
        assert api.post(f"/tickets/{own}/{path}", body).status == 201
    assert api.put(f"/tickets/{own}/summary", {"body": "muistilappu tiivis"}).status == 200
    world.mail(AINO, "odottaja", "hiljaisuus", verdicts={"spam": "FAIL"})
    world.settle()
    return own, shared, contact


def everything() -> Iterator[str]:
    """Every item of every table and every object, unpacked as far as it is packed."""
    known = settings()
    for table in tables():
        yield from (f"{table} {readable(item)}" for item in scanned(table))
    for bucket in (known.raw_bucket, known.files_bucket):
        for row in client("s3").list_objects_v2(Bucket=bucket).get("Contents", []):
            body = client("s3").get_object(Bucket=bucket, Key=row["Key"])["Body"].read()
            yield f"{bucket} {row['Key']} {body.decode('utf-8', 'replace')}"


def tables() -> tuple[str, ...]:
    known = settings()
    of_people = (known.tickets_table, known.seen_table, known.people_table, known.surveys_table)
    return (*of_people, known.desk_table, known.ledger_table, known.search_table)


def scanned(table: str) -> Iterator[dict[str, Any]]:
    for page in client("dynamodb").get_paginator("scan").paginate(TableName=table):
        yield from page["Items"]


def readable(item: Any) -> str:
    if isinstance(item, bytes):
        try:
            return json.dumps(codec.unpack(item, object), ensure_ascii=False)
        except ValueError:
            return item.decode("utf-8", "replace")
    if isinstance(item, dict):
        return " ".join(f"{key}: {readable(value)}" for key, value in item.items())
    return " ".join(map(readable, item)) if isinstance(item, list) else str(item)


def traces(words: tuple[str, ...] = CANARIES) -> list[str]:
    return [f"{word} in {text[:400]}" for text in everything() for word in words if word.casefold() in text.casefold()]


def erase(api: Client, contact: int) -> str:
    """Both rounds; where to ask how far it is."""
    told = api.delete(f"/contacts/{contact}/hard_delete?force=true")
    assert told.status == 204
    api.world.settle()
    api.world.after(minutes=16)
    api.world.settle()
    return told.headers["Location"].rpartition("/api/v2")[2]


def test_after_an_erasure_no_trace_of_the_person_is_left(api: Client, world: World) -> None:
    own, shared, contact = lived(api)
    assert [word for word in CANARIES if not traces((word,))] == []
    begun = erase(api, contact)
    assert (traces(), world.failures) == ([], [])
    told = api.get(begun).body
    assert (told["status"], told["contact_ids"], told["tickets"]) == ("completed", [contact], 2)
    assert [one["id"] for one in api.get("/erasures").body] == [told["id"]]
    for number in (own, shared):
        view = find_view(number)
        assert view is not None
        assert view.value() == fold(None, find_commits(number)) == history.load(number)


def test_what_the_desk_counts_stays_and_the_history_says_who_erased(api: Client) -> None:
    own, shared, contact = lived(api)
    before, bill = api.get(f"/tickets/{own}?include=stats").body, api.get(f"/tickets/{own}/cost").body["total"]
    time = api.get(f"/tickets/{own}/time_entries").body[0]["time_spent"]
    seconds = [(one["id"], one["incoming"], one["created_at"]) for one in api.get(f"/tickets/{own}/conversations").body]
    begun = erase(api, contact)
    after = api.get(f"/tickets/{own}?include=stats").body
    assert {name: after[name] for name in KEPT} == {name: before[name] for name in KEPT}
    assert (after["subject"], after["requester_id"]) == ("", api.get(begun).body["stands_as"])
    assert api.get(f"/tickets/{own}/cost").body["total"] >= bill
    assert [(one["time_spent"], one["note"]) for one in api.get(f"/tickets/{own}/time_entries").body] == [(time, None)]
    again = api.get(f"/tickets/{own}/conversations").body
    assert [(one["id"], one["incoming"], one["created_at"]) for one in again] == seconds
    assert {one["body_text"] for one in again} == {""}
    told = [one["text"] for one in api.get(f"/tickets/{own}/activities").body if one["event"] == "person.erased"]
    assert [" erased the customer and all that was written here" in one for one in told] == [True]
    assert api.get(f"/tickets/{shared}").body["description_text"] == "Paulan oma sana hylly"


def test_a_mail_that_was_released_leaves_no_trace_either(api: Client, world: World) -> None:
    world.mail(f"Aino Virtanenska <{AINO}>", "odottaja", "hiljaisuus", verdicts={"spam": "FAIL"})
    world.settle()
    assert api.post(f"/suspended/{api.get('/suspended').body[0]['id']}/release").status == 202
    world.settle()
    erase(api, api.get("/tickets/1").body["requester_id"])
    assert (traces(), world.failures) == ([], [])


def test_what_was_forwarded_on_somebody_elses_ticket_is_forgotten_there(api: Client, world: World) -> None:
    first = with_file(PAULA, "Yhteinen asia", "Paulan oma sana hylly", "hylly.pdf", Message_ID="<paula-1@asiakas.example>", Cc=AINO)
    after = {"Message_ID": "<kanarialintu-2@asiakas.example>", "In_Reply_To": "<paula-1@asiakas.example>"}
    for mail in (first, with_file(f"Aino Virtanenska <{AINO}>", "Re: Yhteinen asia", "minunkin salakuljetus", "kanarialintu.bin", **after)):
        world.raw_mail(mail, recipients=["help@kauppa.example"])
        world.settle()
    assert [row["id"] for row in api.get("/tickets").body] == [1]
    mine = {event.contact for commit in find_commits(1) for event in commit.events if isinstance(event, MessageReceived)}
    contact = (mine - {api.get("/tickets/1").body["requester_id"]}).pop()
    passed_on = {"body": "Katsokaa", "to_emails": ["huolto@toinen.example"], "include_original_attachments": True}
    assert api.post("/tickets/1/forward", passed_on).status == 201
    world.settle()
    erase(api, contact)
    words = tuple(word for word in CANARIES if word != "liitesalaisuus")
    assert (traces(words), world.failures) == ([], [])
    files = [event.files for commit in find_commits(1) for event in commit.events if isinstance(event, ForwardWritten)]
    assert [file.name for file in files[0]] == ["hylly.pdf", ""]
    assert [text for text in everything() if "liitesalaisuus: hylly.pdf" in text]


def test_what_was_split_off_for_somebody_else_keeps_its_files(api: Client, world: World) -> None:
    first = with_file(AINO, "Yhteinen asia", "salakuljetus", "kanarialintu.bin", Message_ID="<kanarialintu-1@asiakas.example>", Cc=PAULA)
    after = {"Message_ID": "<paula-1@asiakas.example>", "In_Reply_To": "<kanarialintu-1@asiakas.example>"}
    for mail in (first, with_file(PAULA, "Re: Yhteinen asia", "Paulan oma sana hylly", "hylly.pdf", **after)):
        world.raw_mail(mail, recipients=["help@kauppa.example"])
        world.settle()
    said = api.get("/tickets/1/conversations").body[-1]["id"]
    passed_on = {"body": "Katsokaa", "to_emails": ["huolto@toinen.example"], "include_original_attachments": True}
    assert api.post("/tickets/1/forward", passed_on).status == 201
    assert api.post("/tickets/1/split", {"conversation_ids": [said]}).status == 201
    world.settle()
    erase(api, api.get("/tickets/1").body["requester_id"])
    there = api.get("/tickets/2").body
    assert (there["description_text"], [one["name"] for one in there["attachments"]]) == ("Paulan oma sana hylly", ["hylly.pdf"])
    assert [text for text in everything() if "liitesalaisuus: hylly.pdf" in text]
    assert traces(("salakuljetus", "liitesalaisuus: kanarialintu")) == []


def test_nobody_is_answered_any_more_and_who_writes_again_is_somebody_new(api: Client, world: World) -> None:
    own, _, contact = lived(api)
    erase(api, contact)
    assert api.post(f"/tickets/{own}/reply", {"body": "Hei"}).status == 409
    sent = len(world.mails(AINO))
    world.raw_mail(first_mail(), recipients=["help@kauppa.example"])
    world.mail(AINO, "Uusi asia", "Moikka", headers=[("In-Reply-To", "<kanarialintu-1@asiakas.example>")])
    world.settle()
    newest = max(row["id"] for row in api.get("/tickets").body)
    assert newest > own
    requester = api.get(f"/tickets/{newest}").body["requester_id"]
    assert [row["id"] for row in api.get(f"/tickets?requester_id={requester}").body] == [newest]
    assert (len(world.mails(AINO)), world.failures) == (sent, [])


def test_who_writes_again_before_all_is_done_or_before_it_is_done_again_loses_nothing(api: Client, world: World) -> None:
    own, _, contact = lived(api)
    begun = api.delete(f"/contacts/{contact}/hard_delete?force=true").headers["Location"].rpartition("/api/v2")[2]
    world.after(minutes=2)
    world.settle()
    world.mail(AINO, "Uusi asia", "Moikka taas", verdicts={"spam": "FAIL"})
    world.mail(AINO, "Toinen asia", "Moikka vielä")
    world.settle()
    newest = max(row["id"] for row in api.get("/tickets").body)
    assert newest > own

    def standing() -> tuple[object, ...]:
        ticket = api.get(f"/tickets/{newest}?include=requester").body
        waiting = [one["subject"] for one in api.get("/suspended").body]
        return ticket["subject"], ticket["description_text"], ticket["requester"]["email"], waiting

    there = ("Toinen asia", "Moikka vielä", AINO, ["Uusi asia"])
    assert standing() == there
    for _ in range(2):
        world.after(minutes=16)
        world.settle()
        assert (api.get(begun).body["status"], standing()) == ("completed", there)
        assert erase_again.main([]) == 0
        world.settle()
    words = tuple(word for word in CANARIES if word not in ("kanarialintu", "odottaja"))
    assert (traces(words), world.failures) == ([], [])


def test_after_a_restore_the_same_person_is_erased_once_more(api: Client, world: World) -> None:
    _, _, contact = lived(api)
    backup = {table: list(scanned(table)) for table in tables()}
    begun = erase(api, contact)
    for table in tables():
        for item in scanned(table):
            keys = {name: item[name] for name in ("pk", "sk") if name in item}
            client("dynamodb").delete_item(TableName=table, Key=keys)
        for item in backup[table]:
            client("dynamodb").put_item(TableName=table, Item=item)
    assert traces()
    assert api.get(begun).status == 404
    assert erase_again.main([]) == 0
    world.settle()
    world.after(minutes=16)
    world.settle()
    assert (traces(), api.get(begun).body["status"]) == ([], "completed")


@pytest.mark.slow
def test_wherever_an_erasure_is_cut_off_it_goes_on_and_ends(api: Client, world: World) -> None:
    _, _, contact = lived(api)
    begun = api.delete(f"/contacts/{contact}/hard_delete?force=true").headers["Location"].rpartition("/api/v2")[2]
    world.settle()
    world.failures.clear()
    for minutes in (0, 16):
        world.after(minutes=minutes)
        for writes in range(30):
            assert api.post(f"{begun}/resume").status == 202
            with suppress(Cut), ending(writes):
                world.settle()
    assert api.get(begun).body["status"] == "completed"
    world.failures.clear()
    world.settle()
    assert (traces(), world.failures) == ([], [])
