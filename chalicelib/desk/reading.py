"""A stored configuration document and the Desk value it stands for."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from chalicelib.codec import from_plain, to_json
from chalicelib.desk.model import Desk, Status
from chalicelib.errors import BadConfiguration
from chalicelib.ids import digest, number_of
from chalicelib.sla.policy import Category

Document = dict[str, Any]

FIRST_OWN_STATUS = 8
STATUSES = (
    Status(2, "Open", Category.OPEN),
    Status(3, "Pending", Category.PENDING),
    Status(4, "Resolved", Category.RESOLVED),
    Status(5, "Closed", Category.CLOSED),
    Status(6, "Waiting on customer", Category.PENDING),
    Status(7, "Waiting on third party", Category.HOLD),
)


def desk_of(document: Mapping[str, Any], version: str = "") -> Desk:
    """The desk a document describes; `version` is what a stored document was stored as, else it is worked out.

    Ids and statuses that the document leaves out are filled in. Raises BadConfiguration.
    """
    desk = _read(document)
    return replace(desk, version=version or _digest(desk))


def document_of(desk: Desk) -> Document:
    """JSON values only, without what holds its default and without the version, which is a name and not content."""
    document: Document = json.loads(to_json(replace(desk, version="")))
    return document


def version_of(document: Mapping[str, Any]) -> str:
    """The name of this content: 64 bits in hex, the same however the defaults are spelled out."""
    return _digest(_read(document))


def agent_id(email: str) -> int:
    return number_of(f"agent:{email.lower()}")


def group_id(name: str) -> int:
    return number_of(f"group:{name.lower()}")


def product_id(name: str) -> int:
    return number_of(f"product:{name.lower()}")


def all_statuses(own: Iterable[Status]) -> tuple[Status, ...]:
    """The given statuses, and the standard ones whose number is not among them, by number."""
    known = {status.number: status for status in (*STATUSES, *own)}
    return tuple(known[number] for number in sorted(known))


def _read(document: Mapping[str, Any]) -> Desk:
    filled = dict(document)
    filled["groups"] = [{"id": group_id(str(row.get("name"))), **row} for row in document.get("groups", ())]
    filled["agents"] = [{"id": agent_id(str(row.get("email"))), **row} for row in document.get("agents", ())]
    filled["products"] = [{"id": product_id(str(row.get("name"))), **row} for row in document.get("products", ())]
    try:
        desk = from_plain(filled, Desk)
    except ValueError as fault:
        raise BadConfiguration(str(fault)) from fault
    return replace(desk, version="", statuses=all_statuses(desk.statuses))


def _digest(desk: Desk) -> str:
    return digest(to_json(desk).decode())[:16]
