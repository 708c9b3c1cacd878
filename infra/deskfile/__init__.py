"""desk.yaml: from the file an operator writes to the document a desk obeys, with every fault named by line and field."""

from infra.deskfile.read import Reading, read

__all__ = ["Reading", "read"]
