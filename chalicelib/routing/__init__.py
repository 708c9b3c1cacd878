"""Which group, which agent, in which order, and why."""
