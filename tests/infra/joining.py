"""Tickets merged, split, linked, watched and forwarded, for the record of what each function asks of AWS."""

from chalicelib.storage.seen import newest_number
from tests.handlers.client import Client
from tests.world import World

GUN = "gun@kund.example"


def join_tickets(world: World) -> None:
    """Two tickets of one customer, through every door of this kind."""
    api = Client(world)
    first = world.mail(GUN, "Toinen lamppu", "Tilaan toisen lampun, mitä se maksaa?")
    world.settle()
    number = newest_number()
    world.mail(GUN, "Re: Toinen lamppu", "Ja missä laskuni viipyy?", message_id="<lasku@kund.example>", headers=[("In-Reply-To", first)])
    world.settle()
    said = api.get(f"/tickets/{number}/conversations").body[0]["id"]
    split = api.post(f"/tickets/{number}/split", {"conversation_ids": [said]}).body["id"]
    world.settle()
    agent = api.get("/agents").body[0]["id"]
    assert api.get(f"/tickets/{number}/associated_tickets").body == []
    begun = api.post("/tickets/outbound_email", {"email": GUN, "subject": "Lamppusi", "description": "Se lähti."}).body["id"]
    told = [
        api.put("/tickets/merge", {"primary_id": number, "ticket_ids": [begun]}).status,
        api.post(f"/tickets/{number}/watch", {"user_id": agent}).status,
        api.put(f"/tickets/{split}/link", {"parent_id": number}).status,
        api.put(f"/tickets/{split}/unlink", {}).status,
        api.put(f"/tickets/{number}/unwatch", {"user_id": agent}).status,
        api.post(f"/tickets/{number}/forward", {"body": "Missä tämä on?", "to_emails": ["apu@kuljetus.example"]}).status,
        api.post(f"/tickets/{split}/unsplit", {}).status,
    ]
    world.settle()
    world.mail(GUN, "Re: Toinen lamppu", "Entä nyt?", headers=[("In-Reply-To", "<lasku@kund.example>")])
    world.settle()
    told.append(api.post(f"/tickets/{split}/unmerge", {}).status)
    world.settle()
    assert (told, world.failures) == ([204, 204, 200, 200, 204, 201, 200, 200], [])
    assert api.get(f"/tickets/{number}/watchers").body == {"watcher_ids": []}
