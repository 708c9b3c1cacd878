"""What agents do beside answering, on the walk that the rights are held against: each of those routes once."""

from typing import Any

from tests.handlers.client import Client
from tests.world import World

QUOTED = "Ei ole tullut.\n\nMa 30.11.2026 klo 10 Kauppa Oy kirjoitti:\n> Se on matkalla.\n> Terveisin Liisa\n"


def work_at_the_desk(world: World) -> None:
    api = Client(world)
    number, note = _quoted(api)
    ticket = f"/tickets/{number}"
    _been_there(api, ticket, note)
    _read(api, ticket, note)
    _corrected(api, ticket, note)
    _timed(api, ticket)
    _canned(api, number)
    assert world.failures == []


def _quoted(api: Client) -> tuple[int, int]:
    """A mail with an earlier one below it, and a note."""
    api.world.mail("siiri@muu.example", "Re: Kirjahylly", QUOTED)
    api.world.settle()
    number = int(api.get("/tickets?per_page=1").body[0]["id"])
    return number, int(api.post(f"/tickets/{number}/notes", {"body": "Kysyin varastolta."}).body["id"])


def _done(told: Any, *usual: int) -> Any:
    assert told.status in (usual or (200, 201, 204)), told.body
    return told.body


def _been_there(api: Client, ticket: str, note: int) -> None:
    _done(api.put(f"{ticket}/presence", {"state": "typing"}))
    _done(api.get(f"{ticket}/presence"))
    _done(api.post(f"{ticket}/reply", {"body": "Hei", "last_seen_conversation_id": note}))


def _read(api: Client, ticket: str, note: int) -> None:
    opening = note // 65536 * 65536 + 1
    assert _done(api.get(f"/conversations/{opening}/full"))["complete"] is True
    field = _done(api.get("/admin/ticket_fields"))[0]["id"]
    for path in ("/ticket_fields", f"/admin/ticket_fields/{field}", "/contact_fields", "/company_fields", "/surveys"):
        _done(api.get(path))
    _done(api.post(f"{ticket}/satisfaction_ratings", {"ratings": {"default_question": 103}}))
    person = _done(api.get(ticket))["requester_id"]
    for path in (f"{ticket}/satisfaction_ratings", "/surveys/satisfaction_ratings", f"/surveys/satisfaction_ratings?user_id={person}"):
        assert _done(api.get(path)) != []


def _corrected(api: Client, ticket: str, note: int) -> None:
    _done(api.put(f"/conversations/{note}", {"body": "Kysyin kahdesti."}))
    _done(api.delete(f"/conversations/{note}"))
    _done(api.put(f"/conversations/{note}/restore"))
    _done(api.put(f"{ticket}/summary", {"body": "Hylly on hukassa."}))
    _done(api.get(f"{ticket}/summary"))
    _done(api.delete(f"{ticket}/summary"))


def _timed(api: Client, ticket: str) -> None:
    one = _done(api.post(f"{ticket}/time_entries", {"time_spent": "00:20"}))["id"]
    _done(api.put(f"/time_entries/{one}/toggle_timer"))
    _done(api.put(f"/time_entries/{one}", {"timer_running": False}))
    _done(api.get(f"{ticket}/time_entries"))
    api.world.settle()
    assert _done(api.get("/time_entries")) != []
    _done(api.delete(f"/time_entries/{one}"))


def _canned(api: Client, number: int) -> None:
    folder = _done(api.post("/canned_response_folders", {"name": "Toimitukset"}))["id"]
    shelf = f"/canned_response_folders/{folder}"
    one = _done(api.post("/canned_responses", {"title": "Matkalla", "content_html": "Hei {{ticket.id}}", "folder_id": folder}))["id"]
    response = f"/canned_responses/{one}"
    _done(api.put(shelf, {"name": "Paketit"}))
    _done(api.put(response, {"title": "Perillä"}))
    _done(api.put(f"{response}/translations/sv", {"content_html": "Hej {{ticket.id}}"}))
    for path in ("/canned_response_folders", shelf, f"{shelf}/responses", response, f"{response}/translations"):
        _done(api.get(path))
    assert _done(api.get(f"{response}/preview?ticket_id={number}"))["content"] == f"Hei {number}"
    for path in (f"{response}/translations/sv", response, shelf):
        _done(api.delete(path))
