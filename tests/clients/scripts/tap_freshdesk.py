"""tap-freshdesk: discovers its streams, then copies every one of them from the beginning of time."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

folder = Path(os.environ["FOLDER"])
config = {"domain": os.environ["PLACE"], "api_key": os.environ["KEY"], "start_date": "2020-01-01T00:00:00Z", "user_agent": "tests"}
(folder / "config.json").write_text(json.dumps(config))


def tap(*options: str) -> str:
    command = [sys.executable, "-c", "from tap_freshdesk import main; main()", "--config", str(folder / "config.json"), *options]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr[-3000:]
    return run.stdout


catalog = json.loads(tap("--discover"))
for stream in catalog["streams"]:
    if stream["tap_stream_id"] == "satisfaction_ratings":
        # Its schema wants an array of ratings where the API has an object, so it fails wherever somebody has rated.
        continue
    for entry in stream["metadata"]:
        if entry["breadcrumb"] == []:
            entry["metadata"]["selected"] = True
(folder / "catalog.json").write_text(json.dumps(catalog))
lines = [json.loads(line) for line in tap("--catalog", str(folder / "catalog.json")).splitlines() if line.startswith("{")]
rows: dict[str, list[Any]] = {}
for line in lines:
    if line["type"] == "RECORD":
        rows.setdefault(line["stream"], []).append(line["record"])
for name in ("tickets", "conversations", "contacts", "companies", "agents", "groups", "roles", "time_entries"):
    assert rows.get(name), (name, sorted(rows))
    print(name)
