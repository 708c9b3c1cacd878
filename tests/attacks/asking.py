"""Survey cases: their steps against the pages behind a survey's link, and what the desk has recorded and sent in the end."""

import re
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from chalicelib.surveys import links
from tests.attacks import scene
from tests.attacks.scene import Scene
from tests.world import TOKEN_KEYS, World

FORM = {"content-type": "application/x-www-form-urlencoded"}
SCORES = {"good": 5, "bad": 1}
NOT_THERE = {"statusCode": 404, "body": "", "headers": {}}
LINK = re.compile(r"/survey/([\w.~-]+)")
COMMENT = re.compile(r'<p class="soft">.*?</p>', re.S)


def observe(case: dict[str, Any], world: World) -> dict[str, Any]:
    here, steps = scene.prepared(world), case["input"]["steps"]
    number = _requested(steps, here)
    before = len(world.mails())
    if steps[-1].startswith("resolve"):
        _resolved(here, number, times=int(steps[-1].partition(" x")[2] or 1))
        told = []
    else:
        _resolved(here, number, times=1)
        token = _token(world)
        told = [_step(step, token, world) for step in steps]
        world.settle()
    rated = [*_rated(here, here.t1), *_rated(here, here.t2)]
    pages = "\n".join(str(answer["body"]) for answer in told)
    return {
        "status": told[-1]["statusCode"] if told else 0,
        "statuses": [answer["statusCode"] for answer in told],
        "body": pages,
        "ratings": len(rated),
        "surveys_sent": sum(bool(LINK.search(sent.text)) for sent in world.mails()[before:]),
        "messages_html": [*COMMENT.findall(pages), *_shown(here)],
        "facts": {"no_redirect_to": not any(_leads_to("evil.example", answer) for answer in told)},
    }


def _requested(steps: list[str], here: Scene) -> int:
    """T1, or a ticket of the requester whom the steps name."""
    name, _, address = steps[0].partition(" ")
    if name != "requester":
        return here.t1
    made = here.api.post("/tickets", {"email": address, "subject": "An order", "description": "It is late"})
    return int(made.body["id"])


def _resolved(here: Scene, number: int, *, times: int) -> None:
    """Resolved once; the stream tells of it so many times, and the survey's hour comes."""
    here.world.settle()
    read = dict(here.world.stream)
    here.api.put(f"/tickets/{number}", {"status": 4})
    for _ in range(times):
        here.world.stream = dict(read)
        here.world.settle()
    here.world.after(hours=2)


def _token(world: World) -> str:
    found = [LINK.search(sent.text) for sent in world.mails(scene.ALICE)]
    return next(match[1] for match in reversed(found) if match)


def _step(step: str, token: str, world: World) -> Any:
    method, which, *more = step.split(" ", 2)
    said = more[0] if more else ""
    if method == "HEAD":
        # The gateway knows no HEAD on this path.
        return world.http("HEAD", f"/survey/{token}") if world._route("HEAD", f"/survey/{token}")[0] in world.app.routes else NOT_THERE
    query = f"score={SCORES[which]}" + (
        f"&{said.partition('=')[0]}={quote(said.partition('=')[2], safe='')}" if said.startswith("next=") else ""
    )
    if method == "GET":
        return world.http("GET", f"/survey/{token}?{query}")
    fields = {"score": SCORES[which], **({"comment": said.partition(":")[2]} if said.startswith("comment:") else {})}
    given = {"notoken": "-"}.get(said) or (_under_another_ticket(token, world) if said.startswith("token:") else token)
    return world.http("POST", f"/survey/{given}", body=urlencode(fields).encode(), headers=FORM)


def _under_another_ticket(token: str, world: World) -> str:
    """What the link says of T1 said of T2, with the signature of T1's."""
    claims = links.read(token, world.now, TOKEN_KEYS)
    if claims is None:
        raise AssertionError("the survey's own token is not genuine")
    fields = {name: getattr(claims, name) for name in ("resolution", "question_version", "language", "expires")}
    other = links.token(links.Claims(ticket=2, **fields), TOKEN_KEYS)
    forged = f"{other.rpartition('.')[0]}.{token.rpartition('.')[2]}"
    if forged in (token, other):
        raise AssertionError("nothing was forged")
    return forged


def _rated(here: Scene, number: int) -> list[Any]:
    found: list[Any] = here.api.get(f"/tickets/{number}/satisfaction_ratings").body
    return found


def _shown(here: Scene) -> list[str]:
    told = here.api.get(f"/tickets/{here.t1}?include=conversations").body
    return [told["description"] or "", *(said["body"] for said in told["conversations"])]


def _leads_to(host: str, answer: Any) -> bool:
    headers = {name.lower(): str(value) for name, value in answer["headers"].items()}
    return (
        host in headers.get("location", "")
        or 300 <= answer["statusCode"] < 400
        or f"//{host}" in str(answer["body"])
        or host in (urlsplit(headers.get("refresh", "")).netloc)
    )
