"""The body of a new API key."""

from chalicelib.handlers.schema import Schema, instant, number, text, texts, word
from chalicelib.people.keys import Role

NEW_KEY: Schema = {
    "name": text(64, required=True),
    "agent_id": number(),
    "role": word(*Role),
    "rights": texts(16),
    "expires_at": instant(),
}
