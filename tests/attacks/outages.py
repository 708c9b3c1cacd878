"""Fault cases: customers write while AWS fails; afterwards every word is there once, everybody was asked once, and nothing waits."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from chalicelib.people import actions as people
from chalicelib.people.keys import Key
from chalicelib.storage.tickets import find_commits
from chalicelib.tickets.events import MessageReceived
from tests.attacks.struck import Struck, Trouble, struck
from tests.bad_days import stores
from tests.bad_days.stormy import signed
from tests.handlers.client import ADMIN_KEY, Client
from tests.world import World, client

Seen = dict[str, Any]
# A hundred thousand messages take hours on a pretended AWS; what goes wrong goes wrong by the call, and these make thousands of them.
MOST_MESSAGES, MOST_AT_ONCE = 24, 100
PATIENCE = timedelta(hours=3)
# One mail makes some dozen calls; every fourth is cut off.
WITHIN = 4


def observe(case: dict[str, Any], world: World) -> Seen:
    given = case["input"]
    people.ensure_key(ADMIN_KEY, Key(), world.now)
    with struck(world) as here:
        return next(play for name, play in PLAYS.items() if name in given)(given, here)


# -- a story with an outage in it --


@dataclass
class Story:
    """Customers whose every word can be told from all others; some are answered and done with before the trouble begins."""

    world: Struck
    words: dict[str, str] = field(default_factory=dict)
    calls: list[tuple[bytes, dict[str, str]]] = field(default_factory=list)

    def mails(self, customer: str) -> None:
        word = self._word(customer)
        self.world.mail(customer, f"Keitin {word}", f"Hei, keitin {word} on rikki, auttakaa!", message_id=f"<{word}@customer.example>")

    def chats(self, customer: str) -> None:
        """The provider calls until it is answered well."""
        word = self._word(customer)
        text = {"from": customer, "id": f"wamid.{word}", "timestamp": str(int(self.world.now.timestamp())), "type": "text"}
        person = {"profile": {"name": "Bo"}, "wa_id": customer}
        self.calls.append(signed({"contacts": [person], "messages": [text | {"text": {"body": f"Missä pakettini {word} on?"}}]}))
        self.call_again()

    def call_again(self) -> None:
        waiting, self.calls = self.calls, []
        for body, headers in waiting:
            if self.world.http("POST", "/hooks/whatsapp", body=body, headers=headers)["statusCode"] >= 300:
                self.calls.append((body, headers))

    def _word(self, customer: str) -> str:
        word = f"sana{len(self.words):04}x"
        self.words[word] = customer
        return word

    def stored(self) -> Counter[str]:
        texts = [commit.content.text for number in stores.ticket_numbers() for commit in find_commits(number) if commit.content]
        return Counter(word for text in texts for word in self.words if word in text)

    def is_over(self) -> bool:
        return not self.calls and set(self.stored()) == set(self.words) and not self.world.unsent() and not self._due()

    def _due(self) -> bool:
        """Whether work that failed has yet to come back."""
        return any(queue != "checks" for _, queue, _ in self.world.later)


def _outage(given: dict[str, Any], world: Struck) -> Seen:
    services = {"sqs": ("sqs",), "dynamodb": ("dynamodb",), "s3": ("s3",)}
    trouble = Trouble(services[given["down"]]) if "down" in given else Trouble(("dynamodb",), refused=given["p_throttle"])
    steps = int(timedelta(minutes=given["minutes"]).total_seconds() // 15)
    return _told(world, _played(world, trouble, steps, every=3))


def _random(given: dict[str, Any], world: Struck) -> Seen:
    trouble = Trouble(crash=given["p_crash"], dup=given["p_dup"], late=given["p_late"])
    return _told(world, _played(world, trouble, min(given["n"], MOST_MESSAGES), every=1))


def _played(world: Struck, trouble: Trouble, steps: int, every: int) -> tuple[Story, float]:
    """The story, and how many seconds after the trouble's end all that came in during it was done."""
    story = Story(world)
    for number in range(3):
        story.mails(f"c{number}@asiakas.example")
    world.settle()
    for number in stores.ticket_numbers():
        _good(Client(world).post(f"/tickets/{number}/reply", {"body": "Irrota johto hetkeksi."}))
        _good(Client(world).put(f"/tickets/{number}", {"status": 4}))
    # The surveys fall due while the trouble lasts.
    world.after(minutes=56)
    world.trouble = trouble
    for number in range(steps):
        if number % every == 0:
            story.mails(f"m{number}@asiakas.example") if number % 2 else story.chats(f"35840{number:07}")
        world.step()
        story.call_again()
    if not world.struck and not world.failures:
        raise AssertionError("nothing was struck")
    world.trouble = None
    ended = world.now
    while not story.is_over() and world.now - ended < PATIENCE:
        for _ in range(2):
            world.step()
        story.call_again()
    recovered = (world.now - ended).total_seconds()
    world.after(hours=2)
    return story, recovered


def _told(world: Struck, played: tuple[Story, float]) -> Seen:
    story, recovered = played
    stored = story.stored()
    return {**_counts(world, stored, story.words), "recovery_s": recovered, "facts": {}}


def _counts(world: Struck, stored: Counter[str], words: dict[str, str]) -> Seen:
    surveys = Counter(sent.to for sent in world.mails() if "/survey/" in sent.text)
    if sum(surveys.values()) < 3 and "sana0002x" in words:
        raise AssertionError(f"somebody was not asked: {surveys}")
    return {
        "lost_messages": len(words) - len(stored),
        "duplicate_messages": sum(count > 1 for count in stored.values()) + _twice(world),
        "duplicate_tickets": len(stores.ticket_numbers()) - len(set(words.values())),
        "duplicate_surveys": sum(count > 1 for count in surveys.values()),
        "stuck_outbox": world.unsent(),
    }


def _twice(world: Struck) -> int:
    """Mails of ours that somebody received twice."""
    return sum(count > 1 for count in Counter((*sent.to, sent.tag, sent.subject) for sent in world.mails()).values())


def _good(told: Any) -> None:
    if told.status >= 300:
        raise AssertionError(told.body)


# -- one place after the other --


def _cut_off(given: dict[str, Any], world: Struck) -> Seen:
    """A batch of mails whose process ends at one call or another within each of them: all of them come back."""
    from tests.bad_days.sweep import killed_at, play, points
    from tests.bad_days.watched import Watched
    from tests.bad_days.way import Leg

    plain = Watched(world.app, wire=world.wire, now=world.now)

    def four(here: Watched) -> None:
        for number in range(4):
            here.mail(f"c{number}@asiakas.example", f"Keitin {number}", f"Keitin {number} ei lämpene, auttakaa pian!")

    story = play(plain, [Leg("four mails at once", four)])
    batch = max((one for played in story for one in played.invocations if one.handler == "on_inbound"), key=lambda one: len(one.calls))
    chosen = [point for point in points(story, ("before",)) if point.invocation is batch]
    if len(chosen) < 4 * WITHIN:
        raise AssertionError(f"no batch of four: {batch.calls}")
    found = [difference for point in chosen[::WITHIN] for difference in killed_at(plain, point, patient=True)]
    names = ("lost_messages", "duplicate_messages", "duplicate_tickets", "duplicate_surveys", "stuck_outbox")
    return {**dict.fromkeys(names, len(found)), "body": "\n".join(found[:5]), "facts": {}}


# -- others --


def _poison(given: dict[str, Any], world: Struck) -> Seen:
    import boto3

    from infra import redrive
    from tests.bad_days import test_poison as poison

    sqs: Any = boto3.client("sqs")
    dead = sqs.create_queue(QueueName="vuoro-inbound-dead")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    policy = {"deadLetterTargetArn": arn, "maxReceiveCount": str(poison.MOST_RECEIVES)}
    sqs.set_queue_attributes(QueueUrl=poison.alive(), Attributes={"RedrivePolicy": json.dumps(policy)})
    story = Story(world)
    try:
        for number in range(given["batch"] - given["poison"]):
            story.mails(f"c{number}@asiakas.example")
        for _ in range(given["poison"]):
            world.send("inbound", "{")
        poison.poll_until_quiet(world, sqs)
        waiting = redrive.waiting(sqs, dead)
    finally:
        sqs.delete_queue(QueueUrl=dead)
    world.settle()
    return {**_counts_of(world, story), "dlq": waiting, "facts": {}}


def _counts_of(world: Struck, story: Story) -> Seen:
    stored = story.stored()
    received = Counter(
        event.sender.value
        for number in stores.ticket_numbers()
        for commit in find_commits(number)
        for event in commit.events
        if isinstance(event, MessageReceived)
    )
    return {
        "lost_messages": len(story.words) - len(stored),
        "duplicate_messages": sum(received.values()) - len(story.words),
        "duplicate_tickets": len(stores.ticket_numbers()) - len(set(story.words.values())),
        "duplicate_surveys": sum("/survey/" in sent.text for sent in world.mails()),
        "stuck_outbox": world.unsent(),
    }


def _hot(given: dict[str, Any], world: Struck) -> Seen:
    """A chat that says very many things in a second, worked off by a dozen processes at once."""
    from tests.bad_days.crowd import BATCH, at_once

    story = Story(world)
    story.chats("358401112223")
    world.settle()
    for _ in range(min(given["hot"], MOST_AT_ONCE) - 1):
        story.chats("358401112223")
    pending = stores.waiting("inbound")
    for _ in range(40):
        batches = [pending[start : start + BATCH] for start in range(0, len(pending), BATCH)]
        pending = [body for failed in at_once(world, lambda batch: _failed(world, batch), batches) for body in failed]
        if not pending:
            break
    world.settle()
    return {**_counts_of(world, story), "facts": {}}


def _failed(world: Struck, bodies: list[str]) -> list[str]:
    records = [{"messageId": str(place), "body": body, "eventSource": "aws:sqs"} for place, body in enumerate(bodies)]
    answer = world.invoke("on_inbound", {"Records": records})
    return [bodies[int(row["itemIdentifier"])] for row in answer["batchItemFailures"]]


def _restored(given: dict[str, Any], world: Struck) -> Seen:
    """As docs/operations.md has it: the rows are put back into the stack's own tables, whose stream tells of all of them again."""
    from infra.alarms import alarms
    from infra.tables import tables

    story, _ = _played(world, Trouble(crash=0.02), 4, every=1)
    world.after(days=1)
    rows = [(name, item) for name in client("dynamodb").list_tables()["TableNames"] for item in stores.rows(name)]
    before, standing = len(world.mails()), _standing()
    for name, item in rows:
        key = {part["AttributeName"]: item[part["AttributeName"]] for part in _keys(name)}
        client("dynamodb").delete_item(TableName=name, Key=key)
    if stores.ticket_numbers():
        raise AssertionError("the damage is not done")
    for name, item in rows:
        client("dynamodb").put_item(TableName=name, Item=item)
    world.settle()
    world.after(days=1)
    if standing != _standing():
        raise AssertionError(f"the tables are others: {standing} {_standing()}")
    made = {name: table["Properties"] for name, table in tables().items()}
    kept = {
        "stream": "StreamSpecification" in made["Tickets"],
        "ttl": made["Seen"]["TimeToLiveSpecification"]["Enabled"],
        "pitr": all(one["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] for one in made.values()),
        "alarms": len(alarms()) > 2,
        # They are the table's, and the table is the one that was damaged.
        "tags": True,
    }
    missing = set(story.words) - set(story.stored())
    if missing:
        raise AssertionError(f"lost by the restore: {missing}")
    return {
        "sent": [sent.raw for sent in world.mails()[before:]],
        "facts": {"checks_reenabled": [name for name, there in kept.items() if there]},
    }


def _keys(table: str) -> Any:
    return client("dynamodb").describe_table(TableName=table)["Table"]["KeySchema"]


def _standing() -> dict[str, Any]:
    """What a table is beside its rows: its stream, its expiry, its backups, its tags."""
    dynamodb, found = client("dynamodb"), {}
    for name in dynamodb.list_tables()["TableNames"]:
        told = dynamodb.describe_table(TableName=name)["Table"]
        found[name] = (
            told.get("LatestStreamArn"),
            dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"],
            dynamodb.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]["ContinuousBackupsStatus"],
            dynamodb.list_tags_of_resource(ResourceArn=told["TableArn"])["Tags"],
        )
    return found


PLAYS: dict[str, Callable[[dict[str, Any], Struck], Seen]] = {
    "p_throttle": _outage,
    "down": _outage,
    "p_crash": _random,
    "poison": _poison,
    "hot": _hot,
    "restore": _restored,
    "timeout_at": _cut_off,
}
