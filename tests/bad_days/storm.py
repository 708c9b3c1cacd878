"""A dozen contacts in a storm, run as a process of its own: MiniStack for AWS, one fault proxy before it and one before SES.

Reads {seed, aws, folder, environment} as JSON from standard input and prints one JSON line of how it ended.
"""

import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, SupportsIndex

import boto3
from botocore.exceptions import ClientError
from botocore.parsers import ResponseParserError

from chalicelib.desk import actions as desks
from chalicelib.ids import digest
from chalicelib.people import actions as people
from chalicelib.people.keys import Key
from chalicelib.settings import settings
from chalicelib.storage import loads
from chalicelib.storage import tickets as rows
from chalicelib.storage.rows import CONDITION_FAILED, shared_connection
from chalicelib.tickets.events import Commit, TicketAssigned
from chalicelib.tickets.fold import fold
from chalicelib.tickets.state import State
from infra.local.ports import ports_from
from infra.local.web import LoopbackServer
from tests.bad_days.proxy import DYNAMODB, MAIL, OTHERS, FaultProxy
from tests.bad_days.stormy import Outside, Stormy, until
from tests.handlers.client import ADMIN_KEY, Client, Told
from tests.small_desk import DOCUMENT
from tests.world import APP_SECRET, START, TOKEN_KEYS, client, watch_delays

CONTACTS = 12
WRITTEN, ANSWERED = ("ensi", "sitten"), ("yksi", "kaksi")
SERVICES = ("dynamodb", "dynamodbstreams", "sqs", "s3", "ssm")
KEYS = {"token": TOKEN_KEYS, "hooks": {"whatsapp": {"app_secret": APP_SECRET, "verify_token": "verify-me"}}}


# -- who writes what --


@dataclass(frozen=True)
class Customer:
    """Odd ones chat, the others write mails; every word of theirs can be told from all others."""

    number: int

    @property
    def is_chat(self) -> bool:
        return self.number % 2 == 1

    @property
    def address(self) -> str:
        return f"35840111{self.number:04}" if self.is_chat else f"c{self.number}@asiakas.example"

    def word(self, turn: str) -> str:
        return f"{turn}{self.number:02}x"

    def writes(self, world: Stormy, turn: str, text: str) -> None:
        """Some doors bring it twice."""
        for _ in range(2 if self.number % 3 == 0 else 1):
            self._chats(world, turn, text) if self.is_chat else self._mails(world, turn, text)

    def _chats(self, world: Stormy, turn: str, text: str) -> None:
        message = {"from": self.address, "id": f"wamid.{self.word(turn)}", "timestamp": str(int(START.timestamp())), "type": "text"}
        person = {"profile": {"name": "Bo"}, "wa_id": self.address}
        world.hook({"contacts": [person], "messages": [message | {"text": {"body": text}}]})

    def _mails(self, world: Stormy, turn: str, text: str) -> None:
        ours = world.mails(self.address)
        to = str(ours[0].mail["Reply-To"]).strip("<>") if ours else "help@kauppa.example"
        reference = [("In-Reply-To", f"<{ours[0].message_id}@eu-north-1.amazonses.com>")] if ours else []
        world.mail(
            self.address, f"Keitin {self.number}", text, to=to, message_id=f"<{self.word(turn)}@customer.example>", headers=reference
        )

    def heard(self, world: Stormy, word: str) -> int:
        """How many messages with that word reached them."""
        mails = sum(word in sent.text for sent in world.mails(self.address))
        return mails + sum(word in chat["text"]["body"] for chat in world.outside.chats if chat["to"].lstrip("+") == self.address)


@dataclass
class Story:
    """What happens, in an order and with pauses that the seed tells."""

    world: Stormy
    agent: Client
    lots: random.Random
    customers: list[Customer] = field(default_factory=lambda: [Customer(number) for number in range(CONTACTS)])

    def play(self) -> None:
        self._each(WRITTEN[0], "Hei, keitin {} on rikki, miten saan sen korjatuksi?")
        self._answers(ANSWERED[0])
        self._each(WRITTEN[1], "Ei auttanut {}, keitin ei vieläkään lämpene.")
        self._answers(ANSWERED[1])

    def close(self) -> None:
        for number in sorted(tickets()):
            self._says("PUT", f"/tickets/{number}", {"status": 4})
            self._pause()
        self.world.after(hours=2)

    def wait(self) -> None:
        """Until the last survey is out of date and the last ticket closed."""
        self.world.after(days=15)

    def _each(self, turn: str, text: str) -> None:
        for customer in self.lots.sample(self.customers, CONTACTS):
            customer.writes(self.world, turn, text.format(customer.word(turn)))
            self._pause()
        until(lambda: self._arrived(turn))

    def _arrived(self, turn: str) -> bool:
        self.world.after(minutes=self.lots.randint(7, 20))
        everywhere = "\n".join(map(said, tickets().values()))
        return all(customer.word(turn) in everywhere for customer in self.customers)

    def _answers(self, turn: str) -> None:
        """Every customer gets one, and it is waited for."""
        for customer in self.lots.sample(self.customers, CONTACTS):
            number = next(number for number, commits in tickets().items() if customer.word(WRITTEN[0]) in said(commits))
            self._says("POST", f"/tickets/{number}/reply", {"body": f"Irrota johto, {customer.word(turn)}, hetkeksi."})
            self._pause()
        until(lambda: self._heard(turn))

    def _heard(self, turn: str) -> bool:
        self.world.after(minutes=12)
        return all(customer.heard(self.world, customer.word(turn)) for customer in self.customers)

    def _says(self, method: str, path: str, body: dict[str, Any]) -> None:
        """A client asks again with the same key until it is answered well."""
        key = {"idempotency-key": digest(method, path, str(body))}
        until(lambda: self._well(self.agent.call(method, path, body, headers=key)))

    def _well(self, told: Told) -> bool:
        """Whoever is told to come again waits as long as it says."""
        self.world.now += timedelta(seconds=int(told.headers.get("Retry-After", "0")))
        return told.status < 300

    def _pause(self) -> None:
        if self.lots.random() < 0.25:
            self.world.settle()


# -- what came of it --


def tickets() -> dict[int, list[Commit]]:
    """Every history, read past the storm."""
    found: dict[int, list[Commit]] = {}
    for page in client("dynamodb").get_paginator("scan").paginate(TableName=settings().tickets_table):
        for item in page["Items"]:
            if item["sk"]["S"].startswith("C#"):
                commit = rows.CommitRow.from_raw_data(item).commit()
                found.setdefault(commit.ticket, []).append(commit)
    return {number: sorted(commits, key=lambda commit: commit.seq) for number, commits in sorted(found.items())}


def said(commits: list[Commit]) -> str:
    return "\n".join(commit.content.text for commit in commits if commit.content)


def wrong(world: Stormy, story: Story) -> Iterator[str]:
    """Everything that must never be."""
    histories = tickets()
    for customer in story.customers:
        yield from _customer(world, customer, histories)
    for number, commits in histories.items():
        yield from _ticket(number, commits)
    yield from _loads({number: fold(None, commits) for number, commits in histories.items()})
    twice = Counter((*sent.to, sent.subject, sent.text) for sent in world.mails())
    yield from (f"sent {count} times: {letter}" for letter, count in twice.items() if count > 1)


def _customer(world: Stormy, customer: Customer, histories: dict[int, list[Commit]]) -> Iterator[str]:
    everywhere = "\n".join(map(said, histories.values()))
    homes = set()
    for turn in WRITTEN:
        word = customer.word(turn)
        homes |= {number for number, commits in histories.items() if word in said(commits)}
        if (count := everywhere.count(f"{word}")) != 1:
            yield f"{word} is stored {count} times"
    if len(homes) != 1:
        yield f"{customer} is on tickets {sorted(homes)}"
    for turn in ANSWERED:
        word = customer.word(turn)
        if (count := everywhere.count(f" {word}")) != 1 or (heard := customer.heard(world, f" {word}")) != 1:
            yield f"answer {word} is stored {count} times and was heard {heard} times"


def _ticket(number: int, commits: list[Commit]) -> Iterator[str]:
    if [commit.seq for commit in commits] != list(range(1, len(commits) + 1)):
        yield f"the history of {number} has gaps"
    view = rows.find_view(number)
    if view is None or view.serialize() != rows.ViewRow.of(fold(None, commits)).serialize():
        yield f"the VIEW of {number} is not what its history gives"
    owners = [event.agent for commit in commits for event in commit.events if isinstance(event, TicketAssigned)]
    if len(owners) != 1:
        yield f"{number} was given to {owners}"


def _loads(states: dict[int, State]) -> Iterator[str]:
    """Each agent carries exactly the tickets that are open and theirs."""
    for agent, standing in loads.find_standings(agent.id for agent in desks.current(START).agents).items():
        theirs = {number for number, state in states.items() if state.agent == agent and state.is_open}
        if set(standing.load.entries) != theirs:
            yield f"agent {agent} carries {sorted(standing.load.entries)} instead of {sorted(theirs)}"


def left_over() -> dict[str, int]:
    """Messages in any queue of the stack, visible, delayed or held."""
    counts = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed")
    found = {}
    for url in client("sqs").list_queues()["QueueUrls"]:
        told = client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=list(counts))["Attributes"]
        found[url.rpartition("/")[2]] = sum(int(told[name]) for name in counts)
    return {name: count for name, count in found.items() if count}


# -- the process --


def main() -> int:
    told = json.load(sys.stdin)
    with ExitStack() as closing:
        outside = Outside()
        before_aws, before_ses = _set_up(told, outside, closing)
        world = Stormy(_app(), outside=outside)
        desks.activate(DOCUMENT, START, "tests")
        people.ensure_key(ADMIN_KEY, Key(), START)
        conflicts = _conflicts()
        story = Story(world, Client(world), random.Random(told["seed"]))
        found: list[str] = []
        for part in (story.play, story.close, story.wait):
            if part != story.wait:
                before_aws.storm(told["seed"], DYNAMODB, OTHERS)
                before_ses.storm(told["seed"], MAIL)
            part()
            before_aws.calm()
            before_ses.calm()
            world.after(minutes=30)
            found += wrong(world, story)
        ended = {
            "struck": before_aws.struck() + before_ses.struck(),
            "conflicts": conflicts[CONDITION_FAILED],
            "failures": len(world.failures),
        }
        states = [fold(None, commits) for commits in tickets().values()]
        is_open = [state.number for state in states if state.is_open]
        print(json.dumps({**ended, "tickets": len(states), "open": is_open, "wrong": found, "left": left_over()}))
    return 0


def _set_up(told: dict[str, Any], outside: Outside, closing: ExitStack) -> tuple[FaultProxy, FaultProxy]:
    """The world's own clients lead straight to the emulator, those of the product through the proxies."""
    mails, chats = ports_from(0).ses, ports_from(0).whatsapp
    for server in (LoopbackServer(mails, outside.take_mail), LoopbackServer(chats, outside.take_chat)):
        server.start()
        closing.callback(server.stop)
    os.environ.update(told["environment"] | {"VUORO_WHATSAPP_URL": f"http://127.0.0.1:{chats}", "VUORO_SES_CONFIGURATION": ""})
    os.environ["AWS_ENDPOINT_URL"] = told["aws"]
    settings.cache_clear()
    for name in SERVICES:
        client(name)
    for parameter, value in ((settings().keys_parameter, KEYS), (settings().senders_parameter, {"whatsapp": {"access_token": "token"}})):
        client("ssm").put_parameter(Name=parameter, Value=json.dumps(value), Type="SecureString", Overwrite=True)
    folder = Path(told["folder"])
    proxies = FaultProxy(told["aws"], folder / "aws-proxy.log"), FaultProxy(f"http://127.0.0.1:{mails}", folder / "ses-proxy.log")
    for proxy in proxies:
        closing.callback(proxy.stop)
        proxy.start()
    os.environ.update({"AWS_ENDPOINT_URL": proxies[0].url, "AWS_ENDPOINT_URL_SES": proxies[1].url})
    _warm_up()
    watch_delays()
    _hurry()
    return proxies


def _hurry() -> None:
    """Patched, because the pauses between attempts are long and not what is tried here."""
    wait = time.sleep

    def briefly(seconds: float | SupportsIndex) -> None:
        wait(min(float(seconds), 0.01))

    time.sleep = briefly


def _warm_up() -> None:
    """A proxy reads the model of a service at its first call, longer than the product waits."""
    asked = {"dynamodb": "list_tables", "sqs": "list_queues", "s3": "list_buckets", "ssm": "describe_parameters", "ses": "get_send_quota"}
    make: Any = boto3.client
    for name, operation in asked.items():
        with suppress(ClientError, ResponseParserError):
            getattr(make(name), operation)()


def _app() -> Any:
    from app import app

    return app


def _conflicts() -> Counter[str]:
    """What DynamoDB itself refused."""
    found = Counter[str]()

    def note(parsed: dict[str, Any], **_: Any) -> None:
        found[parsed.get("Error", {}).get("Code", "")] += 1

    for profile in ("usual", "commit"):
        shared_connection(profile).client.meta.events.register("after-call.dynamodb", note)
    return found


if __name__ == "__main__":
    sys.exit(main())
