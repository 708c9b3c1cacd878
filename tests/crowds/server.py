"""One process of the API, as one awake Lambda is: `python -m tests.crowds.server SKEW` serves until its standard input closes.

Its tables are where the environment says; the rest of AWS is pretended in this process. SKEW is how many seconds its clock is ahead.
The first line tells the port, the last one what was asked of DynamoDB.
"""

import json
import os
import re
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, NoReturn

from moto import mock_aws

from chalicelib import clock
from tests.world import make_places

CAP_SECONDS, MEMORY = 60, 512
STAMP = re.compile(rb'"at": ?\{"S": ?"([^"]+)"')
SLOWEST = "slowest"


def main(skew: float) -> NoReturn:
    ahead = timedelta(seconds=skew)
    asked: Counter[str] = Counter()
    with mock_aws(), clock.running(lambda: datetime.now(UTC) + ahead):
        make_places()
        _count(asked)
        _serve()
        print(json.dumps(asked), flush=True)
        # Threads that wait on connections which clients keep open would keep the process.
        os._exit(0)


def _count(asked: Counter[str]) -> None:
    from chalicelib.storage.rows import shared_connection

    def heard(model: Any, **_: Any) -> None:
        asked[model.name] += 1

    for profile in ("usual", "commit"):
        shared_connection(profile).client.meta.events.register("before-call.dynamodb", heard)
    commits = shared_connection("commit").client.meta.events
    commits.register("before-call.dynamodb.PutItem", _stamped)
    commits.register("after-call.dynamodb.PutItem", partial(_answered, asked))
    commits.register("after-call-error.dynamodb.PutItem", partial(_answered, asked))


def _stamped(params: Any, context: dict[str, Any], **_: Any) -> None:
    if found := STAMP.search(params["body"]):
        context["stamped"] = datetime.fromisoformat(found[1].decode())


def _answered(asked: Counter[str], context: dict[str, Any], **_: Any) -> None:
    """How long the slowest commit was under way since it was stamped, in milliseconds: readers wait five seconds for it."""
    if "stamped" in context:
        lag = (clock.now() - context["stamped"]) // timedelta(milliseconds=1)
        asked[SLOWEST] = max(asked[SLOWEST], lag)


def _serve() -> None:
    # Once AWS is pretended.
    from app import app
    from infra.local.http_server import ApiServer
    from infra.local.ports import ports_from

    port = ports_from(0).api
    server = ApiServer(app, port, timeout=CAP_SECONDS, memory=MEMORY)
    server.start()
    print(port, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main(float(sys.argv[1]))
