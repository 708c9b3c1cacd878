"""Crowds at one desk: several API processes over one engine that serves them at the same time, and clients that come back as told."""
