"""Work that a stub does after it has answered, in order, tried again for a while when it fails."""

import logging
import queue
import threading
from collections.abc import Callable

from infra.local.web import LoopbackServer

LOG = logging.getLogger("vuoro.local.errands")
PAUSES = (0.1, 0.5, 2.0, 5.0, 10.0)


class Errands:
    """A single worker thread; an errand that raises one of `passing` is tried again, then dropped with a line in the log."""

    def __init__(self, name: str, passing: tuple[type[Exception], ...]) -> None:
        self._passing = passing
        self._waiting: queue.Queue[Callable[[], None] | None] = queue.Queue()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def add(self, errand: Callable[[], None]) -> None:
        self._waiting.put(errand)

    def close(self) -> None:
        """Do what is waiting, each once more at most, then end."""
        self._closing.set()
        self._waiting.put(None)
        if self._thread.is_alive():
            self._thread.join(20)

    def _work(self) -> None:
        while (errand := self._waiting.get()) is not None:
            self._run(errand)

    def _run(self, errand: Callable[[], None]) -> None:
        for pause in PAUSES:
            try:
                errand()
            except self._passing as fault:
                LOG.warning("again in %.1f s: %s", pause, fault)
                if self._closing.wait(pause):
                    break
            else:
                return
        LOG.error("given up: %r", errand)


class Attended:
    """A server and the errands that its answers leave behind: they begin and end together."""

    _server: LoopbackServer
    _errands: Errands

    def start(self) -> None:
        self._errands.start()
        self._server.start()

    def stop(self) -> None:
        self._server.stop()
        self._errands.close()
