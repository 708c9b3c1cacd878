"""What is found, done to many, and kept in several languages, on the walk that the rights are held against: each route once."""

from typing import Any

from chalicelib.settings import settings
from chalicelib.storage.seen import newest_number
from tests.handlers.client import Client
from tests.handlers.test_attachments import key_in
from tests.world import World, client

KEPT: Any = {"title": "Lamppu", "description": "Vaihda."}


def look_around(world: World) -> None:
    api = Client(world)
    number = int(_done(api.post("/tickets", {"email": "veikko@muu.example", "subject": "Hylly", "description": "Vino"}))["id"])
    world.settle().after(seconds=5)
    _found(api)
    _many(api, world, number)
    _left(api, world)
    _whole(api, world, number)
    _written(api)
    _keys_and_fields(api)
    assert world.failures == []


def _done(told: Any) -> Any:
    assert told.status in (200, 201, 202, 204), told.body
    return told.body


def _found(api: Client) -> None:
    for path in (
        "/search/tickets?term=hylly",
        "/search/tickets?query=%22text:'hylly'%20AND%20(status:2%20OR%20status:3)%20AND%20priority:1%22",
        "/search/contacts?term=veikko",
        "/search/companies?query=%22name:'Tukku%20Oy'%22",
        "/contacts/autocomplete?term=ve",
    ):
        _done(api.get(path))
    view = f"/views/{_done(api.post('/views', {'name': 'Auki', 'query': 'status:2'}))['id']}"
    _done(api.get("/views"))
    for path in (view, f"{view}/tickets"):
        _done(api.get(path))
    _done(api.put(view, {"name": "Avoimet"}))
    _done(api.delete(view))


def _many(api: Client, world: World, number: int) -> None:
    file = _done(api.post("/uploads", {"name": "a.txt", "size": 3}))
    client("s3").put_object(Bucket=settings().files_bucket, Key=key_in(file["upload_url"]), Body=b"abc")
    _done(api.post(f"/tickets/{number}/reply", {"body": "Liitteenä", "attachment_ids": [file["id"]]}))
    world.settle()
    action = {"ids": [number], "properties": {"priority": 2}}
    job = f"/jobs/{_done(api.post('/tickets/bulk_update', {'bulk_action': action}))['job_id']}"
    world.settle()
    _done(api.get(job))
    _done(api.post(f"{job}/resume"))
    _done(api.post(f"{job}/undo", {}))
    _done(api.post("/tickets/bulk_delete", {"bulk_action": {"ids": [number]}}))
    world.settle()


def _whole(api: Client, world: World, number: int) -> None:
    person = f"/contacts/{api.get(f'/tickets/{number}').body['requester_id']}"
    for path in (f"{person}/card", f"{person}/timeline"):
        _done(api.get(path))
    _done(api.delete(person))
    _done(api.put(f"{person}/restore"))
    _done(api.put(f"{person}/make_agent", {}))
    _erased(api, world, person)


def _left(api: Client, world: World) -> None:
    """A company that is taken away from those who are in it."""
    company = _done(api.post("/companies", {"name": "Hylly Oy", "domains": ["hylly.example"]}))["id"]
    _done(api.post("/contacts", {"name": "Harri", "email": "harri@hylly.example"}))
    _done(api.delete(f"/companies/{company}"))
    world.settle().after(seconds=10).settle()


def _erased(api: Client, world: World, person: str) -> None:
    """Of somebody with a mail, a file, time spent and a rating on their tickets."""
    world.mail("veikko@muu.example", "Toinen hylly", "Suora")
    world.settle()
    ticket = newest_number()
    _done(api.post(f"/tickets/{ticket}/time_entries", {"time_spent": "00:10", "note": "Mitattu"}))
    _done(api.post(f"/tickets/{ticket}/satisfaction_ratings", {"ratings": {"default_question": 103}}))
    world.settle()
    told = api.delete(f"{person}/hard_delete?force=true")
    _done(told)
    begun = told.headers["Location"].rpartition("/api/v2")[2]
    _done(api.get(begun))
    _done(api.post(f"{begun}/resume"))
    world.settle().after(minutes=16).settle()
    assert [one["status"] for one in _done(api.get("/erasures"))] == ["completed"]


def _written(api: Client) -> None:
    shelf = f"/solutions/categories/{_done(api.post('/solutions/categories', {'name': 'Hyllyt'}))['id']}"
    folder = f"/solutions/folders/{_done(api.post(f'{shelf}/folders', {'name': 'Vinot'}))['id']}"
    text = f"/solutions/articles/{_done(api.post(f'{folder}/articles', KEPT))['id']}"
    for path, given in ((shelf, {"name": "Hyllor"}), (folder, {"name": "Sneda"}), (text, KEPT)):
        _done(api.post(f"{path}/sv", given))
        _done(api.get(f"{path}/sv"))
        _done(api.put(f"{path}/sv", given))
    _done(api.put(shelf, {"name": "Kaapit"}))
    _done(api.put(folder, {"name": "Suorat"}))
    for path in (f"{text}/versions", f"{shelf}/folders", f"{shelf}/folders/sv", folder, f"{folder}/articles/sv", f"{folder}/subfolders"):
        _done(api.get(path))


def _keys_and_fields(api: Client) -> None:
    key = f"/keys/{_done(api.post('/keys', {'name': 'Seinä'}))['id']}"
    _done(api.get("/keys"))
    _done(api.get(key))
    _done(api.delete(key))
    group = f"/admin/groups/{_done(api.post('/admin/groups', {'name': 'Varasto'}))['id']}"
    _done(api.put(group, {"description": "Hyllyt"}))
    _done(api.put(group.replace("/admin", ""), {"description": "Kaapit"}))
    _done(api.delete(group))
    field = {"label": "Hyllyn numero", "label_for_customers": "Hylly", "type": "custom_text"}
    made = f"/admin/ticket_fields/{_done(api.post('/admin/ticket_fields', field))['id']}"
    _done(api.put(made, {"label": "Hylly"}))
    _done(api.delete(made))
    for path in ("/openapi.json", "/reference", "/products/1", "/skills/1", "/admin/skills/1"):
        api.world.http("GET", f"/api/v2{path}", headers={"host": "api.example", "authorization": f"Bearer {api.key}"})
