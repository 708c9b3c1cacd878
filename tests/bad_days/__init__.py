"""Bad days: killed handlers, failing services, poison, everything twice and in any order, races."""
