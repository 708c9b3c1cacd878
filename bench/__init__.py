"""What the desk costs: the AWS requests of each operation, their capacity units, and the CPU of a cold start."""
