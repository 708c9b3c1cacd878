"""How our requests name themselves to AWS."""

from botocore.config import Config

NAME = "vuoro"


def named() -> Config:
    """What every client is told beside its own limits; botocore would else put a longer name together twice for each request."""
    return Config(user_agent=NAME)
