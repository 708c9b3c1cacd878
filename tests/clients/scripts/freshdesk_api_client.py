"""freshdesk-api-client: bare answers, told apart by their status."""

import importlib
import os
from typing import Any

client: Any = importlib.import_module("freshdesk_api_client.client").FreshdeskClient(os.environ["PLACE"], os.environ["KEY"])

made = client.tickets.create_item(
    {"subject": "Kenkä", "description": "x", "email": "client.three@asiakas.example", "status": 2, "priority": 1}
)
assert made.status_code == 201, made.text
number = made.json()["id"]
assert client.tickets.fetch_item(number).json()["id"] == number
assert client.tickets.update_create_item({"priority": 3}, number).json()["priority"] == 3
assert client.tickets.reply(number).create_item({"body": "Hei"}).status_code == 201
assert client.tickets.notes(number).create_item({"body": "Hei"}).status_code == 201
said = client.tickets.conversations(number).fetch_list().json()
assert [one["private"] for one in said] == [False, True], said
print("ticket")
assert client.conversations.update_create_item({"body": "Hei taas"}, said[1]["id"]).status_code == 200
assert client.conversations.delete_item(said[1]["id"]).status_code == 204
print("note")
for name in ("tickets", "contacts", "agents", "skills", "roles", "groups", "companies"):
    told = client.resources[name].fetch_list({"per_page": 5})
    assert (told.status_code, isinstance(told.json(), list)) == (200, True), told.text
print("lists")
assert client.tickets.delete_item(number).status_code == 204
assert client.tickets.fetch_item(99_999_999).status_code == 404
print("deletion")
