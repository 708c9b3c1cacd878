"""Hostile mails, calls, texts and names against the whole desk; the pack itself lies beside the project."""
