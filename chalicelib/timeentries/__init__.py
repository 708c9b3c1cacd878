"""Time that agents enter for a ticket."""
