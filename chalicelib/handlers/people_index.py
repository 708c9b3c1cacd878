"""What a change of a contact leads to in the index that it is searched by."""


def refresh(*contacts: int) -> None:
    """Index these contacts as they are now; what that needs is loaded by the first change only."""
    from chalicelib.search.people import actions as searched

    for contact in contacts:
        searched.index(contact)
