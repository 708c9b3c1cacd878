"""Each function may do exactly what it does: the whole way is played, and every request is held against the packaged policies."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from fnmatch import fnmatchcase
from typing import Any

import pytest

from bench.recorder import Call, Recorder
from chalicelib.channels.message import Handle, WebhookCall
from chalicelib.ids import contact_id
from chalicelib.outside import secrets
from chalicelib.people import actions as people
from chalicelib.people.keys import Key
from chalicelib.settings import QUEUES, settings
from chalicelib.storage import history, seen
from chalicelib.storage.visits import PREFIX
from infra.cfn import Json, camel
from infra.functions import API, PUBLIC, is_public
from infra.queues import queue_id
from infra.tables import tables as declared_tables
from tests.bad_days import stores, way
from tests.bad_days.calls import wire
from tests.bad_days.conftest import Provider
from tests.bad_days.conftest import chats as chats  # the fixture, which is not this folder's
from tests.bad_days.watched import Watched
from tests.channels.signing import SIGNERS
from tests.handlers.client import ADMIN_KEY, Client
from tests.infra.joining import join_tickets
from tests.infra.looking import look_around
from tests.infra.promises import functions, listed, statements
from tests.infra.working import work_at_the_desk
from tests.receivers import receiving
from tests.web.page import Page, opened, put_keys
from tests.world import SCHEDULED, World, client

pytestmark = pytest.mark.slow

TABLES = {getattr(settings(), f"{name.lower()}_table"): name for name in declared_tables()}
BUCKETS = {settings().raw_bucket: "Raw", settings().files_bucket: "Files"}
PARAMETERS = {settings().keys_parameter: "keys", settings().senders_parameter: "senders"}
# Rights that no request of ours uses: function, action, resource (each with stars), and who uses them instead.
REASONS = (
    ("*", "logs:*", "*Logs", "Lambda writes the log"),
    ("On*", "sqs:[RDG]*", "*Queue", "Lambda takes the messages from the queue"),
    ("OnCommits", "dynamodb:*Stream*", "Tickets/stream*", "Lambda finds the stream"),
    ("OnCommits", "dynamodb:Get[RS]*", "Tickets/stream*", "Lambda reads the stream"),
    ("Agenda", "sqs:SendMessage", "PoisonQueue", "Lambda puts a tick there that failed three times"),
    ("SweepRaw", "sqs:SendMessage", "PoisonQueue", "Lambda puts a sweep there that failed three times"),
    ("APIHandler", "s3:GetObject", "Files/attachments/*", "links to attachments are signed in its name, and callers follow them"),
)


@dataclass(frozen=True, order=True)
class Right:
    """One action on one resource for one function; the resource of a policy may have a star."""

    function: str
    action: str
    resource: str

    def covers(self, used: "Right") -> bool:
        return (self.function, self.action) == (used.function, used.action) and fnmatchcase(used.resource, self.resource)

    @property
    def reasons(self) -> list[str]:
        return [why for *patterns, why in REASONS if all(map(fnmatchcase, (self.function, self.action, self.resource), patterns))]


def missing(used: Iterable[Right], granted: Iterable[Right]) -> list[Right]:
    given = list(granted)
    return sorted({right for right in used if not any(one.covers(right) for one in given)})


def unused(used: Iterable[Right], granted: Iterable[Right]) -> list[Right]:
    """Those that have no reason either."""
    done = set(used)
    return sorted({right for right in granted if not right.reasons and not any(right.covers(one) for one in done)})


# -- what the policies grant --


def granted_by(template: Json) -> set[Right]:
    return {
        Right(function, action, _named(resource))
        for function in functions(template)
        for statement in statements(template, function)
        for action in listed(statement["Action"])
        for resource in listed(statement["Resource"])
        if isinstance(action, str)
    }


def _named(resource: Any) -> str:
    """`Tickets/index/line` for ${Tickets.Arn}/index/line; of an ARN that is written out what follows the account."""
    if "Fn::GetAtt" in resource:
        name, attribute = resource["Fn::GetAtt"]
        return f"{name}/stream" if attribute == "StreamArn" else str(name)
    text = str(resource["Fn::Sub"]).rpartition("${AWS::AccountId}:")[2]
    return text.replace(".Arn}", "").removeprefix("${") if ".Arn}" in text else text


# -- what the requests use --


def used_by(call: Call) -> Iterator[Right]:
    """The rights that AWS asks for before it does what a request wants."""
    for action, resource in _needs(call):
        yield Right(call.by, f"{call.service}:{action}", resource)


def _needs(call: Call) -> Iterator[tuple[str, str]]:
    given = call.params
    match call.service:
        case "dynamodb":
            tables = list(given.get("RequestItems", [])) or [given["TableName"]]
            index = f"/index/{given['IndexName']}" if "IndexName" in given else ""
            yield from ((call.operation, TABLES[table] + index) for table in tables)
        case "sqs":
            name = next(name for name in QUEUES if settings().queue_url(name) == given["QueueUrl"])
            yield call.operation.removesuffix("Batch"), queue_id(name)
        case "s3":
            bucket = BUCKETS[given["Bucket"]]
            lists, copies = call.operation == "ListObjectsV2", call.operation == "CopyObject"
            if copies:
                source = given["CopySource"]
                yield "GetObject", f"{bucket}/{source['Key'] if isinstance(source, dict) else source.partition('/')[2]}"
            operation = "PutObject" if copies else call.operation
            yield ("ListBucket", bucket) if lists else (operation, f"{bucket}/{given['Key']}")
        case "ssm":
            yield call.operation, f"parameter/vuoro/${{Stage}}/{PARAMETERS[given['Name']]}"
        case "ses":
            # In production every mail goes out under the configuration set, whose events tell what became of it.
            yield from ((call.operation, place) for place in ("identity/${MailDomain}", "configuration-set/${SesConfiguration}"))


# -- the way --


@dataclass
class Traced(Watched):
    """A world that says in which function's name each request is made, and which routes were called."""

    recorder: Recorder = field(default_factory=Recorder)
    called: set[str] = field(default_factory=set)
    provider: Provider = field(default_factory=Provider)

    def running(self, handler: str, work: Callable[[], Any]) -> Any:
        self.called.add(handler)
        with self.recorder.by(_function(handler)):
            return super().running(handler, work)


def _function(handler: str) -> str:
    """The logical id of the function that serves a handler, or a route such as "POST /hooks/{name}"."""
    _, _, path = handler.partition(" ")
    return (PUBLIC if is_public(path) else API) if path else camel(handler)


def play_everything(world: Traced) -> None:
    """The way that the bad days take, then what only reads, and what a crash leaves to whoever comes next."""
    for leg in way.LEGS:
        leg.play(world)
        world.rest(world.now + leg.span)
    _send_in_parts(world)
    _visit_a_page(world)
    _ring(world)
    _read_everything(world)
    work_at_the_desk(world)
    join_tickets(world)
    _repair_everything(world)
    _hear_of_foreign_mail(world)
    _check_who_waits(world)
    _tell_others(world)
    _change_the_desk(world)
    look_around(world)
    _forget_suspended_mail(world)
    world.call("on_commits", {"Records": [_poison()]})


def _change_the_desk(world: Traced) -> None:
    """The administrator adds and removes agents and groups, and what the desk knows is written, found and taken back."""
    api = Client(world)
    hired = api.post("/agents", {"email": "otso@talo.example", "name": "Otso", "ticket_scope": 1}).body["id"]
    group = api.post("/groups", {"name": "Yard", "agent_ids": [hired]}).body["id"]
    assert api.post("/tickets", {"email": "aino@asiakas.example", "subject": "Hei", "group_id": group, "responder_id": hired}).status == 201
    people.ensure_key("key-of-otso", Key(hired), world.now)
    world.settle()
    assert [api.delete(f"/agents/{hired}").status, api.delete(f"/groups/{group}").status] == [204, 204]
    world.settle()
    shelf = api.post("/solutions/categories", {"name": "Ohjeet"}).body["id"]
    folder = api.post(f"/solutions/categories/{shelf}/folders", {"name": "Lamput"}).body["id"]
    text = api.post(f"/solutions/folders/{folder}/articles", {"title": "Lamppu", "description": "Vaihda."}).body["id"]
    assert api.put(f"/solutions/articles/{text}", {"title": "Valo"}).status == 200
    for path in (f"/solutions/articles/{text}", f"/solutions/folders/{folder}/articles", "/search/solutions?term=valo"):
        assert api.get(path).status == 200, path
    _read_the_settings(api)
    gone = (f"articles/{text}", f"folders/{folder}", f"categories/{shelf}")
    assert [api.delete(f"/solutions/{path}").status for path in gone] == [204] * 3
    assert world.failures == []


def _read_the_settings(api: Client) -> None:
    """Each list, and its first row by its id."""
    lists = (
        "products", "email_configs", "email/mailboxes", "business_hours", "sla_policies", "skills", "admin/skills", "admin/groups",
        "scenario_automations", "solutions/categories",
    )  # fmt: skip
    for path in lists:
        told = api.get(f"/{path}")
        assert told.status == 200, path
        if told.body and path != "scenario_automations":
            assert api.get(f"/{path}/{told.body[0]['id']}").status == 200, path
    assert api.get("/settings/helpdesk").status == 200


def _send_in_parts(world: Traced) -> None:
    """A chat's long answer breaks off and goes on."""
    api = Client(world)
    world.webhook({"contacts": [], "messages": [_text("Onko vielä jotakin, mitä voin tehdä itse?")]})
    world.settle()
    number = seen.newest_number()
    busy = json.dumps({"error": {"code": 130429, "message": "slow down"}}).encode()
    world.provider.troubles += [(200, b"", True), (429, busy, False)]
    assert api.post(f"/tickets/{number}/reply", {"body": "Irrota johto. " * 400}).status == 201
    world.settle().after(minutes=2)
    assert world.failures == []


def _visit_a_page(world: Traced) -> None:
    """A chat that is answered, and a form whose address is confirmed."""
    api, visitor = Client(world), Page(world)
    with opened(world):
        visitor.call("OPTIONS")
        visitor.call("OPTIONS", "/visits")
        assert (visitor.say("Onko teillä sateenvarjoja?"), visitor.form("gun@kund.example", "Var är mitt paket?")[0]) == (202, 202)
        world.settle()
        assert api.post(f"/tickets/{seen.newest_number()}/reply", {"body": "On."}).status == 201
        world.settle()
        assert [text for _, text in visitor.lines()] == ["Onko teillä sateenvarjoja?", "On."]
        link = next(word for word in world.mails("gun@kund.example")[-1].text.split() if "/confirm/" in word).partition("example")[2]
        world.http("GET", link)
        world.http("POST", link, body=b"x=", headers=way.FORM)
        world.http("GET", "/widget.js")
        world.settle()
    assert world.failures == []


def _ring(world: Traced) -> None:
    """A caller who is known hears of their ticket."""
    api, before = Client(world), secrets.keys()
    number, mail = "+358405550199", "hanna@muu.example"
    world.mail(mail, "Lamppu", "Lamppu on rikki, mitä teen sille?")
    world.settle()
    person = contact_id(Handle("email", mail))
    assert api.put(f"/contacts/{person}", {"mobile": number}).status == 200
    put_keys({**before, "hooks": {**before["hooks"], "phone": dict(SIGNERS["phone"].secrets)}})
    body = json.dumps({"type": "ringing", "call": "c1", "from": number, "to": "+358409000000", "verified": True}).encode()
    call = WebhookCall(body, {"content-type": "application/json"}, world.now, f"{settings().public_url}/calls/ringing")
    told = world.http("POST", "/calls/ringing", body=body, headers=dict(SIGNERS["phone"].signed(call).headers))
    assert json.loads(told["body"])["ticket"] == {"id": seen.newest_number(), "subject": "Lamppu"}
    world.settle()
    put_keys(dict(before))


def _text(text: str) -> dict[str, Any]:
    return {"from": way.BO, "id": f"wamid.{len(text)}", "timestamp": "1796112000", "type": "text", "text": {"body": text}}


def _read_everything(world: Traced) -> None:
    api = Client(world)
    person, firm = api.get("/contacts").body[0]["id"], api.get("/companies").body[0]["id"]
    ticket, suspended = f"/tickets/{way.FIRST + 1}", f"/suspended/{api.get('/suspended').body[0]['id']}"
    lists = ("updated_since=2026-12-01T00:00:00Z", f"company_id={firm}", "filter=new_and_my_open", f"requester_id={person}")
    pages = (f"updated_since=2026-12-01T00:00:00Z&per_page=1&page={page}" for page in (1, 2))
    views = (f"/tickets?{query}" for query in (*lists, *pages))
    feeds = ("/events?after=2026-12-01T00:00:00Z", "/export/ticket_activities?created_at=2026-12-01")
    changed = f"/contacts?_updated_since={world.now - timedelta(days=60):%Y-%m-%dT%H:%M:%SZ}"
    for path in (*views, *feeds, changed, *_parts(ticket), suspended, *_objects(api, person, firm)):
        assert api.get(path).status == 200, path
    _make_one_of_two(api, person)
    world.http("GET", "/health")
    world.http("GET", "/hooks/whatsapp?hub.mode=subscribe&hub.verify_token=verify-me&hub.challenge=1")


def _tell_others(world: Traced) -> None:
    """A webhook whose receiver refuses first, and every route about it."""
    api, taken = Client(world), [503, 204]
    with receiving(lambda: taken.pop(0) if len(taken) > 1 else taken[0]) as url:
        path = f"/webhooks/{api.post('/webhooks', {'url': url, 'types': ['note.written']}).body['id']}"
        api.post(f"/tickets/{way.FIRST + 1}/notes", {"body": "Kerrotaan muille."})
        world.settle().after(minutes=3)
        assert [row["status"] for row in api.get(f"{path}/deliveries").body] == ["delivered", "failed"]
        assert [api.post(f"{path}/{verb}", body).status for verb, body in (("ping", None), ("redeliver", {"cursor": "now"}))] == [202, 202]
        world.settle().after(minutes=1)
        assert [api.get("/webhooks").status, api.get(path).status, api.put(path, {"name": "CRM"}).status] == [200, 200, 200]
        assert api.delete(path).status == 204
    assert world.failures == []


def _make_one_of_two(api: Client, person: int) -> None:
    other = api.post("/contacts", {"name": "Bo", "unique_external_id": "crm-8"}).body["id"]
    assert api.post(f"/contacts/{other}/handles", {"kind": "twitter", "value": "bo"}).status == 200
    merger = {"primary_contact_id": person, "secondary_contact_ids": [other]}
    assert [api.post("/contacts/merge", {**merger, "dry_run": dry_run}).status for dry_run in (True, False)] == [200, 204]
    assert api.get(f"/tickets?requester_id={person}").status == 200
    assert api.post(f"/contacts/{other}/unmerge", {}).status == 200


def _parts(ticket: str) -> tuple[str, ...]:
    return (ticket, *(f"{ticket}/{part}" for part in ("conversations", "activities", "why", "receipt", "cost")))


def _objects(api: Client, person: int, firm: int) -> tuple[str, ...]:
    agent, group, role = (api.get(f"/{kind}").body[0]["id"] for kind in ("agents", "groups", "roles"))
    return (
        f"/contacts/{person}", f"/contacts/{person}/handles", f"/contacts/{person}/mergers", f"/companies/{firm}",
        "/companies/autocomplete?name=Kund", "/agents/me", "/agents/autocomplete?term=aki",
        f"/agents/{agent}", f"/groups/{group}", f"/roles/{role}",
    )  # fmt: skip


def _repair_everything(world: Traced) -> None:
    """Each function that commits finds a VIEW that a crash kept from being written."""
    number, look = way.FIRST + 1, "2026-12-31T00:00:00Z"
    news = {"ticket": number, "seq": 1, "names": []}
    for queue, body in (
        ("routing", news),
        ("deliveries", news),
        ("background", {"recheck": number}),
        ("checks", {"ticket": number, "look_at": look}),
    ):
        _lose_view(number)
        world.send(queue, json.dumps(body))
        world.settle()
    _lose_view(number)
    assert Client(world).get(f"/tickets/{number}").status == 200
    _lose_view(number)
    world.call("on_commits", {"Records": [_first_record()]})
    assert world.failures == []


def _lose_view(number: int) -> None:
    client("dynamodb").delete_item(TableName=settings().tickets_table, Key={"pk": {"S": f"T#{number}"}, "sk": {"S": "VIEW"}})


def _first_record() -> Any:
    """The stream's first record, as Lambda has it."""
    from tests.world import _lambda_json

    return json.loads(json.dumps({**stores.streamed()[0].record, "eventSourceARN": "arn"}, default=_lambda_json))


def _poison() -> Any:
    record = _first_record()
    record["dynamodb"]["NewImage"]["body"] = {"B": ""}
    return record


def _hear_of_foreign_mail(world: Traced) -> None:
    """An event of a mail without our tag is looked up by its id."""
    head = {"messageId": "not-ours", "timestamp": "2026-12-09T09:00:00.000Z", "tags": {}}
    done = {"timestamp": "2026-12-09T09:00:00.000Z", "recipients": ["aino@asiakas.example"]}
    world.send("inbound", json.dumps({"eventType": "Delivery", "mail": head, "delivery": done}))
    world.settle()


def _forget_suspended_mail(world: Traced) -> None:
    """What nobody released is removed after its two weeks."""
    world.now += timedelta(days=15)
    world.call("sweep_raw", SCHEDULED)
    assert Client(world).get("/suspended").body == []


def _check_who_waits(world: Traced) -> None:
    """A check that comes too early sends the rest of its delay again; one on time looks for an agent."""
    for name in ("Aki", "Liisa"):
        way.present(name, here=False)(world)
    world.mail("fia@kund.example", "Ännu ett paket", "Var är mitt paket, när kommer det?")
    world.settle()
    state = history.load(seen.newest_number())
    assert (state.is_waiting, bool(state.look_at)) == (True, True)
    world.send("checks", json.dumps({"ticket": state.number, "look_at": state.look_at and state.look_at.isoformat()}))
    world.settle().after(minutes=12)


def test_each_function_may_do_exactly_what_it_does(world: World, chats: Provider, template: Json) -> None:
    way.number_tickets_from(way.FIRST)
    people.forget()
    people.ensure_key(ADMIN_KEY, Key(), world.now)
    with wire() as listening, Recorder().attached() as recorder:
        traced = Traced(world.app, wire=listening, chats=chats.taken, recorder=recorder, provider=chats)
        play_everything(traced)
    routes = {f"{method} {path}" for path, methods in world.app.routes.items() for method in methods}
    # Whether a page may call is answered from the settings alone.
    assert sorted(route for route in routes - traced.called if not route.startswith("OPTIONS")) == []
    used, granted = {right for call in recorder.calls if call.by for right in used_by(call)}, granted_by(template)
    assert {right.function for right in used} == set(functions(template))
    assert missing(used, granted) == []
    # Read only where an earlier run over a contact was cut off.
    assert unused(used, granted) == [Right("APIHandler", "dynamodb:BatchGetItem", "Search")]
    assert {key[: len(PREFIX)] for call in recorder.calls if call.by == PUBLIC for key in _keys_of_seen(call)} == {PREFIX}


def test_a_stranger_reaches_no_ticket(template: Json) -> None:
    assert [right for right in granted_by(template) if right.function == PUBLIC and right.resource.startswith("Tickets")] == []


def test_a_stranger_reaches_only_what_belongs_to_pages(template: Json) -> None:
    """Of the Seen table, with its numbers, chats and digests, by the beginning of the key."""
    own = [row for row in statements(template, PUBLIC) if row["Resource"] == {"Fn::GetAtt": ["Seen", "Arn"]}]
    assert [row["Condition"] for row in own] == [{"ForAllValues:StringLike": {"dynamodb:LeadingKeys": [f"{PREFIX}*"]}}]
    assert sorted(own[0]["Action"]) == ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]


def _keys_of_seen(call: Call) -> Iterator[str]:
    if call.service == "dynamodb" and call.params.get("TableName") == settings().seen_table:
        yield (call.params.get("Key") or call.params["Item"])["pk"]["S"]


def test_every_reason_is_needed(template: Json) -> None:
    assert {why for right in granted_by(template) for why in right.reasons} == {why for *_, why in REASONS}


READS = Right("OnCheck", "dynamodb:GetItem", "Tickets")


def test_a_right_that_is_lacking_is_named() -> None:
    assert missing([READS], [Right("OnCheck", "dynamodb:GetItem", "Seen"), Right("OnInbound", "dynamodb:GetItem", "Tickets")]) == [READS]


def test_an_index_is_a_right_of_its_own() -> None:
    line = Right("OnCheck", "dynamodb:Query", "Tickets/index/line")
    assert missing([line], [Right("OnCheck", "dynamodb:Query", "Tickets")]) == [line]


def test_a_right_that_nobody_uses_is_named() -> None:
    spare = Right("OnCheck", "dynamodb:PutItem", "Tickets")
    assert unused([READS], [READS, spare, Right("OnCheck", "logs:PutLogEvents", "OnCheckLogs")]) == [spare]


def test_a_star_covers_the_objects_of_its_folder_only() -> None:
    mails = Right("OnInbound", "s3:GetObject", "Raw/mail/*")
    payload = Right("OnInbound", "s3:GetObject", "Raw/payloads/whatsapp/1")
    assert missing([Right("OnInbound", "s3:GetObject", "Raw/mail/1"), payload], [mails]) == [payload]
