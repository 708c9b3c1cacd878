"""dlt's own source for REST APIs: tickets and what was said on them into files, and again from where it ended."""

import importlib
import json
import os
from pathlib import Path
from typing import Any

os.environ |= {"RUNTIME__DLTHUB_TELEMETRY": "false", "DLT_DATA_DIR": os.environ["FOLDER"], "RUNTIME__LOG_LEVEL": "ERROR"}

dlt: Any = importlib.import_module("dlt")
rest_api: Any = importlib.import_module("dlt.sources.rest_api")
folder = Path(os.environ["FOLDER"]) / "loaded"
LIST = {"per_page": 2, "order_by": "updated_at", "order_type": "asc"}


def source() -> Any:
    since = {"type": "incremental", "cursor_path": "updated_at", "initial_value": "2020-01-01T00:00:00Z"}
    tickets = {"name": "tickets", "primary_key": "id", "endpoint": {"path": "tickets", "params": {**LIST, "updated_since": since}}}
    said = {"name": "conversations", "endpoint": {"path": "tickets/{resources.tickets.id}/conversations", "params": {"per_page": 2}}}
    return rest_api.rest_api_source(
        {
            "client": {
                "base_url": f"{os.environ['DESK']}/api/v2/",
                "auth": {"type": "http_basic", "username": os.environ["KEY"], "password": "X"},
                "paginator": "header_link",
            },
            "resources": [tickets, said, "agents"],
        }
    )


def load() -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    destination = dlt.destination(lambda items, table: found.setdefault(table["name"], []).extend(items), name="kept", batch_size=100)
    dlt.pipeline("desk", destination=destination, pipelines_dir=str(folder)).run(source())
    return found


first = load()
numbers = [row["id"] for row in first["tickets"]]
assert len(numbers) >= 5, numbers
assert len(set(numbers)) == len(numbers), "a ticket came twice"
assert {row["ticket_id"] for row in first["conversations"]} <= set(numbers)
assert first["agents"]
print("copied, page by page")
again = [row["id"] for row in load().get("tickets", [])]
assert len(again) < len(numbers), (json.dumps(again), numbers)
print("again from where it ended")
