"""Every POST of the API once, ready to be sent: for what must hold of each of them.

A new route gets one line: what has to be there first, and the path and the body to send. `turn` makes each one's words its own.
"""

from collections.abc import Callable
from typing import Any

from chalicelib import clock
from chalicelib.channels.message import Handle
from chalicelib.context import Context
from chalicelib.desk import actions as desks
from chalicelib.storage import history
from chalicelib.storage.history import Command
from chalicelib.tickets.change import Change
from chalicelib.tickets.events import FallbackOffered
from tests.handlers.client import Client

Asked = tuple[str, Any]
NAME = "/api/v2"


def _ticket(api: Client, turn: int) -> str:
    group = next(group.id for group in desks.current(api.world.now).groups if group.name == "Support")
    return f"/tickets/{api.opened(email=f'a{turn}@asiakas.example', group_id=group)['id']}"


def _number(path: str) -> int:
    return int(path.rpartition("/")[2])


def _of_ticket(rest: str, body: Any) -> Callable[[Client, int], Asked]:
    return lambda api, turn: (_ticket(api, turn) + rest, body)


def _bulk(api: Client, turn: int) -> Asked:
    return "/tickets/bulk_update", {"bulk_action": {"ids": [_number(_ticket(api, turn))], "properties": {"priority": 4}}}


def _job(api: Client, turn: int) -> int:
    return int(_made(api, *_bulk(api, turn))["job_id"])


def _undo(api: Client, turn: int) -> Asked:
    job = _job(api, turn)
    api.world.settle()
    return f"/jobs/{job}/undo", {}


def _made(api: Client, path: str, body: Any) -> Any:
    told = api.post(path, body)
    assert told.status < 300, told.body
    return told.body


def _fallback(api: Client, turn: int) -> Asked:
    """A reply that failed on its channel, and the next way that was offered for it."""
    path = _ticket(api, turn)
    said = _made(api, f"{path}/reply", {"body": "Hei"})["id"]
    offered = FallbackOffered(said % 65536, "email", "help@kauppa.example", Handle("email", f"b{turn}@asiakas.example"), "for a test")
    context = Context(desks.current(api.world.now), api.world.now, clock.now)
    with api.world.time():
        history.change(_number(path), Command("offer", "system"), context, lambda state, at: Change((offered,)))
    return f"{path}/fallback", {"conversation_id": said}


def _erasure(api: Client, turn: int) -> Asked:
    told = api.delete(f"/contacts/{_contact(api, turn)}/hard_delete?force=true")
    return told.headers["Location"].partition(NAME)[2] + "/resume", None


def _contact(api: Client, turn: int, letter: str = "k") -> int:
    return int(_made(api, "/contacts", {"name": f"Bo {turn}", "email": f"{letter}{turn}@asiakas.example"})["id"])


def _merger(api: Client, turn: int) -> Asked:
    return "/contacts/merge", {"primary_contact_id": _contact(api, turn), "secondary_contact_ids": [_contact(api, turn, "l")]}


def _merged_contact(api: Client, turn: int) -> Asked:
    path, body = _merger(api, turn)
    assert api.post(path, body).status == 204
    return f"/contacts/{body['secondary_contact_ids'][0]}/unmerge", {}


def _merged(api: Client, turn: int) -> Asked:
    primary, secondary = _ticket(api, turn), _ticket(api, turn)
    assert api.put("/tickets/merge", {"primary_id": _number(primary), "ticket_ids": [_number(secondary)]}).status == 204
    api.world.settle()
    return f"{secondary}/unmerge", {}


def _two_messages(api: Client, turn: int) -> Asked:
    sender = f"m{turn}@asiakas.example"
    first = api.world.mail(sender, "Lamppu", "Missä lamppu viipyy?")
    api.world.settle()
    api.world.mail(sender, "Re: Lamppu", "Ja missä lasku?", headers=[("In-Reply-To", first)])
    api.world.settle()
    number = api.get("/tickets?per_page=1").body[0]["id"]
    said = api.get(f"/tickets/{number}/conversations").body[-1]["id"]
    return f"/tickets/{number}/split", {"conversation_ids": [said]}


def _split(api: Client, turn: int) -> Asked:
    number = _made(api, *_two_messages(api, turn))["id"]
    api.world.settle()
    return f"/tickets/{number}/unsplit", {}


def _suspended(api: Client, turn: int) -> Asked:
    api.world.mail(f"eve{turn}@muu.example", "Voitit", "Klikkaa.", verdicts={"spam": "FAIL"})
    api.world.settle()
    return f"/suspended/{api.get('/suspended').body[0]['id']}/release", None


def _category(api: Client, turn: int) -> str:
    return f"/solutions/categories/{_made(api, '/solutions/categories', {'name': f'Laitteet {turn}'})['id']}"


def _folder(api: Client, turn: int) -> str:
    return f"/solutions/folders/{_made(api, f'{_category(api, turn)}/folders', {'name': 'Keittimet', 'visibility': 1})['id']}"


def _article(api: Client, turn: int) -> str:
    body = {"title": f"Ohje {turn}", "description": "Näin", "status": 2, "type": 1}
    return f"/solutions/articles/{_made(api, f'{_folder(api, turn)}/articles', body)['id']}"


def _shelf(api: Client, turn: int) -> int:
    return int(_made(api, "/canned_response_folders", {"name": f"Hylly {turn}"})["id"])


def _webhook(api: Client, turn: int) -> str:
    return f"/webhooks/{_made(api, '/webhooks', {'url': f'https://kuulija{turn}.example/x'})['id']}"


def _line(api: Client, turn: int) -> Asked:
    _ticket(api, turn)
    return "/line/next", {}


HEI = {"body": "Hei"}
POSTS: dict[str, Callable[[Client, int], Asked]] = {
    "/admin/groups": lambda api, turn: ("/admin/groups", {"name": f"Piha {turn}"}),
    "/admin/ticket_fields": lambda api, turn: ("/admin/ticket_fields", {
        "label": f"Numero {turn}", "label_for_customers": "Numero", "type": "custom_text",
    }),
    "/agents": lambda api, turn: ("/agents", {"email": f"t{turn}@talo.example", "name": "Ahti", "ticket_scope": 1}),
    "/canned_response_folders": lambda api, turn: ("/canned_response_folders", {"name": f"Hylly {turn}"}),
    "/canned_responses": lambda api, turn: ("/canned_responses", {
        "title": f"Matkalla {turn}", "content_html": "Hei", "folder_id": _shelf(api, turn),
    }),
    "/companies": lambda api, turn: ("/companies", {"name": f"Nurkka {turn}"}),
    "/contacts": lambda api, turn: ("/contacts", {"name": "Bo", "email": f"bo{turn}@asiakas.example"}),
    "/contacts/merge": _merger,
    "/contacts/{number}/handles": lambda api, turn: (f"/contacts/{_contact(api, turn)}/handles", {
        "kind": "email", "value": f"toinen{turn}@asiakas.example",
    }),
    "/contacts/{number}/unmerge": _merged_contact,
    "/erasures/{number}/resume": _erasure,
    "/groups": lambda api, turn: ("/groups", {"name": f"Ranta {turn}"}),
    "/jobs/{number}/resume": lambda api, turn: (f"/jobs/{_job(api, turn)}/resume", None),
    "/jobs/{number}/undo": _undo,
    "/keys": lambda api, turn: ("/keys", {"name": f"Avain {turn}", "agent_id": api.agent("Liisa")}),
    "/line/next": _line,
    "/solutions/articles/{number}/{language}": lambda api, turn: (f"{_article(api, turn)}/sv", {"title": "Råd", "description": "Så"}),
    "/solutions/categories": lambda api, turn: ("/solutions/categories", {"name": f"Aihe {turn}"}),
    "/solutions/categories/{number}/folders": lambda api, turn: (f"{_category(api, turn)}/folders", {"name": "Kansio", "visibility": 1}),
    "/solutions/categories/{number}/{language}": lambda api, turn: (f"{_category(api, turn)}/sv", {"name": "Ämne"}),
    "/solutions/folders/{number}/articles": lambda api, turn: (f"{_folder(api, turn)}/articles", {
        "title": f"Ohje {turn}", "description": "Näin", "status": 2, "type": 1,
    }),
    "/solutions/folders/{number}/{language}": lambda api, turn: (f"{_folder(api, turn)}/sv", {"name": "Mapp"}),
    "/suspended/{number}/release": _suspended,
    "/tickets": lambda api, turn: ("/tickets", {"email": f"uusi{turn}@asiakas.example", "subject": "Hei", "description": "Apua"}),
    "/tickets/bulk_delete": lambda api, turn: ("/tickets/bulk_delete", {"bulk_action": {"ids": [_number(_ticket(api, turn))]}}),
    "/tickets/bulk_update": _bulk,
    "/tickets/outbound_email": lambda api, turn: ("/tickets/outbound_email", {
        "subject": "Hei", "description": "Hei", "email": f"ulos{turn}@asiakas.example",
    }),
    "/tickets/{number}/fallback": _fallback,
    "/tickets/{number}/forward": _of_ticket("/forward", {"body": "Hei", "to_emails": ["bo@asiakas.example"]}),
    "/tickets/{number}/notes": _of_ticket("/notes", HEI),
    "/tickets/{number}/reply": _of_ticket("/reply", HEI),
    "/tickets/{number}/satisfaction_ratings": _of_ticket("/satisfaction_ratings", {"ratings": {"default_question": 103}}),
    "/tickets/{number}/split": _two_messages,
    "/tickets/{number}/time_entries": lambda api, turn: (f"{_ticket(api, turn)}/time_entries", {
        "time_spent": "00:10", "agent_id": api.agent("Liisa"),
    }),
    "/tickets/{number}/unmerge": _merged,
    "/tickets/{number}/unsplit": _split,
    "/tickets/{number}/watch": lambda api, turn: (f"{_ticket(api, turn)}/watch", {"user_id": api.agent("Liisa")}),
    "/uploads": lambda api, turn: ("/uploads", {"name": f"kuva{turn}.png", "size": 10}),
    "/views": lambda api, turn: ("/views", {"name": f"Omat {turn}", "query": "status:2"}),
    "/webhooks": lambda api, turn: ("/webhooks", {"url": f"https://kuulija{turn}.example/x"}),
    "/webhooks/{number}/ping": lambda api, turn: (f"{_webhook(api, turn)}/ping", None),
    "/webhooks/{number}/redeliver": lambda api, turn: (f"{_webhook(api, turn)}/redeliver", {"dead_letters": True}),
}  # fmt: skip
