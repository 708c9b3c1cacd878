"""A company as a value: configured in desk.yaml, made through the API, or both."""

from dataclasses import field
from datetime import datetime
from typing import Any

from chalicelib.desk.model import Desk
from chalicelib.ids import company_id
from chalicelib.values import dataclass

WRITABLE = ("description", "note", "domains", "health_score", "account_tier", "renewal_date", "industry", "custom")


@dataclass(frozen=True, slots=True)
class Company:
    """A customer's company; its name is what policies and rules know it by."""

    id: int
    name: str
    created_at: datetime
    updated_at: datetime
    description: str = ""
    note: str = ""
    domains: tuple[str, ...] = ()
    health_score: str = ""
    account_tier: str = ""
    renewal_date: str = ""
    industry: str = ""
    custom: dict[str, Any] = field(default_factory=dict)

    def data(self) -> dict[str, Any]:
        """As it is stored, without what is empty."""
        plain = {name: getattr(self, name) for name in WRITABLE}
        return {name: value for name, value in {**plain, "domains": list(self.domains), "name": self.name}.items() if value}


def company_of(number: int, data: dict[str, Any], created_at: datetime, updated_at: datetime) -> Company:
    known: dict[str, Any] = {key: tuple(data[key]) if key == "domains" else data[key] for key in WRITABLE if key in data}
    return Company(number, str(data["name"]), created_at, updated_at, **known)


def configured(desk: Desk, since: tuple[datetime, datetime]) -> dict[int, Company]:
    """The companies of desk.yaml by id; `since` are the first activation and the present one."""
    found = (Company(company_id(row.name), row.name, *since, domains=row.domains, account_tier=row.tier) for row in desk.companies)
    return {company.id: company for company in found}
