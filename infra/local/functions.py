"""The application's functions as Lambda would run them: a context with a real deadline, the limits of the packaged template."""

import importlib
import json
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from chalice.app import Chalice
from chalice.local import LambdaContext

LOG = logging.getLogger("vuoro.local.functions")
DEFAULT_TIMEOUT = 60
DEFAULT_MEMORY = 512


class HandlerError(Exception):
    """The handler raised; its traceback is in the log."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the template grants a function: seconds, megabytes, and the event patterns its source must match."""

    timeout: int = DEFAULT_TIMEOUT
    memory: int = DEFAULT_MEMORY
    patterns: tuple[dict[str, Any], ...] = ()


class Functions:
    """The handlers of one application, called by name."""

    def __init__(self, app: Chalice, limits: dict[str, Limits], say: Callable[[str], None]) -> None:
        self._app, self._limits, self._say = app, limits, say

    def limits(self, name: str) -> Limits:
        return self._limits.get(name, Limits())

    def invoke(self, name: str, event: dict[str, Any]) -> Any:
        """The handler's answer; raises HandlerError for whatever the handler raises."""
        limits = self.limits(name)
        context = LambdaContext(name, limits.memory, limits.timeout * 1000)
        context.invoked_function_arn = f"arn:aws:lambda:eu-north-1:000000000000:function:vuoro-local-{name}"
        context.log_group_name = f"/aws/lambda/{name}"
        started = time.monotonic()
        try:
            answer = self._app.handler_map[name](event, context)
        except Exception as fault:  # the runtime's place: a function may raise anything and the desk goes on
            LOG.exception("%s raised", name)
            self._say(f"FAILED    {name}: {type(fault).__name__}: {fault} (traceback in the log)")
            raise HandlerError(name) from fault
        seconds = time.monotonic() - started
        if seconds > limits.timeout:
            self._say(f"TOO LONG  {name} took {seconds:.1f} s; Lambda would have cut it at {limits.timeout} s")
        return answer


def load_app() -> Chalice:
    """The application of this project, imported in the environment as it is now; raises RuntimeError when that came too late."""
    settings = importlib.import_module("chalicelib.settings")
    settings.settings.cache_clear()
    return importlib.import_module("app").app  # type: ignore[no-any-return]  # a module found by name has no types


def limits_of(template: dict[str, Any]) -> dict[str, Limits]:
    """The limits by handler name, read from the packaged template (SAM); logical ids are the names in camel case."""
    resources = template.get("Resources", {})
    found = {}
    for name, resource in resources.items():
        if resource.get("Type") == "AWS::Serverless::Function":
            found[name.lower()] = _limits(resource.get("Properties", {}))
    return found


def by_name(app: Chalice, found: dict[str, Limits]) -> dict[str, Limits]:
    """`found` (by lower-case logical id) for the handler names of `app`."""
    return {name: found[key] for name in app.handler_map if (key := name.replace("_", "").lower()) in found}


def _limits(properties: dict[str, Any]) -> Limits:
    events = properties.get("Events", {}).values()
    filters = [item for event in events for item in event.get("Properties", {}).get("FilterCriteria", {}).get("Filters", ())]
    timeout, memory = properties.get("Timeout", DEFAULT_TIMEOUT), properties.get("MemorySize", DEFAULT_MEMORY)
    return Limits(int(timeout), int(memory), tuple(_pattern(item) for item in filters))


def _pattern(item: dict[str, Any]) -> dict[str, Any]:
    pattern: dict[str, Any] = json.loads(item["Pattern"])
    return pattern


class Loop:
    """A thread that calls `turn` until told to stop; what the cloud answers wrongly is logged and tried again after a pause."""

    def __init__(self, name: str, turn: Callable[[threading.Event], None], passing: tuple[type[Exception], ...]) -> None:
        self._turn, self._passing = turn, passing
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def ask_to_stop(self) -> None:
        self._stop.set()

    def join(self, timeout: float) -> None:
        if self._thread.is_alive():
            self._thread.join(timeout)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._turn(self._stop)
            except self._passing as fault:
                if not self._stop.is_set():
                    LOG.warning("%s: %s", self._thread.name, fault)
                self._stop.wait(1)
