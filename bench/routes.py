"""Calls of the API in a play, by a caller whose key this process has just looked up."""

import base64
import json
from typing import Any

from bench.stage import NotPlayed, Stage
from chalicelib.people import actions as people
from chalicelib.people.keys import Key


def meet(stage: Stage, agent: int) -> str:
    """The agent's API key, which a warm process has in its memory."""
    api_key = f"a-key-of-{agent}"
    people.ensure_key(api_key, Key(agent), stage.world.now)
    stage.doors.api_keys = (api_key,)
    return api_key


def ask(stage: Stage, api_key: str, wanted: str, body: Any = None) -> Any:
    """The answer's JSON to `wanted`, such as "GET /api/v2/tickets/1"; raises NotPlayed unless it is 2xx."""
    method, _, path = wanted.partition(" ")
    word = base64.b64encode(f"{api_key}:X".encode()).decode()
    headers = {"authorization": f"Basic {word}", "content-type": "application/json", "accept": "application/json"}
    raw = json.dumps(body).encode() if body is not None else b""
    answer = stage.world.http(method, path, body=raw, headers=headers)
    if answer["statusCode"] // 100 != 2:
        raise NotPlayed(f"{wanted} was answered with {answer['statusCode']}: {answer['body'][:300]}")
    return json.loads(answer["body"]) if answer["body"] else None
