"""Finding contacts and companies."""
