"""airbyte-source-freshdesk: checks its connection, then copies its streams, and again from the state that it kept.

Its tickets, and the conversations that hang on them, page by an interface of its library that no release has which Python 3.11
can load; other clients copy those.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

folder = Path(os.environ["FOLDER"])
# Its settings must name a place below freshdesk.com, so it comes by a proxy.
config = {"domain": "desk.freshdesk.com", "api_key": os.environ["KEY"], "start_date": "2020-01-01T00:00:00Z", "requests_per_minute": 3_000}
# It trusts what its library of certificates holds, and nothing that is named in the environment.
START = f"import certifi; certifi.where = lambda: {os.environ['SSL_CERT_FILE']!r}; from source_freshdesk.run import run; run()"
STREAMS = (
    "contacts", "companies", "agents", "groups", "roles", "products", "time_entries", "satisfaction_ratings",
    "ticket_fields", "canned_response_folders", "canned_responses", "surveys", "sla_policies", "business_hours", "email_configs",
    "email_mailboxes", "settings", "scenario_automations", "skills", "solution_categories", "solution_folders", "solution_articles",
)  # fmt: skip


def source(*options: str) -> list[dict[str, Any]]:
    command = [sys.executable, "-c", START, *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr)[-6000:]
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def write(name: str, value: Any) -> str:
    (folder / name).write_text(json.dumps(value))
    return str(folder / name)


def catalog_of(*names: str) -> str:
    modes = {name: known[name]["supported_sync_modes"][-1] for name in names}
    streams = [{"stream": known[name], "sync_mode": mode, "destination_sync_mode": "append"} for name, mode in modes.items()]
    return write("catalog.json", {"streams": streams})


def read(catalog_file: str, state: Any) -> tuple[dict[str, list[Any]], list[Any]]:
    options = ["read", "--config", config_file, "--catalog", catalog_file, *(["--state", write("state.json", state)] if state else [])]
    rows: dict[str, list[Any]] = {}
    kept = {}
    for line in source(*options):
        if line["type"] == "RECORD":
            rows.setdefault(line["record"]["stream"], []).append(line["record"]["data"])
        elif line["type"] == "STATE":
            kept[line["state"]["stream"]["stream_descriptor"]["name"]] = line["state"]
    return rows, list(kept.values())


config_file = write("config.json", config)
status = [line["connectionStatus"] for line in source("check", "--config", config_file) if line["type"] == "CONNECTION_STATUS"]
assert [one["status"] for one in status] == ["SUCCEEDED"], status
print("connection")
(catalog,) = (line["catalog"] for line in source("discover", "--config", config_file) if line["type"] == "CATALOG")
known = {stream["name"]: stream for stream in catalog["streams"]}
assert set(STREAMS) <= set(known), sorted(known)
rows, state = read(catalog_of(*STREAMS), None)
missing = [name for name in STREAMS if not rows.get(name)]
assert not missing, missing
print("every stream")
for name, found in rows.items():
    assert len({row["id"] for row in found if "id" in row}) in (0, len(found)), f"something came twice: {name}"
print("each once")
again, _ = read(catalog_of("contacts"), [one for one in state if "contacts" in str(one["stream"]["stream_descriptor"])])
newest = max(row["updated_at"] for row in rows["contacts"])
assert all(row["updated_at"] >= newest for row in again.get("contacts", ())), again["contacts"]
print("from its state")
