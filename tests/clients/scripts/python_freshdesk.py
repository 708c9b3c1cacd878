"""python-freshdesk: models with parsed dates, integers in its paths, pages until a short one."""

import importlib
import os
from datetime import datetime
from typing import Any

api: Any = importlib.import_module("freshdesk.v2.api").API(os.environ["PLACE"] + ".freshdesk.com", os.environ["KEY"])

me = api.agents.currently_authenticated_agent()
assert isinstance(me.created_at, datetime), me
print("me")

made = api.tickets.create_ticket(
    "Keitin", description="<b>Rikki</b>", email="client.one@asiakas.example", tags=["a", "b"], priority=2, custom_fields={"cf_order": "7"}
)
assert (made.subject, made.tags, made.priority, made.source, made.custom_fields["cf_order"]) == (
    "Keitin",
    ["a", "b"],
    "medium",
    "portal",
    "7",
)
seen = api.tickets.get_ticket(made.id, "conversations", "stats", "requester")
assert (seen.id, seen.status, seen.requester["email"]) == (made.id, "open", "client.one@asiakas.example"), seen.requester
print("ticket made and viewed")

assert api.tickets.update_ticket(made.id, priority=4, tags=["c"]).tags == ["c"]
reply = api.comments.create_reply(made.id, "<p>Lähetämme uuden.</p>")
note = api.comments.create_note(made.id, "Varasto kysyy.", private=True)
said = api.comments.list_comments(made.id)
assert [one.id for one in said] == [reply.id, note.id], said
assert api.tickets.update_ticket(made.id, status=4).status == "resolved"
print("ticket changed, answered, noted, resolved")

numbers = {one.id for one in api.tickets.list_tickets(filter_name=None, order_by="updated_at", per_page=2)}
assert len(numbers) >= 4, numbers
assert made.id in {one.id for one in api.tickets.list_tickets(filter_name=None, email="client.one@asiakas.example")}
api.tickets.delete_ticket(made.id)
assert made.id in {one.id for one in api.tickets.list_deleted_tickets()}
print("tickets listed and deleted")

person = api.contacts.create_contact(name="Client Two", email="client.two@asiakas.example")
assert api.contacts.get_contact(person.id).email == "client.two@asiakas.example"
assert api.contacts.update_contact(person.id, job_title="Buyer").job_title == "Buyer"
assert person.id in {one.id for one in api.contacts.list_contacts(email="client.two@asiakas.example")}
hired = api.contacts.make_agent(person.id, signature="Two")
assert hired.contact["email"] == "client.two@asiakas.example"
assert api.agents.update_agent(hired.id, ticket_scope=1).id == hired.id
api.agents.delete_agent(hired.id)
assert hired.id not in {one.id for one in api.agents.list_agents()}
print("contact made, changed, hired, let go")

firm = api.companies.create_company(name="Client Oy", domains=["client-oy.example"])
assert api.companies.get_company(firm.id).name == "Client Oy"
assert api.companies.update_company(firm.id, description="Pays").description == "Pays"
assert firm.id in {one.id for one in api.companies.list_companies()}
print("company made and changed")

assert {one.name for one in api.groups.list_groups()} >= {"Support", "Billing"}
assert api.groups.get_group(api.groups.list_groups()[0].id).name
assert {one.name for one in api.roles.list_roles()} >= {"Admin", "Agent"}
assert any(one.type == "default_status" for one in api.ticket_fields.list_ticket_fields())
assert isinstance(api.time_entries.list_time_entries(), list)
print("groups, roles, fields, time entries")

shelf = api.solutions.categories.create_category(name="Client shelf")
place = api.solutions.folders.create_folder(shelf.id, name="Client folder", visibility=1)
text = api.solutions.articles.create_article(place.id, title="Lumikenkä", description="<p>Kengät</p>", type=1, status=2, tags=["x"])
assert api.solutions.articles.get_article(text.id).title == "Lumikenkä"
assert api.solutions.articles.update_article(text.id, title="Lumikengät").title == "Lumikengät"
assert text.id in {one.id for one in api.solutions.articles.list_from_folder(place.id)}
assert text.id in {one.id for one in api.solutions.articles.search("lumikengät")}
other = api.solutions.articles.create_article_translation(text.id, "sv", title="Snöskor", description="<p>Skor</p>", status=2)
assert api.solutions.articles.get_article_translated(text.id, "sv").title == "Snöskor"
assert [one.title for one in api.solutions.articles.list_from_folder_translated(place.id, "sv")] == ["Snöskor"]
api.solutions.articles.delete_article(text.id)
api.solutions.folders.delete_folder(place.id)
api.solutions.categories.delete_category(shelf.id)
print("solutions")

found = api.tickets.filter_tickets(query="priority:4 OR priority:1")
assert isinstance(found, list)
print("search")

errors: Any = importlib.import_module("freshdesk.v2.errors")
for path, kind in (("tickets/99999999", errors.FreshdeskNotFound), ("tickets?per_page=1000", errors.FreshdeskBadRequest)):
    try:
        api._get(path)
    except kind:
        continue
    raise AssertionError(path)
api._session.auth = ("nobody", "X")
try:
    api._get("tickets")
except errors.FreshdeskUnauthorized:
    print("refusals")
