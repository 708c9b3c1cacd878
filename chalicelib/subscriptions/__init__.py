"""Webhooks: systems elsewhere that are told of events as they happen."""
