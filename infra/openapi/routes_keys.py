"""API keys: who may call, with which rights, and until when."""

from chalicelib.handlers import bodies_keys
from infra.openapi.told import Declared, Told

TAG = "Keys"
ROUTES: Declared = {
    "GET /keys": Told("[Key]", "List keys", "The caller's own; for an admin everybody's.", paged=True),
    "GET /keys/{number}": Told("Key", "View a key"),
    "POST /keys": Told(
        "NewKey",
        "Make a key",
        "The key itself is in this answer alone. It can do no more than the key that made it; only an admin makes keys for others.",
        status=201,
        body=bodies_keys.NEW_KEY,
        example={"name": "Wall screen", "role": "light", "rights": ["read"], "expires_at": "2027-12-31T00:00:00Z"},
    ),
    "DELETE /keys/{number}": Told(summary="End a key", about="It may work for 60 seconds more.", operation="end_key"),
}
