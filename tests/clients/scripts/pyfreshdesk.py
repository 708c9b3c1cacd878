"""pyfreshdesk: strict models that refuse a key they do not know."""

import importlib
import os
from typing import Any

package: Any = importlib.import_module("freshdesk")
client: Any = package.Client(os.environ["PLACE"], os.environ["KEY"])

rows = client.tickets(sort_by="updated_at", ascending=False, per_page=50)
assert rows
assert client.ticket(rows[0].id).id == rows[0].id
said = [one for row in rows for one in client.conversations(row.id)]
assert said
assert client.update_ticket(rows[0].id, {"priority": 2}).priority == 2
assert client.filter_tickets("priority:2") is not None
print("tickets")
assert client.groups()
assert client.agents()
assert client.ticket_fields()
assert client.api.products.list_all()
assert client.scenarios()
print("house")
shelves = client.canned_response_folders()
answers = client.canned_responses(shelves[-1].id)
assert answers
assert client.canned_response(answers[0].id).id == answers[0].id
print("canned responses")
categories = client.categories()
assert categories
assert client.category(categories[0].id).id == categories[0].id
folders = client.folders(categories[0].id)
assert folders
assert client.folder(folders[0].id).id == folders[0].id
articles = client.articles(folders[0].id)
assert articles
assert client.article(articles[0].id).id == articles[0].id
assert client.search_articles("palauttaminen")
print("solutions")
