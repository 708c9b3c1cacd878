"""Bodies of saved queries."""

from chalicelib.handlers.schema import Schema, flag, text

NAME, QUERY = 100, 512
VIEW: Schema = {"name": text(NAME), "query": text(QUERY), "personal": flag()}
NEW_VIEW: Schema = {**VIEW, "name": text(NAME, required=True), "query": text(QUERY, required=True)}
