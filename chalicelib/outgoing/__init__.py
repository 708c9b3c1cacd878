"""How much agents send to people outside: what a day allows."""
