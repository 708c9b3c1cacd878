"""Existing clients of the Freshdesk v2 API, as their authors published them, against a local desk."""
