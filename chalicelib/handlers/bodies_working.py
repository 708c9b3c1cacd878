"""The bodies of what agents do beside answering: being there, correcting notes, summing up."""

from chalicelib.handlers.bodies import BODY
from chalicelib.handlers.schema import Schema, lines, unused, word
from chalicelib.tickets.collision import Doing

PRESENCE: Schema = {"state": word(*(doing.value for doing in Doing), required=True)}
CORRECTION: Schema = {"body": lines(BODY, required=True), "attachments": unused()}
SUMMARY: Schema = {"body": lines(8_000, required=True)}
