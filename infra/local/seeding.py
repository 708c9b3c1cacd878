"""The first content of a fresh desk: its configuration and the administrator's key.

The application is imported inside the functions: it reads its environment when it is imported, and that is not set before.
"""

import os
import time
from pathlib import Path
from typing import Any

DEFAULT_CONFIG = Path(__file__).parent / "desk.yaml"
FRESH_SECONDS = 2


def seed(config: Path, kept_key: str) -> str:
    """Activate `config` when the desk has none, make sure the admin key works, and answer the key.

    The key is VUORO_ADMIN_KEY when set, else the one kept from the last start, else a new one. Raises BadConfiguration.
    """
    from chalicelib import clock
    from chalicelib.desk import actions
    from chalicelib.ids import new_api_key
    from chalicelib.people.actions import ensure_key
    from chalicelib.people.keys import Key
    from infra.config import activate

    if not actions.history(1):
        activate(config, clock.now(), "local desk")
    api_key = os.environ.get("VUORO_ADMIN_KEY") or kept_key or new_api_key()
    ensure_key(api_key, Key(name="local desk"), clock.now())
    return api_key


class Channels:
    """The addresses of our channels as the configuration has them, read on the desk's own way and not the application's."""

    def __init__(self, dynamodb: Any, table: str) -> None:
        self._dynamodb, self._table = dynamodb, table
        self._version, self._found = "", dict[str, tuple[str, ...]]()
        self._fresh_until = 0.0

    def addresses(self, channel: str) -> tuple[str, ...]:
        """Those of one channel in the configuration that holds; none before there is one."""
        if time.monotonic() >= self._fresh_until:
            self._read()
            self._fresh_until = time.monotonic() + FRESH_SECONDS
        return self._found.get(channel, ())

    def _read(self) -> None:
        from chalicelib import codec
        from chalicelib.desk.reading import Document, desk_of

        version = self._item("CURRENT").get("version", {}).get("S", "")
        if version == self._version:
            return
        desk = desk_of(codec.unpack(self._item(f"V#{version}")["content"]["B"], Document), version)
        kinds = {account.channel for account in desk.accounts}
        self._found = {kind: tuple(account.address for account in desk.accounts if account.channel == kind) for kind in kinds}
        self._version = version

    def _item(self, sk: str) -> dict[str, Any]:
        found: dict[str, Any] = self._dynamodb.get_item(TableName=self._table, Key={"pk": {"S": "CONFIG"}, "sk": {"S": sk}}).get("Item", {})
        return found
