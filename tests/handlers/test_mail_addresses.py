"""From which address of ours a ticket is answered, as clients name it by the id of a mail address."""

from typing import Any

import pytest

from tests.handlers.client import Client

BILLING = "laskutus@kauppa.example"


@pytest.fixture
def ids(api: Client) -> dict[str, int]:
    return {row["reply_email"]: row["id"] for row in api.get("/email_configs").body}


def begun(api: Client, **fields: Any) -> Any:
    return api.post("/tickets/outbound_email", {"email": "bo@asiakas.example", "subject": "Hei", "description": "Hei", **fields})


def test_a_ticket_names_its_address(api: Client, ids: dict[str, int]) -> None:
    usual, chosen = api.opened(), api.opened(email_config_id=ids[BILLING])
    assert [(row["email_config_id"], row["support_email"]) for row in (usual, chosen)] == [
        (ids["help@kauppa.example"], "help@kauppa.example"),
        (ids[BILLING], BILLING),
    ]
    assert api.post(f"/tickets/{chosen['id']}/reply", {"body": "Hei"}).body["from_email"] == BILLING


def test_a_mail_of_ours_begins_from_the_chosen_address(api: Client, ids: dict[str, int]) -> None:
    assert begun(api, email_config_id=ids[BILLING]).body["support_email"] == BILLING
    api.world.settle()
    assert BILLING in str(api.world.mails("bo@asiakas.example")[0].mail["From"])


def test_what_is_no_address_of_ours_is_refused(api: Client) -> None:
    assert begun(api, email_config_id=1).faults == [("email_config_id", "invalid_value")]
    assert api.post("/tickets", {"email": "bo@asiakas.example", "email_config_id": 1}).faults == [("email_config_id", "invalid_value")]


def test_a_reply_may_name_the_address_that_it_comes_from_and_no_other(api: Client) -> None:
    api.opened()
    assert api.post("/tickets/1/reply", {"body": "Hei", "from_email": "help@kauppa.example"}).status == 201
    assert api.post("/tickets/1/reply", {"body": "Hei", "from_email": BILLING}).faults == [("from_email", "invalid_value")]
