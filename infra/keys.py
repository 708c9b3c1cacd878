"""python -m infra keys: make, list and revoke the keys of the API."""

import argparse
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta

from chalicelib import clock
from chalicelib.desk import actions as desks
from chalicelib.errors import NotFound, VuoroError
from chalicelib.people import actions as people
from chalicelib.people.keys import Key, Right, Role


def main(arguments: Sequence[str]) -> int:
    """The exit code: 0 done, 1 refused."""
    try:
        return _run(_parser().parse_args(arguments), clock.now())
    except VuoroError as fault:
        print(fault.message, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infra keys", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    create = commands.add_parser("create", help="make a key and show it, this once")
    whose = create.add_mutually_exclusive_group(required=True)
    whose.add_argument("--agent", default="", help="the agent's mail address in desk.yaml")
    whose.add_argument("--admin", action="store_true", help="the administrator of the desk")
    create.add_argument("--role", choices=[*Role], default="", help="a lower role than the agent has")
    create.add_argument("--right", choices=[*Right], action="append", default=[], help="only this of the role's rights; may be repeated")
    create.add_argument("--days", type=int, default=0, help="ends after so many days (default: never)")
    create.add_argument("--name", default="", help="what it is for")
    commands.add_parser("list", help="list the keys by the beginning of their hashes")
    commands.add_parser("revoke", help="end a key; it may work for 60 seconds more").add_argument("hash", help="the beginning of its hash")
    return parser


def _run(chosen: argparse.Namespace, now: datetime) -> int:
    match chosen.command:
        case "create":
            print(people.create_key(_wanted(chosen, now), now))
        case "list":
            _list(now)
        case "revoke":
            people.revoke_key(chosen.hash)
            print("revoked")
    return 0


def _wanted(chosen: argparse.Namespace, now: datetime) -> Key:
    expires = now + timedelta(days=chosen.days) if chosen.days else None
    return Key(_agent(chosen.agent, now) if chosen.agent else 0, chosen.role, tuple(chosen.right), chosen.name, expires)


def _agent(email: str, now: datetime) -> int:
    agent = desks.current(now).agent_by_email(email)
    if agent is None:
        raise NotFound(f"desk.yaml has no agent {email}")
    return agent.id


def _list(now: datetime) -> None:
    agents = {agent.id: agent.email for agent in desks.current(now).agents}
    for hashed, key, created in sorted(people.list_keys(), key=lambda row: row[2]):
        owner = agents.get(key.agent, f"agent {key.agent}, no longer there") if key.agent else "administrator"
        until = f"until {key.expires:%Y-%m-%d %H:%M} UTC" if key.expires else "without end"
        limits = " ".join(filter(None, (key.role, ",".join(key.scopes))))
        print("  ".join(filter(None, (hashed, f"{created:%Y-%m-%d}", owner, limits, until, key.name))))
