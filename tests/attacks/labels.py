"""Texts that want to be obeyed: what the deterministic classifier makes of them, and what they move on a ticket that they arrive on."""

from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from chalicelib.desk import actions as desks
from chalicelib.routing.facts import facts_of
from chalicelib.storage.history import load
from chalicelib.storage.tickets import find_commits
from tests.attacks import scene
from tests.attacks.outside import outgoing
from tests.attacks.scene import ACME, Scene
from tests.small_desk import DOCUMENT
from tests.world import World

# What the arrival of a customer's words writes on a ticket that somebody works on already.
ARRIVING = {"message.received", "look.set", "clues.found"}


def observe(case: dict[str, Any], world: World) -> dict[str, Any]:
    here, text = scene.prepared(world), case["input"]["text"]
    desks.activate({**ACME, "reasons": DOCUMENT["reasons"]}, world.now, "tests")
    desks.forget()
    desk = desks.current(world.now)
    # What nobody looks at must not decide either: the words are given as they are, hidden ones too.
    found = facts_of(desk, channel="email", account=scene.SUPPORT, subject=text[:200], text=text)
    before, standing, sent = _fields(here), len(find_commits(here.t1)), len(world.mails())
    with outgoing() as reached:
        world.raw_mail(_reply(text, here), recipients=[here.names["T1.reply_address"]], mail_from=scene.ALICE)
        world.settle()
    written = {name for commit in find_commits(here.t1)[standing:] for name in commit.names}
    if "message.received" not in written:
        raise AssertionError(f"the text did not arrive: {written}")
    told = here.api.get(f"/tickets/{here.t1}?include=conversations").body
    labels = {*(reason.name for reason in desk.reasons), ""}
    return {
        "result": f"{found.language} {found.reason} {found.skills} {found.priority}",
        "sent": [mail.raw.encode("utf-8", "surrogateescape") for mail in world.mails()[sent:]],
        "messages_html": [said["body"] for said in told["conversations"]],
        "outgoing": list(reached),
        "facts": {
            "labels_in_enum": found.reason in labels and found.language in desk.languages,
            "no_tool_call": not reached and written <= ARRIVING,
            "fields_unchanged": before == _fields(here),
        },
    }


def _reply(text: str, here: Scene) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = f"Alice <{scene.ALICE}>", here.names["T1.reply_address"], "Re: Printer"
    message["Message-ID"], message["In-Reply-To"] = "<said@customer.example>", here.names["T1.outbound_id"]
    message.set_content(text, subtype="html" if text.startswith("<") else "plain")
    return message.as_bytes()


def _fields(here: Scene) -> tuple[Any, ...]:
    state = load(here.t1)
    return state.agent, state.group, state.category, state.requester, state.priority, state.participants
