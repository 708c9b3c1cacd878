"""The People table: contacts and their handles, companies, API keys, agents' loads and presence."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from heapq import merge
from itertools import groupby
from operator import attrgetter
from typing import Any

from pynamodb.attributes import BooleanAttribute, JSONAttribute, ListAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.update import Action

from chalicelib import meter
from chalicelib.channels.message import Handle
from chalicelib.contacts.evidence import Evidence, Proof, risen, stored
from chalicelib.ids import number_of
from chalicelib.settings import settings
from chalicelib.storage.rows import Part, Row, bound, read_many, read_on, stamp_of
from chalicelib.values import dataclass

SHARDS = 4
PROFILE = "PROFILE"


class PersonRow(Row):
    """Anything in the People table, told apart by its keys; `data` is the object's own fields."""

    class Meta:
        table_name = settings().people_table
        region = settings().region

    sk = UnicodeAttribute(range_key=True, default=PROFILE)
    id = NumberAttribute(null=True)
    data = JSONAttribute(null=True)
    handles = ListAttribute[Any](null=True)
    kind_pk = UnicodeAttribute(null=True)
    kind_sk = UnicodeAttribute(null=True)
    at = UnicodeAttribute(null=True)
    changed = UnicodeAttribute(null=True)
    mail_state = UnicodeAttribute(null=True)
    mail_because = UnicodeAttribute(null=True)
    held_until = UnicodeAttribute(null=True)
    held_because = UnicodeAttribute(null=True)
    held_proven = BooleanAttribute(null=True)
    evidence = UnicodeAttribute(null=True)
    proven_by = UnicodeAttribute(null=True)
    proven_at = UnicodeAttribute(null=True)
    used = UnicodeAttribute(null=True)

    @property
    def standing(self) -> Evidence:
        """How sure we are that this handle is its contact's."""
        return stored(self.evidence or (self.data or {}).get("evidence", ""))

    def held(self, now: datetime) -> str:
        """Why mail of this handle has to wait at present; empty when it comes in."""
        return self.held_because or "" if self.held_until and datetime.fromisoformat(self.held_until) > now else ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A stored object as the API lists it."""

    id: int
    data: dict[str, Any]
    created_at: datetime
    updated_at: datetime
    used_at: datetime | None = None


def handle_key(handle: Handle) -> str:
    return bound(f"H#{handle.kind}#{handle.value}")


def contact_key(number: int) -> str:
    return f"CT#{number}"


def domain_key(domain: str) -> str:
    return f"DOM#{domain}"


def key_key(key_hash: str) -> str:
    return f"K#{key_hash}"


def put_handle(handle: Handle, contact: int, proof: Proof, now: datetime, *, company: str = "") -> PersonRow:
    """Bind a handle to a contact, first writer wins; the row as it now is. What is known of it rises if it was the contact's already."""
    edge, stamp = {"name": handle.name, "company": company}, stamp_of(now)
    row = PersonRow(
        handle_key(handle), PROFILE, id=contact, data=edge, at=stamp, evidence=proof.evidence.value, proven_by=proof.by or None,
    )  # fmt: skip
    standing = row.put(PersonRow.pk.does_not_exist())
    if standing is None:
        return row
    return prove(standing, proof, now) if int(standing.id) == contact else standing


def prove(row: PersonRow, proof: Proof, now: datetime) -> PersonRow:
    """Note that a handle is better known than before; one write if it is, none if it is not."""
    if risen(row.standing, proof.evidence) is row.standing:
        return row
    actions: list[Action] = [
        PersonRow.evidence.set(proof.evidence.value),
        PersonRow.proven_by.set(proof.by),
        PersonRow.proven_at.set(stamp_of(now)),
    ]
    unchanged = PersonRow.evidence.does_not_exist() if row.evidence is None else PersonRow.evidence == row.evidence
    return PersonRow.change(row.pk, PROFILE, actions, (PersonRow.id == int(row.id)) & unchanged) or row


def put_object(kind: str, number: int, data: dict[str, Any], now: datetime) -> bool:
    """Create an object that is listed under `kind`; False if it is there already."""
    stamp = stamp_of(now)
    row = PersonRow(
        f"{kind}#{number}", PROFILE, id=number, data=data, at=stamp, changed=stamp,
        kind_pk=f"{kind}#{number % SHARDS}", kind_sk=f"{stamp}#{number}",
    )  # fmt: skip
    return row.put(PersonRow.pk.does_not_exist()) is None


def change_object(kind: str, number: int, data: dict[str, Any], now: datetime, was: datetime) -> Listed | None:
    """Replace the object's fields if nobody changed it since `was`; None if somebody did."""
    row = PersonRow.change(
        f"{kind}#{number}", PROFILE, [PersonRow.data.set(data), PersonRow.changed.set(stamp_of(now))], PersonRow.changed == stamp_of(was)
    )
    return listed(row) if row else None


def find_object(kind: str, number: int) -> Listed | None:
    row = PersonRow.find(f"{kind}#{number}", PROFILE)
    return listed(row) if row else None


def listed(row: PersonRow) -> Listed:
    used = datetime.fromisoformat(row.used) if row.used else None
    return Listed(int(row.id), dict(row.data or {}), datetime.fromisoformat(row.at), datetime.fromisoformat(row.changed or row.at), used)


def wanted(pks: Iterable[str]) -> list[tuple[type[Row], str, str]]:
    return [(PersonRow, pk, PROFILE) for pk in pks]


def find_objects(kind: str, numbers: Iterable[int]) -> dict[int, Listed]:
    """Objects by id in one consistent batch read; those that do not exist are left out."""
    found = read_many(wanted(f"{kind}#{number}" for number in numbers))
    return {int(row.id): listed(row) for row in found.values()}


def walk(kind: str, after: tuple[datetime, int] | None, size: int) -> Iterator[Listed]:
    """All objects of a kind in order of creation, behind the one named by `after`; `size` rows a request and shard."""
    low = f"{stamp_of(after[0])}#{after[1]}~" if after else ""
    shards = (_shard(Part(f"{kind}#{shard}", low=low, index="kind", limit=size)) for shard in range(SHARDS))
    return merge(*shards, key=attrgetter("created_at", "id"))


def walk_changed(kind: str, since: datetime, until: datetime, size: int) -> Iterator[Listed]:
    """Objects of a kind by their last change and id, `since` <= change < `until`; `size` rows a request and shard."""
    if since >= until:
        return iter(())
    keys, high = ("kind_pk", "changed"), stamp_of(until - timedelta(microseconds=1))
    parts = (Part(f"{kind}#{shard}", low=stamp_of(since), high=high, index="changed", keys=keys, limit=size) for shard in range(SHARDS))
    return merge(*map(_by_change, parts), key=attrgetter("updated_at", "id"))


def _by_change(part: Part) -> Iterator[Listed]:
    """The index says nothing of the order of those that changed in one instant."""
    for _, together in groupby(_shard(part), key=attrgetter("updated_at")):
        yield from sorted(together, key=attrgetter("id"))


def _shard(part: Part) -> Iterator[Listed]:
    return (listed(PersonRow.from_raw_data(item)) for item in read_on(PersonRow, part))


def find_handles(handles: Iterable[Handle]) -> dict[Handle, int]:
    """Who has these handles; free ones are left out."""
    return {handle: int(row.id) for handle, row in find_edges(handles).items()}


def find_edges(handles: Iterable[Handle]) -> dict[Handle, PersonRow]:
    """The rows of these handles, in one read; free ones are left out."""
    keys = {handle_key(handle): handle for handle in handles}
    found = read_many(wanted(keys))
    return {keys[pk]: row for (pk, _), row in found.items()}


def change_handle(handle: Handle, contact: int, company: str, language: str) -> None:
    """What a new message of this handle learns of its contact at once."""
    edge = {"name": handle.name, "company": company, "language": language}
    PersonRow.change(handle_key(handle), PROFILE, [PersonRow.data.set(edge)], PersonRow.id == contact)


def hold(handle: Handle, until: datetime, because: str, *, proven: bool | None = None) -> None:
    """Let mail of this handle wait until then, if `proven` also what is surely its owner's; an instant that has passed frees it."""
    actions: list[Action] = [PersonRow.held_until.set(stamp_of(until)), PersonRow.held_because.set(because)]
    actions += [PersonRow.held_proven.set(proven)] if proven is not None else []
    PersonRow.change(handle_key(handle), PROFILE, actions, PersonRow.pk.exists())


def stop_mail(address: str, state: str, because: str) -> None:
    """Remember that nothing automatic may go to an address that we know."""
    actions: list[Action] = [PersonRow.mail_state.set(state), PersonRow.mail_because.set(because[:300])]
    PersonRow.change(handle_key(Handle("email", address)), PROFILE, actions, PersonRow.pk.exists())


def find_handle(handle: Handle) -> PersonRow | None:
    return PersonRow.find(handle_key(handle), PROFILE)


def remove_handle(handle: Handle, contact: int) -> None:
    """Free a handle if it is this contact's."""
    row = find_handle(handle)
    if row is not None and int(row.id) == contact:
        PersonRow.remove(handle_key(handle), PROFILE)


def remove_object(kind: str, number: int) -> None:
    PersonRow.remove(f"{kind}#{number}", PROFILE)


def put_domain(domain: str, company: str, now: datetime) -> str:
    """Bind a mail domain to a company, first writer wins; the name of the company it belongs to now."""
    row = PersonRow(domain_key(domain), PROFILE, data={"company": company}, at=stamp_of(now))
    standing = row.put(PersonRow.pk.does_not_exist())
    return str(standing.data["company"]) if standing else company


def free_domain(domain: str, company: str) -> None:
    """Let go of a mail domain if it is this company's."""
    PersonRow.remove_if(domain_key(domain), PROFILE, PersonRow.data == {"company": company})


def company_of_domain(domain: str) -> str:
    row = PersonRow.find(domain_key(domain), PROFILE)
    return str(row.data["company"]) if row else ""


def put_key(key_hash: str, agent: int, data: dict[str, Any], now: datetime) -> None:
    """Store an API key by its hash; the same key again is replaced."""
    stamp = stamp_of(now)
    number = number_of(key_hash)
    PersonRow(
        key_key(key_hash), PROFILE, id=agent, data=data, at=stamp, changed=stamp,
        kind_pk=f"K#{number % SHARDS}", kind_sk=f"{stamp}#{number}",
    ).put()  # fmt: skip


def find_key(key_hash: str) -> Listed | None:
    with meter.for_all():
        row = PersonRow.find(key_key(key_hash), PROFILE)
    return listed(row) if row else None


def note_use(key_hash: str, now: datetime, before: datetime) -> None:
    """The key was used now; nothing if that was noted since `before`, or if the key has ended."""
    is_old = PersonRow.used.does_not_exist() | (PersonRow.used <= stamp_of(before))
    with meter.for_all():
        PersonRow.change(key_key(key_hash), PROFILE, [PersonRow.used.set(stamp_of(now))], PersonRow.pk.exists() & is_old)


def walk_keys(size: int = 100) -> Iterator[tuple[str, Listed]]:
    """All API keys with their hashes, in no order."""
    for shard in range(SHARDS):
        for item in read_on(PersonRow, Part(f"K#{shard}", index="kind", limit=size)):
            yield item["pk"]["S"].partition("#")[2], listed(PersonRow.from_raw_data(item))


def remove_key(key_hash: str) -> None:
    PersonRow.remove(key_key(key_hash), PROFILE)
