"""API keys: the own ones, and for an admin everybody's. A key is shown once, when it is made."""

from chalice import Blueprint

from chalicelib.errors import FieldFault, InvalidInput, NotFound
from chalicelib.handlers import bodies_keys
from chalicelib.handlers.http import NOTHING, Answer, Call, endpoint
from chalicelib.handlers.paging import paged
from chalicelib.handlers.shapes.keys import key as shape
from chalicelib.ids import new_api_key, repeatable_api_key
from chalicelib.outside import secrets
from chalicelib.people import actions as people
from chalicelib.people.keys import Right
from chalicelib.people.minting import Wish, may_end, minted

api = Blueprint(__name__)


@endpoint(api, "GET", "/keys", needs=Right.KEYS)
def list_keys(call: Call) -> Answer:
    return paged(call, [one for one in people.all_keys() if may_end(call.who, one.key)], shape)


@endpoint(api, "GET", "/keys/{number}", needs=Right.KEYS)
def view_key(call: Call) -> Answer:
    return Answer(shape(_key(call)))


@endpoint(api, "POST", "/keys", needs=Right.KEYS)
def create_key(call: Call) -> Answer:
    """The answer alone has the key itself; kept is only its hash."""
    given = call.body(bodies_keys.NEW_KEY)
    if wrong := sorted(set(given.get("rights", ())) - {*Right}):
        raise InvalidInput(FieldFault("rights", f"It should be of these values: '{','.join(Right)}', not {', '.join(wrong)}"))
    wish = Wish(given.get("agent_id", 0), given.get("role", ""), given.get("rights", ()), given["name"], given.get("expires_at"))
    key = minted(call.who, wish, call.context.desk, call.context.now)
    api_key = repeatable_api_key(call.key(), secrets.keys()["token"]) if call.key() else new_api_key()
    one = people.make_key(api_key, key, call.context.now)
    return Answer({**shape(one), "key": api_key}, 201, {"Location": call.url(f"/keys/{one.id}")}, is_secret=True)


@endpoint(api, "DELETE", "/keys/{number}", needs=Right.KEYS)
def end_key(call: Call) -> Answer:
    people.end_key(_key(call))
    return NOTHING


def _key(call: Call) -> people.Kept:
    """Raises NotFound alike where there is none and where it is not theirs."""
    number = call.number
    found = next((one for one in people.all_keys() if one.id == number and may_end(call.who, one.key)), None)
    if found is None:
        raise NotFound(f"There is no key {number}")
    return found
