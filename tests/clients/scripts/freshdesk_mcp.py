"""freshdesk-mcp: the tools of an assistant, called as functions."""

import asyncio
import importlib
import os
from typing import Any

os.environ |= {"FRESHDESK_DOMAIN": os.environ["PLACE"] + ".freshdesk.com", "FRESHDESK_API_KEY": os.environ["KEY"]}
tools: Any = importlib.import_module("freshdesk_mcp.server")


async def main() -> None:
    # A prompt of the package has taken the name of this tool, so it is called as an assistant calls it.
    wanted = {"subject": "Viitta", "description": "Repesi", "source": 1, "priority": 2, "status": 2, "email": "client.four@asiakas.example"}
    made = await tools.mcp.call_tool("create_ticket", wanted)
    assert "success" in str(made).lower(), made
    listed = await tools.get_tickets(1, 2)
    assert (len(listed["tickets"]), listed["pagination"]["next_page"]) == (2, 2), listed
    number = listed["tickets"][0]["id"]
    assert (await tools.get_ticket(number))["id"] == number
    assert "error" not in str(await tools.update_ticket(number, {"priority": 4})).lower()
    assert (await tools.create_ticket_reply(number, "Hei"))["ticket_id"] == number
    assert (await tools.create_ticket_note(number, "Hei"))["private"] is True
    said = await tools.get_ticket_conversation(number)
    assert (await tools.update_ticket_conversation(said[-1]["id"], "Moi"))["id"] == said[-1]["id"]
    print("tickets")
    assert (await tools.view_ticket_summary(number)) is not None
    print("summary")
    for tool in (tools.get_agents, tools.list_contacts, tools.list_groups, tools.list_contact_fields, tools.list_company_fields):
        rows = await tool()
        assert isinstance(rows, list), (tool, rows)
        assert rows, tool
    agents = await tools.get_agents()
    assert (await tools.view_agent(agents[0]["id"]))["id"] == agents[0]["id"]
    assert (await tools.search_agents("liisa"))[0]["name"]
    print("people")
    group = await tools.create_group({"name": "Clients", "agent_ids": [agents[0]["id"]]})
    assert group["name"] == "Clients", group
    assert (await tools.view_group(group["id"]))["id"] == group["id"]
    assert (await tools.update_group(group["id"], {"name": "Customers"}))["name"] == "Customers"
    hired = await tools.create_agent({"email": "client.agent@talo.example", "ticket_scope": 2, "name": "Client Agent"})
    assert hired["contact"]["name"] == "Client Agent", hired
    assert (await tools.update_agent(hired["id"], {"ticket_scope": 1}))["ticket_scope"] == 1
    print("house")
    companies = await tools.list_companies(1, 2)
    assert len(companies["companies"]) == 2, companies
    assert (await tools.view_company(companies["companies"][0]["id"]))["id"] == companies["companies"][0]["id"]
    assert await tools.find_company_by_name("Tukku")
    print("companies")
    folder = await tools.create_canned_response_folder("Client answers")
    answer = await tools.create_canned_response({"title": "Hei", "content_html": "<p>Hei</p>", "folder_id": folder["id"], "visibility": 0})
    assert (await tools.view_canned_response(answer["id"]))["title"] == "Hei", answer
    assert await tools.list_canned_response_folders()
    assert await tools.list_canned_responses(folder["id"])
    print("canned responses")
    shelf = await tools.create_solution_category({"name": "Client category"})
    place = await tools.create_solution_category_folder(shelf["id"], {"name": "Client folder", "visibility": 1})
    text = await tools.create_solution_article(
        place["id"], {"title": "T", "description": "<p>x</p>", "type": 1, "status": 2, "tags": ["a"]}
    )
    assert (await tools.view_solution_article(text["id"]))["title"] == "T", text
    assert (await tools.update_solution_article(text["id"], {"title": "U"}))["title"] == "U"
    assert [one["id"] for one in await tools.list_solution_articles(place["id"])] == [text["id"]]
    print("solutions")


asyncio.run(main())
