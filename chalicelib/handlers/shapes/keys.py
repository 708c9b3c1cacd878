"""An API key as the API tells it: everything but the key."""

from chalicelib.handlers.shapes.plain import Json, between, instant_or_null
from chalicelib.people.actions import Kept


def key(one: Kept) -> Json:
    return {
        "id": one.id,
        "name": one.key.name or None,
        "agent_id": one.key.agent or None,
        "role": one.key.role or None,
        "rights": list(one.key.scopes),
        "hash_prefix": one.hash[:16],
        "expires_at": instant_or_null(one.key.expires),
        "last_used_at": instant_or_null(one.used_at),
        **between(one.created_at, one.created_at),
    }
