"""One script a client, run by an environment that has nothing but that client: each prints what it checked, or fails."""
