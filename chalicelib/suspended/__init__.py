"""Mail that waits for a person: listed, released, forgotten after 14 days."""
