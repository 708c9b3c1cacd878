"""Objects of the API as their clients know them: every key present, integers for ids, whole UTC seconds for instants."""
