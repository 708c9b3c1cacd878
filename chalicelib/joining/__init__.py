"""Tickets that belong together: merging and undoing it, splitting, links, and what follows on the other ticket."""
