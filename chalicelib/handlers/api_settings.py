"""The configuration that holds, to be read: products, mail addresses, business hours, promises, skills, scenarios, languages."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from chalice import Blueprint

from chalicelib.desk import actions as desks
from chalicelib.desk.model import Desk
from chalicelib.errors import NotFound
from chalicelib.handlers.http import Answer, Call, endpoint
from chalicelib.handlers.paging import paged
from chalicelib.handlers.shapes import settings as shapes
from chalicelib.handlers.shapes.people import Since
from chalicelib.handlers.shapes.plain import Json
from chalicelib.people.keys import Right

api = Blueprint(__name__)
Item = TypeVar("Item")


@endpoint(api, "GET", "/products", needs=Right.READ)
def list_products(call: Call) -> Answer:
    return paged(call, call.context.desk.products, _shaped(call, shapes.product))


@endpoint(api, "GET", "/products/{number}", needs=Right.READ)
def view_product(call: Call) -> Answer:
    return _one(call, "product", map(_shaped(call, shapes.product), call.context.desk.products))


@endpoint(api, "GET", "/email_configs", needs=Right.READ)
def list_email_configs(call: Call) -> Answer:
    return paged(call, shapes.mail_accounts(call.context.desk), _shaped(call, shapes.email_config))


@endpoint(api, "GET", "/email_configs/{number}", needs=Right.READ)
def view_email_config(call: Call) -> Answer:
    return _one(call, "mail address", map(_shaped(call, shapes.email_config), shapes.mail_accounts(call.context.desk)))


@endpoint(api, "GET", "/email/mailboxes", needs=Right.READ)
def list_mailboxes(call: Call) -> Answer:
    return paged(call, shapes.mail_accounts(call.context.desk), _shaped(call, shapes.mailbox))


@endpoint(api, "GET", "/email/mailboxes/{number}", needs=Right.READ)
def view_mailbox(call: Call) -> Answer:
    return _one(call, "mailbox", map(_shaped(call, shapes.mailbox), shapes.mail_accounts(call.context.desk)))


@endpoint(api, "GET", "/business_hours", needs=Right.READ)
def list_business_hours(call: Call) -> Answer:
    return paged(call, call.context.desk.calendars, _shaped(call, shapes.business_hour))


@endpoint(api, "GET", "/business_hours/{number}", needs=Right.READ)
def view_business_hour(call: Call) -> Answer:
    return _one(call, "calendar", map(_shaped(call, shapes.business_hour), call.context.desk.calendars))


@endpoint(api, "GET", "/sla_policies", needs=Right.READ)
def list_sla_policies(call: Call) -> Answer:
    return paged(call, call.context.desk.policies, _shaped(call, shapes.sla_policy))


@endpoint(api, "GET", "/sla_policies/{number}", needs=Right.READ)
def view_sla_policy(call: Call) -> Answer:
    return _one(call, "policy", map(_shaped(call, shapes.sla_policy), call.context.desk.policies))


@endpoint(api, "GET", "/skills", needs=Right.READ)
def list_skills(call: Call) -> Answer:
    return paged(call, shapes.skill_names(call.context.desk), _shaped(call, shapes.skill))


@endpoint(api, "GET", "/skills/{number}", needs=Right.READ)
def view_skill(call: Call) -> Answer:
    return _one(call, "skill", map(_shaped(call, shapes.skill), shapes.skill_names(call.context.desk)))


@endpoint(api, "GET", "/admin/skills", needs=Right.READ)
def list_admin_skills(call: Call) -> Answer:
    return list_skills(call)


@endpoint(api, "GET", "/admin/skills/{number}", needs=Right.READ)
def view_admin_skill(call: Call) -> Answer:
    return view_skill(call)


@endpoint(api, "GET", "/scenario_automations", needs=Right.READ)
def list_scenarios(call: Call) -> Answer:
    return paged(call, call.context.desk.scenarios, _shaped(call, shapes.scenario))


@endpoint(api, "GET", "/settings/helpdesk", needs=Right.READ)
def view_helpdesk(call: Call) -> Answer:
    return Answer(shapes.helpdesk(call.context.desk))


def _since(call: Call) -> Since:
    return desks.lifetime(call.context.now)


def _shaped(call: Call, shape: Callable[[Item, Desk, Since], Json]) -> Callable[[Item], Json]:
    desk, since = call.context.desk, _since(call)
    return lambda one: shape(one, desk, since)


def _one(call: Call, kind: str, rows: Iterable[Json]) -> Answer:
    found = next((row for row in rows if row["id"] == call.number), None)
    if found is None:
        raise NotFound(f"There is no {kind} {call.number}")
    return Answer(found)
