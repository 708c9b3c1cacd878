"""freshdesk-mcp-iplweb: the tools of an assistant that fetch whole tickets, called as functions."""

import asyncio
import importlib
import os
from typing import Any

os.environ |= {"FRESHDESK_DOMAIN": os.environ["PLACE"] + ".freshdesk.com", "FRESHDESK_API_KEY": os.environ["KEY"]}
tools: Any = importlib.import_module("freshdesk_mcp.server")


async def main() -> None:
    wanted = {"subject": "Takki", "description": "Repesi", "source": 2, "priority": 2, "status": 2, "email": "client.five@asiakas.example"}
    made = await tools.mcp.call_tool("create_ticket", wanted)
    assert made.structured_content == {"result": "Ticket created successfully"}, made
    listed = await tools.get_tickets(1, 2)
    assert len(listed["tickets"]) == 2, listed
    number = listed["tickets"][0]["id"]
    assert (await tools.create_ticket_reply(number, "Hei"))["ticket_id"] == number
    assert (await tools.create_ticket_note(number, "Hei vain"))["private"] is True
    print("tickets")
    whole = await tools.get_ticket_full(number)
    assert "Hei vain" in str(whole), whole
    print("whole tickets")
    told = await tools.decode_ticket_status(2)
    assert "Open" in str(told), told
    print("statuses")
    groups = await tools.list_groups()
    assert [group["name"] for group in groups if group["name"] == "Support"] == ["Support"], groups
    assert await tools.list_contacts()
    print("people")


asyncio.run(main())
