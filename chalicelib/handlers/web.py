"""What a shop's pages call: a visit begins, brings messages and forms, and asks for answers; the script itself; and confirmations."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache, wraps
from pathlib import Path
from typing import Any

from chalice import Blueprint, Response
from chalice.app import Request

from chalicelib import clock
from chalicelib.channels import envelope
from chalicelib.channels import web as channel_of_web
from chalicelib.channels.message import Inbound, WebhookCall
from chalicelib.channels.payload import leniently, load, mapping, text
from chalicelib.channels.registry import channel, variants
from chalicelib.desk import actions as desks
from chalicelib.desk.model import Account
from chalicelib.errors import Unreadable
from chalicelib.handlers.edge import or_later
from chalicelib.handlers.raw import body_of, header_of, packing_of
from chalicelib.ids import digest
from chalicelib.intake import actions as intake
from chalicelib.outside import secrets
from chalicelib.settings import settings
from chalicelib.storage.visits import Visit
from chalicelib.surveys.pages import headers as page_headers
from chalicelib.surveys.texts import preferred
from chalicelib.web import actions as visits
from chalicelib.web import limits, pages
from chalicelib.web.texts import TEXTS

web = Blueprint(__name__)
# text/plain keeps a browser from asking first where no header of ours is needed.
TYPES = ["application/json", "text/plain"]
FORM = ["application/x-www-form-urlencoded"]
ALLOWED = {
    "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
    "Access-Control-Allow-Headers": "authorization, content-type, if-none-match",
    "Access-Control-Max-Age": "7200",
}
Door = Callable[[Request, Account, datetime], Response]


def _for_pages(door: Door) -> Callable[[], Response]:
    """Only for pages of the sites that desk.yaml names, and told so in the words of CORS; also when they have to come again."""

    def answer() -> Response:
        request, now = web.current_request, clock.now()
        site = desks.current(now).account(channel_of_web.NAME, header_of(request, "origin"))
        if site is None or not visits.secret():
            return _told(404, {"error": "This page is not one of ours."})
        if packed := packing_of(request):
            return _told(415, {"error": f"Content-Encoding {packed} is not read here."})
        if len(body_of(request) if request.method == "POST" else b"") > limits.LARGEST_BODY:
            return _told(413, {"error": f"At most {limits.LARGEST_BODY} bytes are taken."})
        return door(request, site, now)

    answered = or_later(answer)

    @wraps(door)
    def handle() -> Response:
        told = answered()
        if told.status_code != 404:
            allowed = {"Access-Control-Allow-Origin": header_of(web.current_request, "origin"), "Vary": "Origin"}
            told.headers |= {**allowed, "Access-Control-Expose-Headers": "ETag, Retry-After"}
        return told

    return handle


def _allow(request: Request, site: Account, now: datetime) -> Response:
    return Response("", status_code=204, headers=dict(ALLOWED))


def _begin(request: Request, site: Account, now: datetime) -> Response:
    """A pass for a visitor: one whom the shop vouches for, one who comes back, or a new one."""
    told = leniently(body_of(request))
    user = mapping(told.get("user"))
    claimed = text(user.get("id"))[: channel_of_web.LONGEST_LINE]
    if claimed and not _is_vouched(claimed, text(user.get("hash")), now):
        return _told(403, {"error": "The shop does not vouch for this user."})
    if excess := visits.excess(((limits.VISITS_OF_SOURCE, _source(request)),), now):
        return _too_much(excess)
    before = channel_of_web.held(_call(request, now), {channel_of_web.SECRET: visits.secret()})
    given = visits.begin(before, claimed, site.address, now)
    known = {"visitor": given.visitor, "account": given.account, "expires": given.expires.isoformat()}
    return _told(201, {"pass": channel_of_web.stamped(given, visits.secret()), **known})


def _bring(request: Request, site: Account, now: datetime) -> Response:
    """Messages of the chat and forms: proven, counted, made durable; then shown to the visitor's own pages."""
    way, call = channel(channel_of_web.NAME), _call(request, now)
    given = _pass(call, site)
    if given is None or not way.is_genuine(call, _secrets()):
        return _told(401, {"error": "The visit has ended."})
    try:
        misfits, parsed = [*envelope.misfits(load(call.body), way.body)], way.parse(call)
    except Unreadable as fault:
        return _told(400, {"error": fault.message})
    if objection := _objection(parsed.messages, (*misfits, *parsed.faults, *parsed.ignored)):
        return _told(*objection)
    if excess := visits.excess(_counted(request, given.visitor, parsed.messages), now):
        return _too_much(excess)
    intake.keep(way, call)
    chat = tuple(message for message in parsed.messages if message.sender.kind != "email")
    visit = visits.show_own(given.visitor, chat, now)
    return _told(202, {"version": visit.version, "confirm": visits.awaits_word(parsed.messages, now)})


def _ask(request: Request, site: Account, now: datetime) -> Response:
    """The conversation; 304 while nothing was added."""
    given = _pass(_call(request, now), site)
    if given is None:
        return _told(401, {"error": "The visit has ended."})
    visit = visits.conversation(given.visitor, now)
    tag = f'"{visit.version}"'
    if header_of(request, "if-none-match").removeprefix("W/") == tag:
        return Response("", status_code=304, headers={"ETag": tag, "Cache-Control": "no-cache"})
    return _told(200, _conversation(visit), {"ETag": tag})


for _path, _methods in {
    "/hooks/web": {"GET": _ask, "POST": _bring, "OPTIONS": _allow},
    "/hooks/web/visits": {"POST": _begin, "OPTIONS": _allow},
}.items():
    for _method, _door in _methods.items():
        web.route(_path, methods=[_method], content_types=TYPES)(_for_pages(_door))


@web.route("/widget.js", methods=["GET"])
@or_later
def give_script() -> Response:
    """The one file that a shop's page loads; it holds nothing but words and code, so any cache may keep it for an hour."""
    script, tag = _script()
    headers: dict[str, str | list[str]] = {"ETag": tag, "Cache-Control": "public, max-age=3600", "X-Content-Type-Options": "nosniff"}
    if header_of(web.current_request, "if-none-match").removeprefix("W/") == tag:
        return Response("", status_code=304, headers=headers)
    return Response(script, headers={"Content-Type": "text/javascript; charset=utf-8", **headers})


@web.route("/confirm/{token}", methods=["GET"])
@or_later
def show_confirmation(token: str) -> Response:
    now = clock.now()
    desk, language = desks.current(now), visits.language_of(token, now)
    if language is None:
        return _page(404, pages.gone(preferred(header_of(web.current_request, "accept-language"), desk).language, desk))
    return _page(200, pages.asking(token, language, desk))


@web.route("/confirm/{token}", methods=["POST"], content_types=FORM)
@or_later
def take_confirmation(token: str) -> Response:
    now = clock.now()
    desk, language = desks.current(now), visits.confirm(token, now)
    if language is None:
        return _page(404, pages.gone(preferred(header_of(web.current_request, "accept-language"), desk).language, desk))
    return _page(200, pages.confirmed(language, desk))


@cache
def _script() -> tuple[str, str]:
    code = (Path(__file__).parents[1] / "web" / "widget.js").read_text("utf-8")
    first, *rest = (line.strip() for line in code.splitlines())
    plain = "\n".join([first, *(line for line in rest if not line.startswith("/*"))])
    script = plain.replace('"TEXTS"', json.dumps(TEXTS, ensure_ascii=False, separators=(",", ":")), 1)
    return script, f'"{digest(script)}"'


def _is_vouched(user: str, proof: str, now: datetime) -> bool:
    """Under the present secret or one before it; a secret that was just changed is read once more."""

    def holds() -> bool:
        return any(channel_of_web.vouched(user, proof, given.get(channel_of_web.SECRET, "")) for given in variants(_secrets()))

    return holds() or (secrets.renew(now) and holds())


def _pass(call: WebhookCall, site: Account) -> channel_of_web.Pass | None:
    held = (channel_of_web.held(call, given) for given in variants(_secrets()))
    return next((given for given in held if given and given.account == site.address), None)


def _secrets() -> dict[str, Any]:
    found: dict[str, Any] = secrets.keys().get("hooks", {}).get(channel_of_web.NAME, {})
    return found


def _objection(said: tuple[Inbound, ...], left_out: tuple[str, ...]) -> tuple[int, dict[str, Any]] | None:
    """Why a page's events are not taken; all or none."""
    if left_out:
        return 400, {"error": "; ".join(left_out)}
    if len(said) > limits.MOST_EVENTS:
        return 413, {"error": f"At most {limits.MOST_EVENTS} events are taken at once."}
    if any(len(message.text) > channel_of_web.LONGEST_TEXT for message in said):
        return 413, {"error": f"At most {channel_of_web.LONGEST_TEXT} characters are taken at once."}
    return None


def _counted(request: Request, visitor: str, said: tuple[Inbound, ...]) -> tuple[tuple[limits.Limit, str], ...]:
    forms = [message.sender.value for message in said if message.sender.kind == "email"]
    counted = [(limits.LINES_OF_VISITOR, visitor), (limits.LINES_OF_SOURCE, _source(request))]
    if forms:
        counted += [(limits.FORMS_OF_SOURCE, _source(request)), *((limits.FORMS_OF_ADDRESS, address) for address in forms)]
    return tuple(counted)


def _source(request: Request) -> str:
    """Who calls, as the gateway saw it; what a header says of it anybody may write."""
    return str(mapping(request.context.get("identity")).get("sourceIp", ""))


def _call(request: Request, now: datetime) -> WebhookCall:
    body = body_of(request) if request.method == "POST" else b""
    headers = {"authorization": header_of(request, "authorization")}
    return WebhookCall(body, headers, now, f"{settings().public_url}/hooks/web")


def _conversation(visit: Visit) -> dict[str, Any]:
    return {"version": visit.version, "lines": list(visit.lines)}


def _too_much(excess: visits.TooMuch) -> Response:
    told = {"error": f"Too many {excess.what}.", "retry_after": excess.retry_after}
    return _told(429, told, {"Retry-After": str(excess.retry_after)})


def _told(status: int, body: dict[str, Any], headers: Mapping[str, str] | None = None) -> Response:
    plain = {"Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
    return Response(json.dumps(body, ensure_ascii=False), status_code=status, headers={**plain, **(headers or {})})


def _page(status: int, html: str) -> Response:
    return Response(html, status_code=status, headers=dict(page_headers()))
