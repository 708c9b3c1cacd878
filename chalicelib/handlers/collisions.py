"""The send guard at the edge: what a caller says to have read, and how an answer that came too late is refused."""

import re
from typing import Any

from chalicelib.handlers.faults import body_of
from chalicelib.handlers.http import Answer, Call
from chalicelib.handlers.shapes.conversation import conversation
from chalicelib.people.keys import Right
from chalicelib.readings import actions as readings
from chalicelib.tickets.collision import Overtaken, seen_of
from chalicelib.tickets.state import State

VERSION = re.compile(r"[1-9][0-9]{0,8}")
NO_VERSION = -1


def seen_in(given: dict[str, Any], state: State, call: Call) -> int:
    """The newest commit that the caller has read, by the body or If-Match; 0 without either. Raises InvalidInput, Overtaken."""
    version = given.get("seen_version", 0) or tag_of(call, "if-match")
    if version == NO_VERSION:
        raise Overtaken((), state.version)
    return seen_of(call.number, version, given.get("last_seen_conversation_id", 0))


def tag_of(call: Call, header: str) -> int:
    """The newest version in If-Match or If-None-Match (RFC 9110, 13.1): 0 for any, NO_VERSION for tags that were never ours."""
    given = call.header(header).strip()
    if given in ("", "*"):
        return 0
    tags = [tag.strip().removeprefix("W/").strip('"') for tag in given.split(",")]
    return max((int(tag) for tag in tags if VERSION.fullmatch(tag)), default=NO_VERSION)


def overtaken(refused: Overtaken, state: State, call: Call) -> Answer:
    """412 with what was said meanwhile, for whoever may read it, and the version that an answer sent now must name."""
    news = [conversation(said, state, readings.file_link) for said in refused.news if Right.READ in call.who.rights]
    return Answer({**body_of(refused, call.id), "version": refused.version, "conversations": news}, refused.status)
