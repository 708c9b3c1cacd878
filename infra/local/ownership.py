"""Which addresses are ours: whole domains that SES receives for, and the addresses of channels that forward to it."""

from collections.abc import Callable, Iterable


class Ownership:
    """`channels` tells the mail addresses of the configuration that holds, each time anew."""

    def __init__(self, domains: frozenset[str], channels: Callable[[], Iterable[str]]) -> None:
        self._domains, self._channels = frozenset(map(str.lower, domains)), channels

    def takes(self, address: str) -> bool:
        """Whether mail to this address comes to the desk."""
        return _domain(address) in self._domains or address.lower() in {each.lower() for each in self._channels()}

    def may_send(self, address: str) -> bool:
        """Whether SES knows the sender's domain as verified."""
        return _domain(address) in self._domains | {_domain(each) for each in self._channels()}


def _domain(address: str) -> str:
    return address.rpartition("@")[2].lower()
