"""Companies through the API: find, make, change, take away."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any

from chalicelib.codec import to_json
from chalicelib.contacts.company import Company, company_of, configured
from chalicelib.contacts.contact import contact_of
from chalicelib.context import Context
from chalicelib.desk import field_values
from chalicelib.errors import Busy, Duplicate, FieldFault, Inconsistent, InvalidInput, NotFound
from chalicelib.ids import company_id
from chalicelib.outside import queues
from chalicelib.routing.kinds import company as rule_kind
from chalicelib.storage import families
from chalicelib.storage import people as rows
from chalicelib.storage.rows import pause
from chalicelib.values import dataclass

COMPANY = "CO"
TRIES = 5
AT_ONCE = 100
# By then whoever took a company away has done so, or was cut off.
SOON = 5
Since = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Leaving:
    """A company that was taken away at `at` (UTC); contacts behind the one `after` have still to leave it."""

    name: str
    at: datetime
    after: tuple[datetime, int] | None = None


def company(number: int, context: Context, since: Since) -> Company:
    """Raises NotFound."""
    found = some_companies([number], context, since).get(number)
    if found is None:
        raise NotFound(f"There is no company {number}")
    return found


def company_name(number: int, context: Context, since: Since) -> str:
    """The name a ticket or contact is bound by; raises InvalidInput on the field company_id."""
    try:
        return company(number, context, since).name
    except NotFound as fault:
        raise InvalidInput(FieldFault("company_id", fault.message)) from fault


def all_companies(context: Context, since: Since) -> list[Company]:
    """Every company by name."""
    stored = {row.id: company_of(row.id, row.data, row.created_at, row.updated_at) for row in rows.walk(COMPANY, None, 100)}
    return sorted((configured(context.desk, since) | stored).values(), key=lambda one: (one.name.casefold(), one.id))


def create_company(name: str, fields: dict[str, Any], context: Context, since: Since) -> Company:
    """Raises Duplicate for a name or a mail domain that is taken."""
    number = company_id(name)
    if number in some_companies([number], context, since):
        raise Duplicate("name", f"A company called {name} exists already", number)
    own = field_values.merged(context.desk.company_fields, None, fields.get("custom", {}))
    made = Company(number, name, context.now, context.now, **{**fields, "custom": own})
    _take_domains(made.domains, name, context)
    rows.put_object(COMPANY, number, made.data(), context.now)
    return company(number, context, since)


def change_company(number: int, fields: dict[str, Any], context: Context, since: Since) -> Company:
    """Raises NotFound, Duplicate, Busy. A configured company gets a stored row that stands before the configuration."""
    for attempt in range(TRIES):
        before = company(number, context, since)
        wanted = replace(before, **field_values.with_own(context.desk.company_fields, before.custom, fields))
        _take_domains(wanted.domains, wanted.name, context)
        if rows.find_object(COMPANY, number) is None:
            rows.put_object(COMPANY, number, before.data(), context.now)
            before = company(number, context, since)
        if row := rows.change_object(COMPANY, number, wanted.data(), context.stamp(), before.updated_at):
            _free_domains(set(before.domains) - set(wanted.domains), wanted.name)
            return company_of(row.id, row.data, row.created_at, row.updated_at)
        pause(attempt)
    raise Busy(f"company {number} changed {TRIES} times while we tried")


def _company_of_domain(domain: str, context: Context) -> str:
    known = (one.name for one in context.desk.companies if domain in one.domains)
    return next(known, "") or rows.company_of_domain(domain)


def _take_domains(domains: Iterable[str], name: str, context: Context) -> None:
    for domain in domains:
        owner = _company_of_domain(domain, context) or rows.put_domain(domain, name, context.now)
        if owner != name:
            raise Duplicate("domains", f"The domain {domain} belongs to {owner}", company_id(owner))


def some_companies(numbers: Iterable[int], context: Context, since: Since) -> dict[int, Company]:
    """Those of them that there are."""
    wanted = set(numbers)
    fixed = {number: row for number, row in configured(context.desk, since).items() if number in wanted}
    stored = rows.find_objects(COMPANY, wanted)
    return fixed | {row.id: company_of(row.id, row.data, row.created_at, row.updated_at) for row in stored.values()}


# -- taken away --


def remove(number: int, context: Context, since: Since) -> None:
    """Take a company away: its mail domains are free, its contacts leave it soon. Raises NotFound, Inconsistent.

    Refused while the configuration knows it by name. What is to follow is durable first, so that no crash leaves contacts in it.
    """
    one = company(number, context, since)
    if named := list(_naming(one.name, context)):
        raise Inconsistent(f"The company {one.name} is named by {', '.join(named)}: change that first")
    leave_soon(Leaving(one.name, context.now), SOON)
    _take_away(one)


def leave_soon(leaving: Leaving, after: int = 0) -> None:
    queues.send("background", to_json({"leaving": leaving}).decode(), after)


def still_in(leaving: Leaving) -> tuple[list[int], Leaving | None]:
    """The next contacts that have to leave a company that was taken away, and what is to do after them.

    Whoever came since to another company of this name stays.
    """
    if row := rows.find_object(COMPANY, company_id(leaving.name)):
        if row.created_at > leaving.at:
            return [], None
        _take_away(company_of(row.id, row.data, row.created_at, row.updated_at))
    found = list(islice(rows.walk(families.CONTACT, leaving.after, AT_ONCE), AT_ONCE))
    more = replace(leaving, after=(found[-1].created_at, found[-1].id)) if len(found) == AT_ONCE else None
    return [one.id for one in found if _is_in(one, leaving)], more


def leave(number: int, leaving: Leaving, context: Context) -> None:
    """Whatever else of the contact is changed meanwhile; who came since to another company of this name stays. Raises Busy."""
    for attempt in range(TRIES):
        contact = rows.find_object(families.CONTACT, number)
        if contact is None or not _is_in(contact, leaving):
            return
        if contact.updated_at > leaving.at and rows.find_object(COMPANY, company_id(leaving.name)):
            return
        wanted = _left(contact, leaving.name)
        one = contact_of(number, wanted, contact.created_at, contact.updated_at)
        # The card last, so that it can be gone on with.
        for handle in (*one.handles, *one.guesses):
            rows.change_handle(handle, number, one.company, one.language)
        if rows.change_object(families.CONTACT, number, wanted, context.stamp(), contact.updated_at):
            return
        pause(attempt)
    raise Busy(f"contact {number} changed {TRIES} times while we tried")


def _left(contact: rows.Listed, company: str) -> dict[str, Any]:
    others = [pair for pair in contact.data.get("other_companies", ()) if pair[0] != company]
    gone = {"other_companies", *(["company"] if contact.data.get("company") == company else [])}
    kept = {name: value for name, value in contact.data.items() if name not in gone}
    return {**kept, **({"other_companies": others} if others else {})}


def _is_in(contact: rows.Listed, leaving: Leaving) -> bool:
    return leaving.name in {contact.data.get("company"), *(pair[0] for pair in contact.data.get("other_companies", ()))}


def _take_away(one: Company) -> None:
    """The row last, so that it can be gone on with."""
    _free_domains(one.domains, one.name)
    rows.remove_object(COMPANY, one.id)


def _free_domains(domains: Iterable[str], name: str) -> None:
    for domain in domains:
        rows.free_domain(domain, name)


def _naming(name: str, context: Context) -> Iterable[str]:
    """Everything of the configuration that knows a company by its name."""
    desk = context.desk
    yield from ("desk.yaml" for one in desk.companies if one.name == name)
    conditions = ((rule.name, one) for rule in desk.rules for one in rule.conditions if one.kind == rule_kind.NAME)
    yield from (f"the rule {rule}" for rule, condition in conditions if name in condition.values)
    yield from (f"the policy {policy.name}" for policy in desk.policies if name in policy.companies)
