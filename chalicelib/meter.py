"""The account of the work under way: what it asks of AWS, and how much of that already stands on a bill.

The clients of storage/ and outside/ report here by hooks of botocore, one call for each HTTP attempt. Whoever writes or
sends something in the work's name asks for a quote, puts it beside what is written, and says when it stands there.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import field
from typing import Any

from chalicelib.costs.parts import Amounts, Part, Work, from_text, pack, plus, to_text
from chalicelib.costs.units import READ_BYTES, WRITE_BYTES, begun, item_size
from chalicelib.values import dataclass

MARK = "vuoro-asked"
LOAD = ',"metered":"'
SQS_CHUNK = 65_536
# The attempt never reached AWS.
NOT_SENT = frozenset({"ConnectTimeoutError", "EndpointConnectionError", "ProxyConnectionError"})
# A running mean over about this many pieces of work.
MEAN_OF = 8
_tails: dict[Work, float] = {}


@dataclass(frozen=True, slots=True)
class Quote:
    """The cost that is to stand beside a write: as bytes, and what of the account it covers."""

    raw: bytes = b""
    amounts: Amounts = field(default_factory=dict)
    owed: tuple[Part, ...] = ()


@dataclass(slots=True)
class Account:
    """One piece of work. `elapsed` tells its milliseconds so far, `name` makes an id for what travels in messages.

    `owed` is what the pieces before it in the same invocation left over, by ticket.
    """

    work: Work
    elapsed: Callable[[], float]
    name: Callable[[], str]
    memory: int
    share: int = 1
    is_first: bool = True
    spent: dict[str, int] = field(default_factory=dict)
    billed: dict[str, int] = field(default_factory=dict)
    shared: dict[str, int] = field(default_factory=dict)
    carried: tuple[Part, ...] = ()
    owed: dict[int, tuple[Part, ...]] = field(default_factory=dict)
    ticket: int = 0
    is_begun: bool = False
    is_for_all: bool = False
    quoted_at: float = -1.0

    def add(self, amounts: Amounts) -> None:
        if self.is_for_all:
            self.shared = plus(self.shared, amounts)
        else:
            self.spent = plus(self.spent, amounts)

    def rest(self, *, tail: float = 0.0) -> dict[str, int]:
        """What no bill has yet, the next `tail` milliseconds included; negative where more was foreseen than came about."""
        milliseconds = self.elapsed() + tail
        return plus({**self.spent, "megabyte_ms": round(milliseconds * self.memory)}, self.billed, -1)

    def part(self, amounts: Amounts, name: str = "") -> Part:
        """With the share of the invocation once only, however many bills the work is spread over."""
        return Part(self.work, 0 if self.is_begun else self.share, amounts, name)

    def accept(self, quote: Quote) -> None:
        """What was quoted stands."""
        if quote.raw:
            self.billed = plus(self.billed, quote.amounts)
            self.is_begun, self.carried, self.quoted_at = True, (), self.elapsed()

    def foresaw(self, parts: Iterable[Part]) -> None:
        """These parts of the work are on a bill already."""
        for part in parts:
            self.billed = plus(self.billed, part.amounts)
            self.is_begun = True

    def end(self) -> None:
        """Learn how long such work goes on behind its last bill, so that the next bill of its kind foresees it."""
        if self.quoted_at >= 0:
            known, tail = _tails.get(self.work, 0.0), self.elapsed() - self.quoted_at
            _tails[self.work] = known + (tail - known) / MEAN_OF


_current: ContextVar[Account | None] = ContextVar("account", default=None)


def forget() -> None:
    """Begin to learn anew how long work goes on behind its last bill."""
    _tails.clear()


@contextmanager
def running(account: Account) -> Iterator[Account]:
    """Everything asked of AWS inside is this account's."""
    token = _current.set(account)
    try:
        yield account
    finally:
        _current.reset(token)


@contextmanager
def for_all() -> Iterator[None]:
    """What is asked inside serves whoever comes next as well (configuration, keys), so no ticket pays for it."""
    account = _current.get()
    if account is None or account.is_for_all:
        yield
        return
    account.is_for_all = True
    try:
        yield
    finally:
        account.is_for_all = False


def charge_to(ticket: int) -> None:
    """The work under way is about this ticket; 0 for none."""
    if account := _current.get():
        account.ticket = ticket


def arrived(amounts: Amounts) -> None:
    """What AWS did to bring us a message, once however often the queue delivers it."""
    account = _current.get()
    if account and account.is_first:
        account.add(amounts)


# -- bills --


def quote(ticket: int, foreseen: Amounts, after: tuple[Part, ...] = ()) -> Quote:
    """The cost so far with what is foreseen, for a write that is to carry it; `after` is what will follow from the write."""
    account = _current.get()
    if account is None:
        return Quote()
    amounts = plus(account.rest(tail=_tails.get(account.work, 0.0)), foreseen)
    owed = account.owed.get(ticket, ())
    return Quote(pack([account.part(amounts), *account.carried, *owed, *after]), amounts, owed)


def stands(quoted: Quote, ticket: int) -> None:
    """The write is there, and the quote with it."""
    if account := _current.get():
        account.ticket = ticket
        account.accept(quoted)
        if quoted.owed:
            account.owed.pop(ticket, None)


def loaded(body: str) -> tuple[str, Quote]:
    """A JSON object for a queue, with the cost of a sender that keeps no ledger of its own (a public page)."""
    account = _current.get()
    if account is None or account.work is not Work.PAGE or not body.endswith("}") or len(body) < 3:
        return body, Quote()
    amounts = plus(account.rest(), {"sqs:SendMessage": 1, **_chunks(len(body))})
    part = account.part(amounts, account.name())
    return f'{body[:-1]}{LOAD}{to_text(part)}"}}', Quote(pack([part]), amounts)


def sent(quoted: Quote) -> None:
    """The message is on its way."""
    if account := _current.get():
        account.accept(quoted)


def unloaded(body: str) -> tuple[str, str]:
    """A message without the cost that travels at its end, and that cost as it was written; empty if none does.

    A quotation mark inside any value of a JSON text is escaped, so nobody's words can look like a load.
    """
    bare, mark, load = body.rpartition(LOAD)
    if not mark or not load.endswith('"}') or '"' in load[:-2]:
        return body, ""
    return bare + "}", load[:-2]


def brought(load: str) -> tuple[Part, ...]:
    """The cost that came with a message; raises ValueError on one that nobody packed."""
    return (from_text(load),) if load else ()


# -- what the clients report --


def listen(events: Any) -> None:
    """Hear of every request that a botocore client makes; `events` is its meta.events."""
    events.register("before-parameter-build", _asked)
    events.register("before-send", _attempted)
    events.register("response-received", _heard)


def _asked(params: dict[str, Any], model: Any, context: dict[str, Any], **_: Any) -> None:
    if _current.get() is None:
        return
    if model.service_model.service_name == "dynamodb":
        params.setdefault("ReturnConsumedCapacity", "TOTAL")
    context[MARK] = (model.name, params)


def _attempted(event_name: str, **_: Any) -> None:
    if account := _current.get():
        account.add({_operation(event_name): 1})


def _heard(
    event_name: str, parsed_response: dict[str, Any] | None, context: dict[str, Any], exception: Exception | None = None, **_: Any
) -> None:
    account = _current.get()
    if account is None or MARK not in context:
        return
    operation, params = context[MARK]
    if type(exception).__name__ in NOT_SENT:
        account.add({_operation(event_name): -1})
    elif parsed_response is not None:
        account.add(_amounts(operation, params, parsed_response))


def _operation(event_name: str) -> str:
    _, service, operation = event_name.split(".")
    return f"{service}:{operation}"


def _amounts(operation: str, asked: dict[str, Any], answer: dict[str, Any]) -> dict[str, int]:
    """What an answer says was consumed, or what the documented rules say where it keeps silent."""
    failed = "Error" in answer
    match operation:
        case "PutItem" | "UpdateItem" | "DeleteItem":
            return {"write_units": round(_written(answer, failed=failed))}
        case "BatchWriteItem":
            return {} if failed else {"write_units": round(_written_together(asked, answer))}
        case "GetItem" | "Query" | "BatchGetItem":
            return {} if failed else {"half_read_units": round(2 * _read(asked, answer))}
        case "SendRawEmail":
            mail = {"mails_out": len(asked.get("Destinations", ())), "bytes_out": len(asked["RawMessage"]["Data"])}
            return {} if failed else mail
        case "SendMessage":
            return _chunks(len(asked["MessageBody"]))
        case "SendMessageBatch":
            return _chunks(sum(len(entry["MessageBody"]) for entry in asked["Entries"]))
    return {}


def _chunks(length: int) -> dict[str, int]:
    """SQS charges a request for each begun 64 KiB; the first is the request itself."""
    return {"sqs_chunks": more} if (more := begun(length, SQS_CHUNK) - 1) else {}


def _written(answer: dict[str, Any], *, failed: bool) -> float:
    """A refused write costs as much as the item in its way; one that failed otherwise costs nothing."""
    if not failed:
        return float(answer.get("ConsumedCapacity", {}).get("CapacityUnits", 1))
    refused = answer["Error"].get("Code") == "ConditionalCheckFailedException"
    return begun(item_size(answer.get("Item", {})), WRITE_BYTES) if refused else 0


def _written_together(asked: dict[str, Any], answer: dict[str, Any]) -> float:
    """Each row for itself, as if it were put alone, and one that is removed as the smallest; what was not taken costs nothing."""
    if told := answer.get("ConsumedCapacity"):
        return sum(float(table.get("CapacityUnits", 0)) for table in told)
    left = sum(map(len, answer.get("UnprocessedItems", {}).values()))
    rows = [entry.get("PutRequest", {}).get("Item", {}) for entries in asked["RequestItems"].values() for entry in entries]
    return sum(begun(item_size(item), WRITE_BYTES) for item in rows[: len(rows) - left])


def _read(asked: dict[str, Any], answer: dict[str, Any]) -> float:
    told = answer.get("ConsumedCapacity")
    if isinstance(told, dict):
        return float(told.get("CapacityUnits", 0))
    if told:
        return sum(float(table.get("CapacityUnits", 0)) for table in told)
    return _read_by_rule(asked, answer)


def _read_by_rule(asked: dict[str, Any], answer: dict[str, Any]) -> float:
    """A batch get: each item for itself, one that is not there as the smallest; half where it may be a little old."""
    units = 0.0
    for table, wanted in asked.get("RequestItems", {}).items():
        found = answer.get("Responses", {}).get(table, [])
        each = sum(begun(item_size(item), READ_BYTES) for item in found) + len(wanted["Keys"]) - len(found)
        units += each * (1.0 if wanted.get("ConsistentRead") else 0.5)
    return units
