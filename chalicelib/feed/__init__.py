"""Every commit of the desk in one order, as others follow it."""
