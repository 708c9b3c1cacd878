"""A client of the API of a Vuoro desk: the standard library and nothing else.

from vuoro_client import Client

desk = Client("https://desk.example.org", "the key")
for ticket in desk.list_tickets(updated_since="2026-12-01T00:00:00Z"):
    print(ticket["id"], ticket["subject"])
desk.reply_to_ticket(7, {"body": "It is on its way."})
"""

from vuoro_client.client import Client
from vuoro_client.connection import ApiError, NoAnswer

__all__ = ["ApiError", "Client", "NoAnswer"]
