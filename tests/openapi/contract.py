"""The document of the API tried out on the real handlers: no server error, no answer that the document does not have.

`python -m tests.openapi.contract` runs schemathesis over every operation: with the examples, with each bound of each value, with
random values, and with chains of calls in which one answer feeds the next. Arguments are handed on to it (`--include-path /tickets`).
"""

import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
import urllib.request
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from infra.openapi.document import ROOT, document
from tests.openapi.desk import KEY, serving

CONFIG = Path(__file__).with_name("schemathesis.toml")
PROGRAM = Path(sys.executable).with_name("schemathesis")
SEED = "7"
Ids = dict[str, int]


def main(arguments: list[str]) -> int:
    logging.disable(logging.CRITICAL)
    with serving() as address, key_kept(), tempfile.TemporaryDirectory() as folder:
        url = f"{address}/api/v2"
        place = Path(folder) / "openapi.json"
        place.write_text(json.dumps(_with_ids(document(), _furnish(url), url)), "utf-8")
        command = [str(PROGRAM), "--config-file", str(CONFIG), "run", str(place), "--url", url, "--auth", f"{KEY}:X"]
        command += ["--seed", SEED, "--no-shrink", "--generation-database", "none", "--continue-on-failure", *arguments]
        status = subprocess.run(command, cwd=folder, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)}).returncode
        # A key that was ended on the way would have made all the rest pass.
        assert _called(f"{url}/agents/me")["id"]
        return status


@contextmanager
def key_kept() -> Iterator[None]:
    """The run's own key is made again whenever some call has ended it."""
    from chalicelib.people import actions as people
    from chalicelib.people.keys import Key

    done = threading.Event()

    def keep() -> None:
        while not done.wait(0.3):
            people.ensure_key(KEY, Key(), datetime.now(UTC))

    keeper = threading.Thread(target=keep, daemon=True)
    keeper.start()
    yield
    done.set()
    keeper.join()


def _furnish(url: str) -> Ids:
    """One of each that calls speak of; the ids by the path of their collection."""
    made: Ids = {}
    for number in range(1, 4):
        ticket = {"email": f"aino{number}@asiakas.example", "subject": f"Parcel {number}", "description": "Where is it?"}
        _called(f"{url}/tickets", ticket)
    made["/tickets"] = 1
    made["/conversations"] = _called(f"{url}/tickets/1/notes", {"body": "Asked the warehouse."})["id"]
    made["/keys"] = _called(f"{url}/keys", {"name": "to be ended"})["id"]
    made["/companies"] = _called(f"{url}/companies", {"name": "Asiakas Oy"})["id"]
    folder = made["/canned_response_folders"] = _called(f"{url}/canned_response_folders", {"name": "Greetings"})["id"]
    canned = {"title": "Hello", "content_html": "<p>Hello</p>", "folder_id": folder}
    made["/canned_responses"] = _called(f"{url}/canned_responses", canned)["id"]
    category = made["/solutions/categories"] = _called(f"{url}/solutions/categories", {"name": "Parcels"})["id"]
    shelf = made["/solutions/folders"] = _called(f"{url}/solutions/categories/{category}/folders", {"name": "Lost", "visibility": 1})["id"]
    article = {"title": "Where is it?", "description": "<p>On its way.</p>", "type": 1, "status": 2}
    made["/solutions/articles"] = _called(f"{url}/solutions/folders/{shelf}/articles", article)["id"]
    return made


def _with_ids(told: Any, made: Ids, url: str) -> Any:
    """The document with ids of this desk as examples, so that calls get further than to 404."""
    for path, methods in told["paths"].items():
        collection = path.partition("/{id}")[0]
        if collection != path and (found := made.get(collection) or _listed(told, collection, url)):
            for operation in methods.values():
                own = next(one for one in operation["parameters"] if one.get("name") == "id")
                own["schema"] = {**own["schema"], "examples": [found]}
    return told


def _listed(told: Any, collection: str, url: str) -> int:
    """The last id of a list, 0 if there is none."""
    if "get" not in told["paths"].get(collection, {}):
        return 0
    rows = _called(f"{url}{collection}")
    return int(rows[-1].get("id", 0)) if rows and isinstance(rows, list) else 0


def _called(url: str, body: Any = None) -> Any:
    headers = {"Authorization": f"Basic {b64encode(f'{KEY}:X'.encode()).decode()}", "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(url, data, headers)) as answer:
        return json.load(answer)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
