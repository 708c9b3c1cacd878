"""Calls of the API as the callers of the pack make them; what has another name here is translated, and nothing else."""

import json
import re
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from chalicelib.channels.message import Handle
from chalicelib.desk import actions as desks
from chalicelib.handlers import rates
from chalicelib.ids import contact_id
from chalicelib.people import actions as people
from chalicelib.people.keys import Key
from chalicelib.settings import settings
from chalicelib.storage import seen
from chalicelib.storage.history import load
from chalicelib.storage.seen import NUMBERS, SeenRow
from chalicelib.storage.tickets import find_commits
from chalicelib.subscriptions import actions as subscriptions
from chalicelib.tickets.events import TicketAssigned
from tests.attacks import scene
from tests.attacks.outside import outgoing
from tests.attacks.scene import ACME, Scene
from tests.attacks.tokens import SIGN_IN, bearer
from tests.bad_days.crowd import hurry, open_tickets
from tests.handlers.client import Client, basic
from tests.small_desk import DOCUMENT
from tests.tables import drop_tables, make_tables
from tests.web.page import HOOKS as HOOKS_OF_PAGES
from tests.web.page import SHOP, Page, put_keys
from tests.world import TOKEN_KEYS, World, client, fresh_buckets, fresh_queues

Case = dict[str, Any]
Seen = dict[str, Any]
NAME = re.compile(r"\{([A-Z][A-Z0-9]*(?:\.[a-z_]+)?)\}")
STATUSES = {"open": 2, "closed": 5}
PRIORITIES = {"low": 1, "urgent": 4}
# Another stack counts its own tickets; these have numbers that the first one's have not.
FIRST_OF_GLOBEX = 5_000
GLOBEX: dict[str, Any] = {
    **DOCUMENT,
    "name": "Globex",
    "accounts": [{"channel": "email", "address": "help@globex.example"}],
    "groups": [{"name": "Support"}],
    "default_group": "Support",
    "agents": [{"email": "agent@globex.example", "name": "Globex", "groups": ["Support"], "cap": 10, "role": "admin"}],
    "companies": [],
    "rules": [],
    "policies": [],
}
NOT_THERE = {"statusCode": 404, "body": "", "headers": {}}


def observe(case: Case, world: World) -> Seen:
    given = case["input"]
    rates.forget()
    if given["path"] == "/auth/link":
        return _sent_to_an_address(given, world)
    here = _acme(world)
    if given.get("as") == "agent@globex":
        return _from_the_other_stack(given, here)
    if given["path"] == "/queue/next":
        return _at_once(given, here)
    return _called(given, here, _headers_of(given, here))


def _acme(world: World) -> Scene:
    here = scene.prepared(world)
    desks.activate({**ACME, "sign_in": SIGN_IN}, world.now, "tests")
    desks.forget()
    listed = here.api.get("/tickets?cursor=&per_page=1")
    cursor = parse_qs(urlsplit(listed.headers["Link"].split(">")[0].strip("<")).query)["cursor"][0]
    alice = contact_id(Handle("email", scene.ALICE))
    here.names |= {"T1.id": str(here.t1), "ALICE.id": str(alice), "ACME.cursor": cursor}
    return here


def _headers_of(given: Mapping[str, Any], here: Scene) -> dict[str, str]:
    if "token" in given:
        return bearer(given["token"], here.world.now)
    match given["as"]:
        case "portal:alice":
            # All that a customer holds of a ticket is the address that answers go to.
            return {"authorization": f"Bearer {here.names['T1.reply_address']}"}
        case str(name):
            return basic(here.api.of(name.partition("@")[0].title()).key)
    return {}


# -- one call --


def _called(given: Mapping[str, Any], here: Scene, headers: Mapping[str, str]) -> Seen:
    if given["path"].startswith("/attachments/"):
        return _link_of_a_file(here, headers)
    scene.mark(here)
    fields = _fields(here)
    method, path, body = _translated(given, here)
    told = {"host": "api.example", "content-type": "application/json", **headers, **given.get("headers", {})}
    with outgoing() as reached, scene.heard() as logs:
        answers = [
            _asked(here.world, method, way, _bytes(one), told)
            for one in (body, *([given["repeat_body"]] if "repeat_body" in given else []))
            for way in _ways(path)
        ]
        here.world.settle()
    rows = _json(answers[0])
    return {
        **_statuses(answers),
        "body": "\n".join(str(answer["body"]) for answer in answers),
        "results": len(rows) if isinstance(rows, list) else 0,
        "tickets_created": len(set(scene.counted(here)["tickets"]) - set(here.before["tickets"])) + _opened(here),
        "ticket_status": {"T1": "open" if load(here.t1).is_open else load(here.t1).category.value},
        "outgoing": list(reached),
        "logs": logs.getvalue(),
        "facts": {"fields_unchanged": fields == _fields(here), "role_unchanged": _role(here) == "agent"},
    }


def _statuses(answers: list[Any]) -> Seen:
    statuses = [answer["statusCode"] for answer in answers]
    return {"status": max(statuses), "statuses": statuses}


def _ways(path: str) -> list[str]:
    """As it was sent, and as a gateway hands it over that decodes what it found in the path."""
    decoded = unquote(path) if "?" not in path else path
    return list(dict.fromkeys([path, decoded] if decoded.count("/") == path.count("/") else [path]))


def _asked(world: World, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Any:
    route, _ = world._route(method, f"/api/v2{path.partition('?')[0]}")
    # The gateway answers for addresses that are none of ours.
    return world.http(method, f"/api/v2{path}", body=body, headers=dict(headers)) if route in world.app.routes else NOT_THERE


def _translated(given: Mapping[str, Any], here: Scene) -> tuple[str, str, Any]:
    """The same wish in the words of this API: its verbs, its paths, its numbers for words."""
    method = {"PATCH": "PUT"}.get(given["method"], given["method"])
    path, body = NAME.sub(lambda found: here.names[found[1]], given["path"]), given.get("body")
    body = json.loads(NAME.sub(lambda found: here.names[found[1]], json.dumps(body)))
    if path == "/me":
        mine = desks.current(here.world.now).agent_by_email("agent@acme-help.example")
        path = f"/agents/{mine.id if mine else 0}"
    if path.endswith("/merge"):
        primary, _, _ = path.removeprefix("/tickets/").partition("/")
        return "PUT", "/tickets/merge", {"primary_id": int(primary), "ticket_ids": [int(body["source"])]}
    return method, path.replace("limit=", "per_page="), _worded(method, path, body)


def _worded(method: str, path: str, body: Any) -> Any:
    if not isinstance(body, dict):
        return body
    worded = {**body, **{name: words[body[name]] for name, words in NUMBERED.items() if body.get(name) in words}}
    worded |= {"requester_id": int(body["requester_id"])} if "requester_id" in body else {}
    if (method, path) == ("POST", "/tickets"):
        worded = {"description": "x", **({} if "requester_id" in body else {"email": scene.ALICE}), **worded}
    return worded


NUMBERED = {"status": STATUSES, "priority": PRIORITIES}


def _bytes(body: Any) -> bytes:
    if isinstance(body, dict) and set(body) == {"subject"} and len(str(body["subject"])) == 1:
        body = _worded("POST", "/tickets", body)
    return b"" if body is None else json.dumps(body).encode()


def _json(answer: Mapping[str, Any]) -> Any:
    try:
        return json.loads(answer["body"])
    except ValueError:
        return None


def _opened(here: Scene) -> int:
    """Tickets that no message opened but a call of the API."""
    newest = range(max(here.before["tickets"]) + 1, seen.newest_number() + 1)
    return sum(bool(find_commits(number)) and number not in scene.counted(here)["tickets"] for number in newest)


def _fields(here: Scene) -> Seen:
    one = here.api.get(f"/tickets/{here.t1}").body
    return {
        "assignee": one["responder_id"],
        "priority": one["priority"],
        "status": one["status"],
        "sla": (one["due_by"], one["fr_due_by"]),
        "csat": here.api.get(f"/tickets/{here.t1}/satisfaction_ratings").body,
    }


def _role(here: Scene) -> str:
    agent = desks.current(here.world.now).agent_by_email("agent@acme-help.example")
    return str(agent.role) if agent else ""


# -- files --


def _link_of_a_file(here: Scene, headers: Mapping[str, str]) -> Seen:
    """A ticket names the files it has, each with an address of its own that is no route of ours."""
    answer = _asked(here.world, "GET", f"/tickets/{here.t1}", b"", headers)
    asked = parse_qs(urlsplit(json.loads(answer["body"])["attachments"][0]["attachment_url"]).query)
    life = int(asked["X-Amz-Expires"][0]) if "X-Amz-Expires" in asked else _left(here, int(asked["Expires"][0]))
    forced = asked["response-content-disposition"][0].startswith("attachment;")
    return {**_statuses([answer]), "facts": {"presigned_max_s": life <= 300 or life, "presigned_forces_download": forced}}


def _left(here: Scene, expires: int) -> int:
    """The signature's own clock is the machine's and not the world's."""
    return expires - int(time.time())


# -- the other stack --


def _from_the_other_stack(given: Mapping[str, Any], acme: Scene) -> Seen:
    """A tenant is a stack of its own: all that an agent of another can do is to try their key here, and at home what they learned of us."""
    key = "the-key-of-globex"
    here = {**given, "path": given["path"].replace("{G1.id}", str(FIRST_OF_GLOBEX + 1))}
    refused = _called(here, acme, basic(key))
    if set(refused["statuses"]) - {401, 404} or refused["facts"] != {"fields_unchanged": True, "role_unchanged": True}:
        raise AssertionError(f"a stranger's key was good for {refused}")
    with _globex(acme, key) as home:
        told = _called_at_home(given, home, basic(key))
    return {**told, "body": "\n".join((told["body"], refused["body"]))}


@contextmanager
def _globex(acme: Scene, key: str) -> Iterator[Scene]:
    stored = client("ssm").get_parameter(Name=settings().keys_parameter, WithDecryption=True)["Parameter"]["Value"]
    drop_tables(client("dynamodb"))
    make_tables(client("dynamodb"))
    fresh_queues()
    fresh_buckets()
    put_keys({"token": {"current": "the-key-of-another-stack"}, "hooks": {}})
    for forget in (desks.forget, people.forget, subscriptions.forget, rates.forget):
        forget()
    world = World(acme.world.app, now=acme.world.now, mails_read=len(acme.world.mails()))
    desks.activate(GLOBEX, world.now, "tests")
    people.ensure_key(key, Key(), world.now)
    SeenRow(NUMBERS, ticket=FIRST_OF_GLOBEX).put()
    home = Scene(world, Client(world, key), names=dict(acme.names))
    made = home.api.post("/tickets", {"email": "gus@globex-customer.example", "subject": "G1", "description": "Ours"})
    if made.body["id"] == acme.t1:
        raise AssertionError("the two stacks count alike")
    home.names |= {"G1.id": str(made.body["id"])}
    try:
        yield home
    finally:
        put_keys(json.loads(stored))


def _called_at_home(given: Mapping[str, Any], home: Scene, headers: Mapping[str, str]) -> Seen:
    method, path, body = _translated(given, home)
    told = {"host": "api.example", "content-type": "application/json", "x-tenant-id": "acme", **headers}
    answers = [_asked(home.world, method, way, _bytes(body), told) for way in _ways(path)]
    return {**_statuses(answers), "body": "\n".join(str(answer["body"]) for answer in answers), "facts": {}}


# -- many calls --


def _at_once(given: Mapping[str, Any], here: Scene) -> Seen:
    """Two agents, in turns, ask for work at the same moment; a dozen tickets wait."""
    numbers = range(101, 113)
    open_tickets(here.world, "Support", numbers)  # type: ignore[arg-type]  # it asks for nothing that only a watched world has
    keys = [here.api.of(name).key for name in ("Agent", "Ann")]
    told = {"host": "api.example", "content-type": "application/json"}

    def ask(turn: int) -> int:
        return int(here.world.http("POST", "/api/v2/line/next", headers={**told, **basic(keys[turn % 2])})["statusCode"])

    with hurry(), ThreadPoolExecutor(given["parallel"]) as crowd:
        statuses = list(crowd.map(ask, range(given["parallel"])))
    given_to = {number: _owners(number) for number in numbers}
    if not any(given_to.values()):
        raise AssertionError(f"nobody was given anything: {statuses}")
    return {
        "statuses": statuses,
        "status": max(statuses),
        "double_assigned": sum(len(agents) > 1 for agents in given_to.values()),
        "facts": {"distinct_assignees_per_ticket": max(len(set(agents)) for agents in given_to.values())},
    }


def _owners(number: int) -> list[int]:
    return [event.agent for commit in find_commits(number) for event in commit.events if isinstance(event, TicketAssigned)]


def _sent_to_an_address(given: Mapping[str, Any], world: World) -> Seen:
    """Nobody signs in by a link here. The one door that sends a link to an address which a stranger names is the form of a shop's page."""
    scene.activate(world)
    stored = client("ssm").get_parameter(Name=settings().keys_parameter, WithDecryption=True)["Parameter"]["Value"]
    put_keys({"token": TOKEN_KEYS, "hooks": HOOKS_OF_PAGES})
    desks.activate({**ACME, "accounts": [*ACME["accounts"], {"channel": "web", "address": SHOP}]}, world.now, "tests")
    desks.forget()
    try:
        page = Page(world)
        statuses = [page.form(given["body"]["email"], f"Let me in {turn}")[0] for turn in range(given["repeat"])]
    finally:
        put_keys(json.loads(stored))
    return {"statuses": statuses, "status": statuses[-1]}
