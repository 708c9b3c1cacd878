"""The tables as the template declares them, made wherever a client of DynamoDB leads."""

from collections.abc import Iterator
from typing import Any

from chalicelib.settings import settings
from infra.tables import tables

# Emulators refuse these when a table is made.
UNKNOWN_THERE = ("PointInTimeRecoverySpecification", "TimeToLiveSpecification")


def make_tables(dynamodb: Any) -> None:
    for declaration in declared():
        dynamodb.create_table(**declaration)


def declared() -> Iterator[dict[str, Any]]:
    """What to ask of `CreateTable` for each."""
    for name, resource in tables().items():
        properties = {key: value for key, value in resource["Properties"].items() if key not in UNKNOWN_THERE}
        stream: dict[str, Any] = properties.pop("StreamSpecification", {})
        extra = {"StreamSpecification": {"StreamEnabled": True, **stream}} if stream else {}
        yield {"TableName": table_name(name), **properties, **extra}


def drop_tables(dynamodb: Any) -> None:
    for name in tables():
        dynamodb.delete_table(TableName=table_name(name))


def table_name(declared: str) -> str:
    """The physical name of a table of the template."""
    found: str = getattr(settings(), f"{declared.lower()}_table")
    return found
