"""A world whose every invocation is noted with all it began from, so that it can be taken up there and end differently."""

import functools
import hashlib
import hmac
import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from chalicelib.channels.message import Delivery
from chalicelib.desk import actions as desks
from chalicelib.errors import VuoroError
from chalicelib.outside import secrets
from chalicelib.people import actions as people
from chalicelib.settings import settings
from chalicelib.storage.tickets import find_views
from tests.bad_days import stores
from tests.bad_days.calls import Call, Killed, Wire
from tests.world import APP_SECRET, HANDLERS, MOST_ROUNDS, World, _delays, _is_commit, _lambda_json

FIELDS = ("now", "failures", "later", "mails_read", "chats_read", "read_to", "told", "_count", "deliver_twice", "cold")
VISIBLE_AGAIN = timedelta(seconds=360)
CACHES: tuple[dict[Any, Any], ...] = (desks._current, desks._versions, secrets._read, secrets._reread, people._kept)
QUEUE_OF = {handler: queue for queue, handler in HANDLERS.items()}
SCHEDULES = ("agenda", "sweep_raw")
MOST_WAITS = 12
CHAT_STATUSES = ("sent", "delivered")


@dataclass
class Invocation:
    """One run of a handler: what began it, what was stored then, and the AWS calls it made when nothing went wrong."""

    handler: str
    again: Callable[["Watched"], Any]
    began: stores.Saved
    calls: tuple[Call, ...] = ()
    status: int = 0


@dataclass
class Watched(World):
    """Dies and comes back: at once (the queue's next delivery), or after the visibility time-out when `patient`."""

    wire: Wire = field(default_factory=Wire)
    chats: list[dict[str, Any]] = field(default_factory=list)
    chats_read: int = 0
    read_to: int = 0
    told: list[str] = field(default_factory=list)
    patient: bool = False
    order: random.Random | None = None
    cold: dict[str, tuple[dict[Any, Any], ...]] = field(default_factory=dict)
    noted: list[Invocation] | None = None
    deaths: int = 0

    # -- saved and taken up again --

    def save(self) -> stores.Saved:
        kept = {name: getattr(self, name) for name in FIELDS if name != "cold"}
        return stores.save(world={**kept, "chats": list(self.chats)}, delays=_delays, processes=_Same(self.cold))

    def restore(self, saved: stores.Saved) -> None:
        more = stores.restore(saved)
        self.chats[:] = more["world"].pop("chats")
        for name, value in more["world"].items():
            setattr(self, name, value)
        _delays.clear()
        _delays.update(more["delays"])
        self.cold, self.deaths, self.failures = dict(more["processes"].value), 0, []

    # -- invocations --

    def call(self, handler: str, event: dict[str, Any]) -> Any:
        self._note(handler, lambda world: world.call(handler, event))
        try:
            with self.time():
                answer = self.running(handler, lambda: self.invoke(handler, event))
        except (Killed, VuoroError) as end:
            if isinstance(end, VuoroError):
                self.failures.append(f"{handler}: {end.message}")
            return self._once_more(handler, event)
        return self._taken(handler, event, answer)

    def _once_more(self, handler: str, event: dict[str, Any]) -> Any:
        if self.patient and handler in QUEUE_OF:
            self._bring_back(handler, [record["body"] for record in event["Records"]])
            return {"batchItemFailures": []}
        if self.patient and handler in SCHEDULES:
            self.now += timedelta(minutes=1)
        return self.call(handler, event)

    def _taken(self, handler: str, event: dict[str, Any], answer: Any) -> Any:
        """What the handler gave back comes again after the visibility time-out."""
        if not isinstance(answer, dict) or not answer.get("batchItemFailures"):
            return answer
        if handler not in QUEUE_OF:
            return self._from_there(handler, event, answer["batchItemFailures"][0]["itemIdentifier"])
        failed = {row["itemIdentifier"] for row in answer["batchItemFailures"]}
        bodies = [record["body"] for record in event["Records"] if record["messageId"] in failed]
        self.failures += [f"{handler}: {body[:200]}" for body in bodies]
        self._bring_back(handler, bodies)
        return {"batchItemFailures": []}

    def _from_there(self, handler: str, event: dict[str, Any], position: str) -> Any:
        """A stream hands over again from the record that failed."""
        self.failures.append(f"{handler}: {position}")
        places = [record["dynamodb"]["SequenceNumber"] for record in event["Records"]]
        return self.call(handler, {"Records": event["Records"][places.index(position) :]})

    def _bring_back(self, handler: str, bodies: list[str]) -> None:
        self.later += [(self.now + VISIBLE_AGAIN, QUEUE_OF[handler], body) for body in bodies]

    def http(self, method: str, path: str, *, body: bytes = b"", headers: dict[str, str] | None = None) -> dict[str, Any]:
        """The client hears no answer and asks again, just so."""
        route = f"{method} {self._route(method, path.partition('?')[0])[0]}"
        self._note(route, lambda world: world.http(method, path, body=body, headers=headers))
        try:
            answer: dict[str, Any] = self.running(route, lambda: World.http(self, method, path, body=body, headers=headers))
        except Killed:
            return self.http(method, path, body=body, headers=headers)
        if answer["statusCode"] == 409 and "Retry-After" in answer["headers"]:
            # The first request may still be running, for all that anybody knows.
            self.now += timedelta(seconds=int(answer["headers"]["Retry-After"]))
            return self.http(method, path, body=body, headers=headers)
        if self.noted:
            self.noted[-1].status = answer["statusCode"]
        if answer["statusCode"] < 500:
            return self._repeated(answer, route, lambda: World.http(self, method, path, body=body, headers=headers))
        self.failures.append(f"{route}: {answer['statusCode']}")
        return self.http(method, path, body=body, headers=headers)

    def _repeated(self, answer: dict[str, Any], route: str, again: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """A client that is not sure asks twice, and hears the same."""
        if self.deliver_twice:
            second = self.running(route, again)
            assert second["statusCode"] == answer["statusCode"], second
        return answer

    def running(self, handler: str, work: Callable[[], Any]) -> Any:
        """`work` in the process of that handler, which remembers what it has read before; a killed one remembers nothing."""
        for cache, kept in zip(CACHES, self.cold.pop(handler, ({},) * len(CACHES)), strict=True):
            cache.clear()
            cache.update(kept)
        self.wire.handler = handler
        try:
            answer = work()
            self.cold[handler] = tuple(dict(cache) for cache in CACHES)
        except Killed:
            self.deaths += 1
            raise
        finally:
            # Whatever was to happen has happened in the first invocation.
            if self.noted is None:
                self.wire.leave_alone()
            self.wire.handler = ""
        return answer

    def _note(self, handler: str, again: Callable[["Watched"], Any]) -> None:
        if self.noted is None:
            return
        self.close_note()
        self.noted.append(Invocation(handler, again, self.save()))
        self.wire.leave_alone()

    @contextmanager
    def unwatched(self) -> Iterator[None]:
        """For what a client looks up before it does what is watched."""
        self.close_note()
        noted, self.noted = self.noted, None
        try:
            yield
        finally:
            self.noted = noted

    def close_note(self) -> None:
        if self.noted and not self.noted[-1].calls:
            self.noted[-1].calls = tuple(self.wire.calls)

    # -- the clockwork, read from the stores directly because that is many times faster --

    def settle(self) -> "Watched":
        """With an `order`, everything takes its turn by lot."""
        if self.order is None:
            super().settle()
            return self
        pumps = (functools.partial(self._pump, queue) for queue in HANDLERS)
        steps: list[Callable[[], bool]] = [self.pump_stream, self.post_office, *pumps]
        for _ in range(MOST_ROUNDS):
            if not sum(step() for step in self.order.sample(steps, len(steps))):
                return self
        raise AssertionError("the desk does not come to rest")

    def pump_stream(self) -> bool:
        records = [item.record for item in stores.streamed()[self.read_to :][:100]]
        self.read_to += len(records)
        commits = [handed_over(record) for record in records if _is_commit(record)]
        if commits and not self._took(commits):
            self.read_to -= len(records)
        return bool(records)

    def _took(self, records: list[dict[str, Any]]) -> bool:
        if self.deliver_twice:
            self.call("on_commits", {"Records": records})
        answer = self.call("on_commits", {"Records": records})
        return answer is not None and not answer["batchItemFailures"]

    def _pump(self, queue: str) -> bool:
        fresh = stores.waiting(queue)
        url = settings().queue_url(queue)
        self.later += [(self.now + timedelta(seconds=_delays.pop((url, body), 0)), queue, body) for body in fresh]
        ready = [item for item in self.later if item[1] == queue and item[0] <= self.now]
        ready = self.order.sample(ready, min(len(ready), self.order.randint(1, 10))) if self.order else ready[:10]
        for item in ready:
            self.later.remove(item)
        if ready:
            self._hand_over(queue, [body for _, _, body in ready])
        return bool(fresh or ready)

    def rest(self, until: datetime | None = None) -> "Watched":
        """Until nothing is left to do, and whoever was interrupted has had the time to come back."""
        self.settle()
        if until and until > self.now:
            self.at(until)
        for _ in range(MOST_WAITS):
            waits = self._waits()
            if not waits:
                return self
            self.at(max(self.now, min(waits)) + timedelta(seconds=1))
        raise AssertionError(f"still waiting: {self.later}")

    def _waits(self) -> list[datetime]:
        """When what failed comes back, when an unconfirmed message may go again."""
        back = [at for at, queue, _ in self.later if queue != "checks" or self.deaths]
        grace = timedelta(seconds=600)
        views = find_views(stores.ticket_numbers())
        claims = [item.since for state in views.values() for item in state.outgoing if item.status is Delivery.CLAIMED and item.since]
        written = [self.now for state in views.values() for item in state.outgoing if item.status is Delivery.WRITTEN and not back]
        return [*back, *(since + grace for since in claims), *written]

    # -- the other side --

    def post_office(self) -> bool:
        return super().post_office() | self._meta() | self._bucket()

    def _bucket(self) -> bool:
        """Play S3: tell the inbound queue of each payload that came into the raw bucket."""
        fresh = [key for key in stores.keys("payloads/") if key not in self.told]
        self.told += fresh
        for key in fresh:
            self.send("inbound", json.dumps({"Records": [{"eventSource": "aws:s3", "s3": {"object": {"key": key}}}]}))
        return bool(fresh)

    def _meta(self) -> bool:
        """Play Meta: report each chat message of ours as sent, then as delivered, one report a turn."""
        place, turn = divmod(self.chats_read, len(CHAT_STATUSES))
        if place >= len(self.chats):
            return False
        self.chats_read += 1
        self.status(self.chats[place], CHAT_STATUSES[turn])
        return True

    def status(self, chat: dict[str, Any], status: str) -> None:
        row = {"id": chat["id"], "status": status, "timestamp": str(int(self.now.timestamp())), "recipient_id": chat["to"]}
        row["biz_opaque_callback_data"] = chat["biz_opaque_callback_data"]
        self.webhook({"statuses": [row]})

    def webhook(self, value: dict[str, Any], number: str = "10001") -> dict[str, Any]:
        """A signed call of Meta's; the answer."""
        value = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": number}, **value}
        entry = {"id": "1", "changes": [{"field": "messages", "value": value}]}
        body = json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()
        signature = "sha256=" + hmac.new(APP_SECRET.encode(), body, hashlib.sha256).hexdigest()
        headers = {"content-type": "application/json", "x-hub-signature-256": signature}
        return self.http("POST", "/hooks/whatsapp", body=body, headers=headers)

    def send(self, queue: str, body: str) -> None:
        stores.put(queue, body)


def status_of(answer: Any) -> int:
    """What a caller hears; a queue hears nothing."""
    return int(answer["statusCode"]) if isinstance(answer, dict) and "statusCode" in answer else 0


def handed_over(record: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps({**record, "eventSourceARN": "arn"}, default=_lambda_json))
    return found


@dataclass(frozen=True)
class _Same:
    """What processes remember is never changed in place, so it need not be copied."""

    value: dict[str, Any]

    def __deepcopy__(self, memo: Any) -> "_Same":
        return _Same(dict(self.value))
