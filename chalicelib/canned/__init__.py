"""Canned responses: texts that agents send often, filled in from a ticket."""
