"""A phone number typed without its country is one of the desk's country, wherever it is typed or looked for."""

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from chalicelib.desk import actions as desks
from tests.handlers.client import Client
from tests.small_desk import DOCUMENT
from tests.world import World

WHOLE = "+358401234567"
_SEARCH = "\"mobile:'0401234567'\""


@pytest.fixture
def at_home(world: World, api: Client) -> Iterator[Client]:
    desks.activate({**DOCUMENT, "country": "FI"}, world.now, "tests")
    yield api
    desks.activate(DOCUMENT, world.now, "tests")


def test_a_number_is_whole_however_it_is_typed_and_found_however_it_is_asked_for(at_home: Client) -> None:
    aino = at_home.post("/contacts", {"name": "Aino", "mobile": "040 123 4567"}).body
    assert aino["mobile"] == WHOLE
    for asked in ("040-1234567", "+358 (0)40 123 4567", "00358401234567", "358401234567"):
        assert [one["id"] for one in at_home.get(f"/contacts?{urlencode({'mobile': asked})}").body] == [aino["id"]], asked
    found = at_home.get(f"/search/contacts?{urlencode({'query': _SEARCH})}").body
    assert [one["id"] for one in found["results"]] == [aino["id"]]
    refused = at_home.post("/contacts", {"name": "Aino again", "mobile": "+3580401234567"})
    assert (refused.status, refused.body["errors"][0]["additional_info"]["user_id"]) == (409, aino["id"])


def test_a_ticket_and_a_handle_by_such_a_number_are_the_same_contacts(at_home: Client) -> None:
    ticket = at_home.post(
        "/tickets", {"name": "Aino", "phone": "040 123 4567", "subject": "S", "description": "D", "priority": 1, "status": 2}
    ).body
    other = at_home.post("/contacts", {"name": "Otso", "email": "otso@asiakas.example"}).body["id"]
    assert at_home.post(f"/contacts/{other}/handles", {"kind": "phone", "value": "0401234567"}).status == 409
    told = at_home.get(f"/contacts/{ticket['requester_id']}/handles").body
    assert [(one["kind"], one["value"]) for one in told] == [("phone", WHOLE)]


def test_without_a_country_a_number_is_kept_as_it_is_dialled(api: Client) -> None:
    assert api.post("/contacts", {"name": "Aino", "mobile": "040 123 4567"}).body["mobile"] == "0401234567"
