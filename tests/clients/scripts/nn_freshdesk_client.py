"""nn-freshdesk-client: whole lists, and double slashes on the way."""

import importlib
import os
from typing import Any

package: Any = importlib.import_module("freshdeskclient.api")
kinds: Any = [kind for kind in vars(package).values() if isinstance(kind, type)]
kind = next(one for one in kinds if "domain" in one.__init__.__code__.co_varnames)
client = kind(os.environ["PLACE"], os.environ["KEY"])


def rows(name: str, *asked: str, **parameters: Any) -> list[Any]:
    """Every row that a part of the client lists; all ids are integers."""
    found: list[Any] = getattr(client, name).list_all(*asked, **parameters)
    assert found, name
    assert all(isinstance(row["id"], int) for row in found), found
    return found


for part in ("tickets", "groups", "agents", "contacts", "products", "surveys"):
    rows(part)
    print(part)
assert rows("satisfaction_ratings")[0]["ratings"]
print("ratings")
assert rows("conversations", rows("satisfaction_ratings")[0]["ticket_id"])
print("conversations")
assert client.tickets.list_all_between_dates("2020-01-01T00:00:00", "2099-01-01T00:00:00")
print("between dates")
