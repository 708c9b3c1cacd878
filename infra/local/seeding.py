"""The first content of a fresh desk: its configuration and the administrator's key.

The application is imported inside the functions: it reads its environment when it is imported, and that is not set before.
"""

import os
from pathlib import Path

DEFAULT_CONFIG = Path(__file__).parent / "desk.yaml"


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


def channel_addresses(channel: str) -> tuple[str, ...]:
    """The addresses of one channel in the configuration that holds; none before there is one."""
    from chalicelib import clock
    from chalicelib.desk import actions
    from chalicelib.errors import Unavailable

    try:
        accounts = actions.current(clock.now()).accounts
    except Unavailable:
        return ()
    return tuple(account.address for account in accounts if account.channel == channel)
