"""Do the bills add up? All tickets' bills and the shared rest against what a relay counted on the wire, request by request."""

import json
import time
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chalicelib.costs.parts import plus
from infra.local.counting import counted
from infra.local.metered import Rest, metered

# Numbers that nobody got, because an attempt was cut off, before the last ticket is taken for found.
GAP = 10
PATIENCE = 20.0
PAUSE = 0.25

Counts = dict[str, int]


@dataclass(frozen=True, slots=True)
class Account:
    """One look at everything: requests by service:Operation on the tickets' bills, in the shared rest, and on the wire."""

    bills: dict[int, dict[str, Any]]
    rest: Rest
    counted: Counts

    @property
    def billed(self) -> Counts:
        found: Counts = {}
        for told in self.bills.values():
            found = plus(found, told["requests"])
        return found

    @property
    def difference(self) -> Counts:
        """Counted and on no account (negative: on an account and not counted); empty when all adds up."""
        return plus(plus(self.counted, self.billed, -1), self.rest.requests, -1)


@dataclass(frozen=True, slots=True)
class Books:
    """A desk whose requests are counted: its API and key, its log, and where the relay tells its counts."""

    api_url: str
    key: str
    log: Path
    counts_url: str

    def close(self, patience: float = PATIENCE) -> Account:
        """The account of a desk at rest: looks again while something is still under way, `patience` seconds at most."""
        until = time.monotonic() + patience
        while True:
            found = self._look()
            if not found.difference or time.monotonic() > until:
                return found
            time.sleep(PAUSE)

    def _look(self) -> Account:
        bills = dict(self._bills())
        # Reading bills is work too, and its log line is written just before the answer.
        time.sleep(PAUSE)
        return Account(bills, metered(self.log), counted(self.counts_url))

    def _bills(self) -> Iterator[tuple[int, dict[str, Any]]]:
        number = missing = 0
        while missing < GAP:
            number += 1
            told = self._bill(number)
            missing = 0 if told else missing + 1
            if told:
                yield number, told

    def _bill(self, number: int) -> dict[str, Any] | None:
        word = b64encode(f"{self.key}:X".encode()).decode()
        asked = urllib.request.Request(f"{self.api_url}/api/v2/tickets/{number}/cost", headers={"Authorization": f"Basic {word}"})
        try:
            with urllib.request.urlopen(asked, timeout=30) as reply:
                told: dict[str, Any] = json.load(reply)
        except urllib.error.HTTPError as refusal:
            if refusal.code != 404:
                raise
            return None
        return told
