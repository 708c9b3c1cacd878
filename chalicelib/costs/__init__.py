"""What a ticket costs: what work asked of AWS, at the prices of a file, as an itemised bill."""
