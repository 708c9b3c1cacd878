"""Many tickets changed as one job."""
