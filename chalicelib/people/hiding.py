"""What callers who may not read see of an object, such as the roles finance and reporting: a field is hidden until this table names it."""

from collections.abc import Collection, Mapping
from typing import Any

from chalicelib.errors import AccessDenied
from chalicelib.people.keys import Right
from chalicelib.values import dataclass

TIMES = frozenset({"created_at", "updated_at"})
# A ticket without its subject, its words, its requester and every address; `requester_id` can be worked out from an address.
HEAD = TIMES | {
    "id", "status", "status_name", "priority", "priority_name", "source", "type", "tags", "channel", "language", "reason",
    "waiting", "responder_id", "group_id", "company_id", "company", "product_id", "email_config_id", "form_id",
    "internal_agent_id", "internal_group_id", "due_by", "fr_due_by", "nr_due_by", "is_escalated", "fr_escalated", "nr_escalated",
    "spam", "deleted", "association_type", "associated_tickets_count", "follows_ticket_id", "version",
}  # fmt: skip
# A colleague is a number with a place in the house.
AGENT = TIMES | {
    "id", "available", "available_since", "occasional", "ticket_scope", "type", "group_ids", "role_ids", "skill_ids", "focus_mode",
    "deactivated", "freshcaller_agent", "agent_level_id", "cap", "load", "skills", "languages",
}  # fmt: skip
COMPANY = TIMES | {"id", "name", "health_score", "account_tier", "renewal_date", "industry", "org_company_id"}
WAITING = TIMES | {"id", "cause", "ticket_id", "released", "expires_at"}
# Of a person no more than that there is one.
CONTACT = TIMES | {"id", "active", "deleted", "company_id", "merged_into_id", "merged_ids"}
LISTS = frozenset({"page", "per_page", "cursor", "include", "order_by", "order_type", "updated_since"})


@dataclass(frozen=True, slots=True)
class Sight:
    """What is seen of one kind of object and by which parameters one may ask for it; no `fields` at all: everything is seen.

    With the right to reports also `more`, and of `numbers` what is no text.
    """

    fields: frozenset[str] = frozenset()
    more: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    asks: frozenset[str] = LISTS

    def of(self, item: Mapping[str, Any], rights: Collection[Right]) -> dict[str, Any]:
        """The object with every key it has, those that are not seen empty."""
        reports = Right.REPORTS in rights
        shown = self.fields | self.more if reports else self.fields
        told = {name: _plain(item[name]) for name in self.numbers & set(item) if reports}
        return {name: value if name in shown else told.get(name, _empty(value)) for name, value in item.items()}


TICKET = Sight(HEAD, frozenset({"stats"}), frozenset({"custom_fields"}), LISTS | {"filter", "company_id", "agent_id", "group_id"})
SIGHTS: dict[str, Sight] = {
    "tickets": TICKET,
    # Routes that change a ticket and answer with it.
    **{f"tickets/{verb}": TICKET for verb in ("link", "outbound_email", "split", "unlink", "unmerge", "unsplit")},
    "suspended": Sight(WAITING),
    "suspended/release": Sight(WAITING),
    "contacts": Sight(CONTACT),
    "contacts/unmerge": Sight(CONTACT),
    "contacts/merge": Sight(frozenset({"primary_contact_id"})),
    "contacts/handles": Sight(frozenset({"kind", "evidence", "at", "contact_id"})),
    "contacts/make_agent": Sight(CONTACT | {"agent"}),
    "agents": Sight(AGENT, asks=LISTS | {"state"}),
    "agents/me": Sight(AGENT),
    "companies": Sight(COMPANY),
    "groups": Sight(),
    "roles": Sight(),
    "keys": Sight(),
    "events": Sight(),
}
"""By kind of object, in the words of `kind_of`."""


def kind_of(path: str) -> str:
    """What a route is about: its path without the ids (`/tickets/{number}/cost` is tickets/cost)."""
    return "/".join(part for part in path.split("/") if part and not part.startswith("{"))


def demand_sight(rights: Collection[Right], kind: str, asked: Collection[str]) -> None:
    """Let nobody find out by a filter what they may not read. Raises AccessDenied."""
    sight = SIGHTS.get(kind)
    if Right.READ in rights or sight is None or not sight.fields:
        return
    if wrong := sorted(set(asked) - sight.asks):
        raise AccessDenied(f"Without the right to read nobody asks by {', '.join(wrong)}")


def seen_by(rights: Collection[Right], kind: str, body: Any) -> Any:
    """An answer as whoever has these rights may see it: one object or a list of them."""
    sight = Sight() if Right.READ in rights else SIGHTS.get(kind, Sight())
    if not sight.fields:
        return body
    if isinstance(body, list):
        return [sight.of(item, rights) for item in body]
    return sight.of(body, rights) if isinstance(body, Mapping) else body


def _plain(fields: Any) -> Any:
    """Nobody can promise that a text of a desk's own field names no person."""
    return {name: None if isinstance(value, str) else value for name, value in fields.items()}


def _empty(value: Any) -> Any:
    return type(value)() if isinstance(value, list | dict) else None
