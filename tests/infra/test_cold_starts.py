"""Each function loads what it needs and no more, in a fresh interpreter and by the name under which Lambda calls it."""

import json
import os
import subprocess
import sys
from functools import cache
from typing import Any

import pytest

from infra.cfn import Json
from infra.functions import API, PUBLIC, is_public
from infra.package import build_template
from tests.infra.conftest import ROOT
from tests.infra.promises import functions

pytestmark = pytest.mark.slow

ENTER = """
import importlib, json, sys
module, _, name = sys.argv[1].rpartition(".")
entered = getattr(importlib.import_module(module), name)
from chalicelib.storage.rows import shared_connection
shared_connection()
modules = sorted(sys.modules)
getattr(entered, "complete", lambda: None)()
routes = {path: sorted(methods) for path, methods in getattr(entered, "routes", {}).items()}
print(json.dumps([callable(entered), routes, modules]))
"""
# Browsers' questions before the real one, and a verb that no path has: they need no key and ask nothing of AWS.
ASK = """
import json, sys
from chalicelib.handlers.entries.api import app
def asked(method, path):
    place = {"resourcePath": f"/api/v2{path}", "httpMethod": method, "path": f"/api/v2{path}"}
    event = {"requestContext": place, "headers": {}, "multiValueQueryStringParameters": None, "pathParameters": {"number": "1"}}
    event |= {"stageVariables": None, "body": None, "isBase64Encoded": False}
    answer = app(event, None)
    return [answer["statusCode"], answer["headers"]["Allow"], app.is_whole]
print(json.dumps([asked(*one.split()) for one in sys.argv[1:]]))
"""
PARTS = """
import json
from chalicelib.handlers import daily
from chalicelib.handlers.http import ROUTES
first = {route.path for route in ROUTES}
count = len(ROUTES)
from chalicelib.handlers import api
print(json.dumps({"daily": sorted(first), "later": sorted({route.path for route in ROUTES[count:]})}))
"""
# Development's and other people's: what would cost a cold start dearly and nothing of ours needs.
NOWHERE = (
    "boto3", "s3transfer", "pydantic", "aws_xray_sdk", "aws_lambda_powertools.event_handler", "chalice.cli", "chalice.deploy",
    "chalice.local", "yaml", "holidays", "requests", "jinja2", "moto", "pytest", "setuptools", "pkg_resources", "infra",
    "tests", "bench", "app",
)  # fmt: skip
# What people's requests need, and queues' work does not.
NOT_FOR_QUEUES = (
    "chalicelib.handlers.http",
    "chalicelib.handlers.schema",
    "chalicelib.surveys.pages",
    "nh3",
    "http.cookies",
    "html.parser",
)
# Reading a mail, which only a mail needs; sending one.
ONLY_FOR_MAIL = ("chalicelib.channels.email.parse", "chalicelib.channels.email.phrases", "chalicelib.channels.email.bounces")
QUEUE_HANDLERS = ("inbound", "fan_out", "routing", "checks", "deliveries", "background", "agenda")


@cache
def _template() -> Json:
    return build_template("dev")


def _bare() -> dict[str, str]:
    """An environment as bare as Lambda's."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    return kept | {"AWS_DEFAULT_REGION": "eu-north-1", "AWS_ACCESS_KEY_ID": "none", "AWS_SECRET_ACCESS_KEY": "none"}


def _ran(code: str, *given: str) -> Any:
    run = subprocess.run([sys.executable, "-c", code, *given], cwd=ROOT, env=_bare(), capture_output=True, text=True, check=False)
    assert not run.returncode, run.stderr
    return json.loads(run.stdout)


@cache
def _entered(handler: str) -> tuple[bool, dict[str, list[str]], frozenset[str]]:
    """Whether Lambda could call it, its routes, and all that was imported at its start."""
    is_callable, routes, modules = _ran(ENTER, handler)
    return is_callable, routes, frozenset(modules)


def _handlers() -> dict[str, str]:
    """By logical name the handler of each packaged function."""
    return {name: entry["Handler"] for name, entry in functions(_template()).items()}


NAMES = sorted(_handlers())


@pytest.mark.parametrize("name", NAMES)
def test_a_function_loads_nothing_that_it_does_not_need(name: str) -> None:
    is_callable, _, modules = _entered(_handlers()[name])
    assert is_callable
    heavy = NOWHERE if name in (API, PUBLIC) else (*NOWHERE, *NOT_FOR_QUEUES, *ONLY_FOR_MAIL)
    # html.parser comes along with botocore's pages of help, which the package leaves out.
    assert sorted(set(heavy) & modules - _of_help(modules)) == []


def _of_help(modules: frozenset[str]) -> set[str]:
    return {"html.parser"} if "botocore.docs.bcdoc.docstringparser" in modules else set()


@pytest.mark.parametrize("name", [name for name in NAMES if name not in (API, PUBLIC)])
def test_a_function_of_a_queue_loads_its_own_handler_only(name: str) -> None:
    own = _handlers()[name].split(".")[2]
    loaded = {module.split(".")[2] for module in _entered(_handlers()[name])[2] if module.startswith("chalicelib.handlers.")}
    assert loaded & set(QUEUE_HANDLERS) == {own}
    assert not any(module.startswith("api") for module in loaded)


@pytest.mark.parametrize("name", [API, PUBLIC])
def test_a_function_of_people_loads_no_handler_of_a_queue(name: str) -> None:
    modules = _entered(_handlers()[name])[2]
    assert not {f"chalicelib.handlers.{queue}" for queue in QUEUE_HANDLERS} & modules


def test_the_public_function_does_not_even_have_the_api() -> None:
    modules = _entered(_handlers()[PUBLIC])[2]
    assert not [module for module in modules if module.startswith("chalicelib.handlers.api")]


@pytest.mark.parametrize("name", [API, PUBLIC])
def test_a_function_has_the_routes_that_the_template_sends_to_it_and_no_others(name: str) -> None:
    paths = _template()["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]["paths"]
    sent = {path: sorted(verb.upper() for verb in verbs) for path, verbs in paths.items() if is_public(path) == (name == PUBLIC)}
    routes = _entered(_handlers()[name])[1]
    assert sent == routes


def test_the_api_starts_with_the_routes_of_every_day_and_loads_the_others_for_the_first_who_asks() -> None:
    assert _ran(ASK, "OPTIONS /tickets/{number}", "OPTIONS /solutions/categories", "OPTIONS /tickets/{number}") == [
        [204, "DELETE, GET, OPTIONS, PUT", False],
        [204, "GET, OPTIONS, POST", True],
        [204, "DELETE, GET, OPTIONS, PUT", True],
    ]


def test_a_verb_that_a_path_has_not_is_refused_with_all_that_it_has() -> None:
    assert _ran(ASK, "DELETE /roles", "POST /keys/{number}") == [[405, "OPTIONS, GET", True], [405, "OPTIONS, GET, DELETE", True]]


def test_no_path_has_routes_of_every_day_and_others() -> None:
    parts = _ran(PARTS)
    assert sorted(set(parts["daily"]) & set(parts["later"])) == []
    assert "/tickets/{number}/reply" in parts["daily"]
    assert "/keys" in parts["later"]
