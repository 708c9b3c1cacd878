"""From a checked sheet to the Desk value."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from chalicelib.desk.model import (
    PRIORITIES,
    Account,
    Agent,
    Company,
    Condition,
    Desk,
    Group,
    Incoming,
    Product,
    Reason,
    Rule,
    Scenario,
    Sending,
    SignIn,
    SignKey,
    Status,
    SurveyPlan,
)
from chalicelib.desk.reading import agent_id, all_statuses, group_id, product_id
from chalicelib.sla.calendar import Calendar, Window
from chalicelib.sla.policy import Audience, Category, ClockKind, Policy, Step, Target
from infra.deskfile.policies import promised
from infra.deskfile.public_holidays import expand, horizon
from infra.deskfile.shape import days
from infra.deskfile.ticket_fields import ticket_field

Row = Mapping[str, Any]


def desk_from(sheet: Row, today: date) -> Desk:
    """The desk; `today` decides from which to which year public holidays are filled in."""
    desk, routing = sheet["desk"], sheet["routing"]
    same = {name: name for name in ("close_after", "delivery_grace", "lease", "fallback", "parents")}
    times = {**same, "reopen_within": "reopen_window"}
    return Desk(
        name=desk["name"],
        language=desk["language"],
        languages=tuple(desk.get("languages", (desk["language"],))),
        country=desk.get("country", ""),
        accounts=tuple(map(_account, sheet["channels"])),
        groups=tuple(map(_group, sheet["groups"])),
        agents=tuple(map(_agent, sheet["agents"])),
        companies=tuple(Company(**_frozen(row)) for row in sheet.get("companies", ())),
        calendars=tuple(_calendar(row, today) for row in sheet.get("calendars", ())),
        policies=tuple(map(_policy, sheet.get("policies", ()))),
        reasons=tuple(map(_reason, sheet.get("reasons", ()))),
        rules=tuple(map(_rule, routing.get("rules", ()))),
        default_group=routing["default_group"],
        statuses=all_statuses(Status(**{**row, "category": Category(row["category"])}) for row in sheet.get("statuses", ())),
        texts=tuple((key, _pairs(variants)) for key, variants in sheet.get("texts", {}).items()),
        survey=_survey(sheet.get("survey", {})),
        incoming=Incoming(**_frozen(sheet.get("incoming", {}))),
        outgoing=Sending(**sheet.get("outgoing", {})),
        sign_in=_sign_in(sheet.get("sign_in", {})),
        products=tuple(map(_product, sheet.get("products", ()))),
        scenarios=tuple(map(_scenario, sheet.get("scenarios", ()))),
        fields=tuple(map(ticket_field, sheet.get("fields", ()))),
        contact_fields=tuple(map(ticket_field, sheet.get("contact_fields", ()))),
        company_fields=tuple(map(ticket_field, sheet.get("company_fields", ()))),
        **{field: desk[name] for name, field in times.items() if name in desk},
    )


def _frozen(row: Row) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}


def _pairs(table: Row) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(table.items()))


def _account(row: Row) -> Account:
    address = row["address"].lower() if row["channel"] == "email" else row["address"]
    return Account(**{**row, "address": address})


def _group(row: Row) -> Group:
    return Group(**{"id": group_id(row["name"]), **_frozen(row)})


def _product(row: Row) -> Product:
    return Product(**{"id": product_id(row["name"]), **row})


def _scenario(row: Row) -> Scenario:
    return Scenario(**{**_frozen(row), "priority": PRIORITIES[row["priority"]] if "priority" in row else 0})


def _agent(row: Row) -> Agent:
    return Agent(**{"id": agent_id(row["email"]), **_frozen(row)})


def _calendar(row: Row, today: date) -> Calendar:
    week: list[tuple[Window, ...]] = [()] * 7
    for key, windows in row["week"].items():
        for day in days(key):
            week[day] = _sorted(windows)
    place = row.get("holidays")
    return Calendar(
        name=row["name"],
        time_zone=row["time_zone"],
        week=tuple(week),
        closed=frozenset(row.get("closed", ())) | (expand(place, today) if place else frozenset()),
        opened=tuple(sorted((one["date"], _sorted(one["windows"])) for one in row.get("opened", ()))),
        horizon=horizon(today) if place else None,
    )


def _sorted(windows: list[Window]) -> tuple[Window, ...]:
    return tuple(sorted(windows, key=lambda window: window.start))


def _policy(row: Row) -> Policy:
    targets = {number: _targets(row["targets"], name) for name, number in PRIORITIES.items()}
    return Policy(
        name=row["name"],
        calendar=row["calendar"],
        targets=tuple((number, promises) for number, promises in targets.items() if promises),
        companies=tuple(row.get("companies", ())),
        groups=tuple(row.get("groups", ())),
        resolution=row.get("resolution", "total"),
        ladder=tuple(step for one in row.get("ladder", ()) for step in _steps(one, promised(row))),
    )


def _targets(clocks: Row, priority: str) -> tuple[Target, ...]:
    return tuple(
        Target(ClockKind(clock), target[priority], frozenset(map(Category, target.get("pauses", ()))))
        for clock, target in clocks.items()
        if priority in target
    )


def _steps(row: Row, clocks: list[str]) -> tuple[Step, ...]:
    """One step of the file stands for one per clock, unless it names its clock."""
    audience = tuple(map(Audience, row["tell"]))
    kinds = [row["clock"]] if "clock" in row else clocks
    return tuple(Step(row["step"], ClockKind(kind), row.get("at", 100), audience, row.get("after", 0)) for kind in kinds)


def _reason(row: Row) -> Reason:
    return Reason(row["name"], tuple(dict.fromkeys(word for words in row["words"].values() for word in words)))


def _rule(row: Row) -> Rule:
    return Rule(
        name=row["name"],
        conditions=tuple(Condition(kind, tuple(values)) for kind, values in row["when"].items()),
        group=row["group"],
        priority=PRIORITIES[row["priority"]] if "priority" in row else 0,
        reason=row.get("reason", ""),
        tags=tuple(row.get("tags", ())),
        skills=tuple(row.get("skills", ())),
    )


def _sign_in(row: Row) -> SignIn:
    return SignIn(**{**row, "keys": tuple(SignKey(**key) for key in row.get("keys", ()))})


def _survey(row: Row) -> SurveyPlan:
    return SurveyPlan(**{**_frozen(row), "questions": _pairs(row.get("questions", {}))})
