"""Fields of tickets, contacts and companies, as clients build their forms from them."""

from collections.abc import Callable, Iterator
from typing import Any

from chalicelib.desk.fields import USUAL_TYPES, FieldKind, TicketField, declared, field_id, next_steps
from chalicelib.desk.model import PRIORITIES, Desk
from chalicelib.handlers.shapes.people import Since
from chalicelib.handlers.shapes.plain import Json, between
from chalicelib.values import dataclass

SOURCES = {
    "Email": 1, "Portal": 2, "Phone": 3, "Twitter": 5, "Facebook": 6, "Chat": 7, "Mobihelp": 8, "Feedback Widget": 9,
    "Outbound Email": 10, "Ecommerce": 11, "Bot": 12, "Whatsapp": 13,
}  # fmt: skip
USUAL = (
    ("requester", "Requester", "default_requester"),
    ("subject", "Subject", "default_subject"),
    ("ticket_type", "Type", "default_ticket_type"),
    ("source", "Source", "default_source"),
    ("status", "Status", "default_status"),
    ("priority", "Priority", "default_priority"),
    ("group", "Group", "default_group"),
    ("agent", "Agent", "default_agent"),
    ("description", "Description", "default_description"),
    ("company", "Company", "default_company"),
    ("product", "Product", "default_product"),
    ("reason", "Reason", "default_reason"),
)
"""Every ticket's own fields in the order of a form; the reason is this desk's."""

NEEDED = frozenset({"requester", "subject", "description"})
FOR_CUSTOMERS = frozenset({"requester", "subject", "description", "status"})
TYPES = {kind: "nested_field" if kind is FieldKind.NESTED else f"custom_{kind.value}" for kind in FieldKind}


@dataclass(frozen=True, slots=True)
class Listed:
    """A field with its place in the form; `says` is what the desk declares of it."""

    name: str
    label: str
    type: str
    position: int
    is_usual: bool
    says: TicketField

    @property
    def is_needed(self) -> bool:
        return self.says.required_for_agents or (self.is_usual and self.name in NEEDED)


def listed(desk: Desk) -> Iterator[Listed]:
    """The usual fields first, then the desk's own in the order of desk.yaml."""
    usual = [row for row in USUAL if _is_kept(row[0], desk)]
    for position, (name, label, kind) in enumerate(usual, 1):
        yield Listed(name, label, kind, position, True, declared(desk.fields, name) or TicketField(name))
    own = [field for field in desk.fields if field.is_own]
    for position, field in enumerate(own, len(usual) + 1):
        yield Listed(field.name, field.label or field.name, TYPES[field.kind], position, False, field)


def _is_kept(name: str, desk: Desk) -> bool:
    return bool({"product": desk.products, "reason": desk.reasons}.get(name, True))


def ticket_field(one: Listed, desk: Desk, since: Since) -> Json:
    """As the list of all clients has it: the choices in one of four forms."""
    return {**_field(one, since), "choices": _choices(one, desk)}


def admin_field(one: Listed, desk: Desk, since: Since) -> Json:
    """As administrators' clients have it: choices are objects, and further steps are called dependent fields."""
    told = _field(one, since)
    further = {"dependent_fields": told.pop("nested_ticket_fields")} if "nested_ticket_fields" in told else {}
    return {**told, **further, "choices": list(_objects(one, desk))}


def _field(one: Listed, since: Since) -> Json:
    says, to_customers = one.says, one.is_usual and one.name in FOR_CUSTOMERS
    return {
        "id": field_id(one.name),
        "name": one.name,
        "label": one.label,
        "label_for_customers": says.label_for_customers or one.label,
        "position": one.position,
        "type": one.type,
        "default": one.is_usual,
        "archived": False,
        "required_for_closure": says.required_for_closure,
        "required_for_agents": one.is_needed,
        "required_for_customers": says.required_for_customers or (one.is_usual and one.name in NEEDED),
        "customers_can_edit": says.customers_can_edit or (one.is_usual and one.name in NEEDED),
        "displayed_to_customers": says.displayed_to_customers or to_customers,
        "portal_cc": False,
        "portal_cc_to": "company",
        **({"nested_ticket_fields": _levels(says, since)} if says.levels else {}),
        **between(*since),
    }


def _levels(says: TicketField, since: Since) -> list[Json]:
    """The fields that hold the further steps of a nested one."""
    return [
        {"id": field_id(level.name), "name": level.name, "label": level.label or level.name, "level": number, **between(*since)}
        for number, level in enumerate(says.levels, 2)
    ]


# -- choices --


def _choices(one: Listed, desk: Desk) -> Any:
    known: dict[str, Callable[[], Any]] = {
        "status": lambda: {str(status.number): [status.name, status.name] for status in desk.statuses},
        "priority": lambda: {name.capitalize(): number for name, number in PRIORITIES.items()},
        "source": lambda: dict(SOURCES),
        "group": lambda: {group.name: group.id for group in desk.groups},
        "agent": lambda: {agent.name or agent.email: agent.id for agent in desk.agents},
        "product": lambda: {product.name: product.id for product in desk.products},
        "ticket_type": lambda: list(one.says.choices or USUAL_TYPES),
        "reason": lambda: [reason.name for reason in desk.reasons],
    }
    if one.is_usual:
        return known[one.name]() if one.name in known else []
    return _tree(one.says.paths, ()) if one.says.kind is FieldKind.NESTED else list(one.says.choices)


def _tree(paths: tuple[tuple[str, ...], ...], taken: tuple[str, ...]) -> Any:
    """`{"Hardware": {"Phone": ["Broken"]}}`: objects, and arrays where the third step ends every path."""
    steps = next_steps(paths, taken)
    if len(taken) == 2:
        return list(steps)
    return {step: _tree(paths, (*taken, step)) for step in steps}


def _objects(one: Listed, desk: Desk) -> Iterator[Json]:
    """Each choice with what a ticket's body has for it."""
    choices = _choices(one, desk)
    if one.name == "status" and one.is_usual:
        choices = {names[0]: int(number) for number, names in choices.items()}
    if one.says.kind is FieldKind.NESTED and not one.is_usual:
        yield from _branches(one, choices, (one.name,))
        return
    pairs = choices.items() if isinstance(choices, dict) else ((name, name) for name in choices)
    for position, (label, value) in enumerate(pairs, 1):
        yield _object(label, value, position, (one.name,))


def _branches(one: Listed, tree: Any, above: tuple[str, ...]) -> Iterator[Json]:
    for position, label in enumerate(tree, 1):
        below = tree[label] if isinstance(tree, dict) else ()
        yield {**_object(label, label, position, above), "choices": list(_branches(one, below, (*above, label)))}


def _object(label: str, value: Any, position: int, above: tuple[str, ...]) -> Json:
    return {
        "id": value if isinstance(value, int) else field_id("/".join((*above, label))),
        "label": label,
        "value": value,
        "position": position,
        "choices": [],
    }


# -- contacts and companies --

CONTACT = (
    ("name", "Full name", "default_name"),
    ("job_title", "Title", "default_job_title"),
    ("email", "Email", "default_email"),
    ("phone", "Work phone", "default_phone"),
    ("mobile", "Mobile phone", "default_mobile"),
    ("twitter_id", "Twitter", "default_twitter_id"),
    ("unique_external_id", "Unique external id", "default_unique_external_id"),
    ("company_name", "Company", "default_company_name"),
    ("address", "Address", "default_address"),
    ("time_zone", "Time zone", "default_time_zone"),
    ("language", "Language", "default_language"),
    ("tag_names", "Tags", "default_tag_names"),
    ("description", "About", "default_description"),
)
COMPANY = (
    ("name", "Company name", "default_name"),
    ("description", "Description", "default_description"),
    ("note", "Notes", "default_note"),
    ("domains", "Domains", "default_domains"),
    ("health_score", "Health score", "default_health_score"),
    ("account_tier", "Account tier", "default_account_tier"),
    ("renewal_date", "Renewal date", "default_renewal_date"),
    ("industry", "Industry", "default_industry"),
)


def contact_fields(desk: Desk, since: Since) -> Iterator[Json]:
    for one in (*_plain("contact", CONTACT, since), *_own("contact", desk.contact_fields, len(CONTACT), since)):
        shown = {"label_for_customers": one["label"], "required_for_customers": one["name"] == "name", "editable_in_signup": False}
        yield {**one, **shown, "customers_can_edit": False, "displayed_for_customers": one["default"]}


def company_fields(desk: Desk, since: Since) -> Iterator[Json]:
    yield from (*_plain("company", COMPANY, since), *_own("company", desk.company_fields, len(COMPANY), since))


def _own(kind: str, fields: tuple[TicketField, ...], before: int, since: Since) -> Iterator[Json]:
    """The desk's own fields of contacts or companies, behind the usual ones, their choices as a ticket's."""
    for position, field in enumerate(fields, before + 1):
        yield {
            "id": field_id(f"{kind}:{field.name}"),
            "name": field.name,
            "label": field.label or field.name,
            "position": position,
            "type": TYPES[field.kind],
            "default": False,
            "required_for_agents": field.required_for_agents,
            "choices": _tree(field.paths, ()) if field.kind is FieldKind.NESTED else list(field.choices),
            **({"nested_ticket_fields": _levels(field, since)} if field.levels else {}),
            **between(*since),
        }


def _plain(kind: str, rows: tuple[tuple[str, str, str], ...], since: Since) -> Iterator[Json]:
    for position, (name, label, type_name) in enumerate(rows, 1):
        yield {
            "id": field_id(f"{kind}:{name}"),
            "name": name,
            "label": label,
            "position": position,
            "type": type_name,
            "default": True,
            "required_for_agents": name == "name",
            "choices": [],
            **between(*since),
        }
