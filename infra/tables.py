"""The tables: keys, indexes, stream, expiry and backups."""

from infra.cfn import KEPT, Json, resource


def tables() -> Json:
    return {
        "Tickets": _table(
            _index("line", "row"),
            _index("contact"),
            _index("company"),
            _index("agenda"),
            _index("feed"),
            StreamSpecification={"StreamViewType": "NEW_IMAGE"},
        ),
        "Seen": _table(sort_key=False, TimeToLiveSpecification={"AttributeName": "expires", "Enabled": True}),
        "People": _table(_index("kind", projection="ALL"), _index("changed", keys=("kind_pk", "changed"), projection="ALL")),
        "Desk": _table(),
        "Surveys": _table(_index("day")),
        "Ledger": _table(),
        "Search": _table(),
    }


def _table(*indexes: Json, sort_key: bool = True, **more: object) -> Json:
    own = ["pk", "sk"] if sort_key else ["pk"]
    keys = dict.fromkeys([*own, *(key["AttributeName"] for index in indexes for key in index["KeySchema"])])
    properties: Json = {
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": key, "AttributeType": "S"} for key in keys],
        "KeySchema": _key_schema(own),
        "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
        **more,
    }
    if indexes:
        properties["GlobalSecondaryIndexes"] = list(indexes)
    return resource("AWS::DynamoDB::Table", properties, **KEPT)


def _index(name: str, *columns: str, keys: tuple[str, str] | None = None, projection: str = "KEYS_ONLY") -> Json:
    """An index over <name>_pk and <name>_sk, or over other keys; with columns it carries those beside the keys."""
    carried: Json = {"ProjectionType": "INCLUDE", "NonKeyAttributes": list(columns)} if columns else {"ProjectionType": projection}
    return {"IndexName": name, "KeySchema": _key_schema(list(keys or (f"{name}_pk", f"{name}_sk"))), "Projection": carried}


def _key_schema(names: list[str]) -> list[Json]:
    return [{"AttributeName": name, "KeyType": kind} for name, kind in zip(names, ("HASH", "RANGE"), strict=False)]
