"""The application; app.py and the handlers are its doors."""

import gc

# What is imported stays: walking it again and again while it grows is a good part of a cold start and frees nothing.
gc.set_threshold(100_000, 10, 10)
