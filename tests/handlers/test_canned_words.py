"""Replies and notes that begin with a canned response, and notes that colleagues are told of."""

from typing import Any

import pytest

from tests.handlers.client import Client

TEMPLATE = "<p>Hei {{ticket.requester.firstname}}, tiketti {{ticket.id}}.</p>"


@pytest.fixture
def liisa(api: Client) -> Client:
    api.opened(name="Aino Aalto", group_id=api.get("/groups").body[0]["id"])
    return api.of("Liisa")


def canned(author: Client, html: str = TEMPLATE, **more: Any) -> int:
    folder = author.post("/canned_response_folders", {"name": "Omat", "personal": more.get("visibility") == 1}).body["id"]
    made = author.post("/canned_responses", {"title": "Tervehdys", "folder_id": folder, "content_html": html, **more})
    assert made.status == 201, made.body
    return int(made.body["id"])


def told(said: Any) -> tuple[str, int | None]:
    return said["body_text"], said["canned_response_id"]


@pytest.mark.parametrize("way", ["reply", "notes"])
def test_without_a_body_the_response_is_filled_in_from_the_ticket(liisa: Client, way: str) -> None:
    number = canned(liisa)
    made = liisa.post(f"/tickets/1/{way}", {"canned_response_id": number})
    assert (made.status, told(made.body)) == (201, ("Hei Aino, tiketti 1.", number))
    assert [told(said) for said in liisa.get("/tickets/1/conversations").body] == [("Hei Aino, tiketti 1.", number)]


@pytest.mark.parametrize("way", ["reply", "notes"])
def test_with_a_body_the_body_is_said_and_the_response_noted(liisa: Client, way: str) -> None:
    number = canned(liisa)
    assert told(liisa.post(f"/tickets/1/{way}", {"body": "Hei vain", "canned_response_id": number}).body) == ("Hei vain", number)
    assert told(liisa.post(f"/tickets/1/{way}", {"body": "Hei vain"}).body) == ("Hei vain", None)


@pytest.mark.parametrize("way", ["reply", "notes"])
def test_neither_is_a_fault_of_the_body(liisa: Client, way: str) -> None:
    assert [liisa.post(f"/tickets/1/{way}", body).faults for body in ({}, {"body": ""}, {"body": None})] == [
        [("body", "missing_field")]
    ] * 3


def test_a_response_with_gaps_is_not_sent_unseen(liisa: Client) -> None:
    number = canned(liisa, "<p>{{ticket.company.name}}</p>")
    refused = liisa.post("/tickets/1/reply", {"canned_response_id": number})
    assert (refused.status, refused.faults) == (400, [("canned_response_id", "missing_field")])
    assert liisa.get("/tickets/1/conversations").body == []


def test_a_colleague_s_own_response_does_not_exist(liisa: Client, api: Client) -> None:
    number = canned(api.of("Aki"), visibility=1)
    for body in ({"canned_response_id": number}, {"canned_response_id": number, "body": "Hei"}, {"canned_response_id": 1}):
        assert liisa.post("/tickets/1/reply", body).faults == [("canned_response_id", "invalid_value")]


def test_colleagues_are_told_of_a_note_without_its_words(liisa: Client) -> None:
    made = liisa.post("/tickets/1/notes", {"body": "Salainen", "notify_emails": ["aki@talo.example", "mikko@talo.example"]})
    liisa.world.settle()
    assert (made.status, made.body["to_emails"]) == (201, ["aki@talo.example", "mikko@talo.example"])
    mails = [mail for mail in liisa.world.mails() if "muistiinpano" in mail.subject]
    assert [(set(mail.to), mail.subject, "Salainen" in mail.text) for mail in mails] == [
        ({"aki@talo.example", "mikko@talo.example"}, "Tiketti 1: sinulle jätettiin muistiinpano", False)
    ]
    sentences = [row["text"] for row in liisa.get("/tickets/1/activities").body]
    assert sum("told aki@talo.example, mikko@talo.example that there is a note" in sentence for sentence in sentences) == 1


@pytest.mark.parametrize("address", ["aino@asiakas.example", "nobody@talo.example"])
def test_only_agents_are_told_of_notes(liisa: Client, address: str) -> None:
    refused = liisa.post("/tickets/1/notes", {"body": "Hei", "notify_emails": [address]})
    assert (refused.faults, liisa.get("/tickets/1/conversations").body) == ([("notify_emails", "invalid_value")], [])
