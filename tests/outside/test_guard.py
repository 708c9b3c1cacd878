"""Requests go to named public hosts only; what leads elsewhere is refused whatever it is dressed as."""

import pytest

from chalicelib.errors import ProviderRefused
from chalicelib.outside.guard import Destination, addresses, destination

HOSTS = {"api.example.com", "xn--bcher-kva.example"}
PUBLIC = Destination("https", "api.example.com", 443, "api.example.com", "/")
PRIVATE = """
    127.0.0.1 10.0.0.5 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 198.18.0.1 224.0.0.1 0.0.0.0 255.255.255.255
    ::1 :: fc00::1 fe80::1 ff02::1 ::ffff:127.0.0.1 ::ffff:93.184.216.34 64:ff9b::a9fe:a9fe 2002:7f00:1:: 2001::1
"""
LOCAL = Destination("http", "localhost", 8601, "localhost:8601", "/", is_local=True)


@pytest.mark.parametrize(
    ("url", "reached"),
    [
        ("https://api.example.com/v1/x?y=1#z", Destination("https", "api.example.com", 443, "api.example.com", "/v1/x?y=1")),
        ("HTTPS://API.EXAMPLE.COM", Destination("https", "api.example.com", 443, "API.EXAMPLE.COM", "/")),
        ("https://api.example.com:443/", Destination("https", "api.example.com", 443, "api.example.com:443", "/")),
        ("https://xn--bcher-kva.example/", Destination("https", "xn--bcher-kva.example", 443, "xn--bcher-kva.example", "/")),
        (
            "https://api.example.com/?to=http://127.0.0.1/",
            Destination("https", "api.example.com", 443, "api.example.com", "/?to=http://127.0.0.1/"),
        ),
    ],
)
def test_a_named_host_is_reached(url: str, reached: Destination) -> None:
    assert destination(url, HOSTS, local=False) == reached


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://scontent.xx.fbcdn.net/3", True),
        ("https://fbcdn.net/3", False),
        ("https://evilfbcdn.net/3", False),
        ("https://fbcdn.net.evil.example/3", False),
        ("https://scontent.fbcdn.net@evil.example/3", False),
        ("http://scontent.fbcdn.net/3", False),
    ],
)
def test_a_suffix_allows_the_names_below_it_and_nothing_that_looks_so(url: str, allowed: bool) -> None:
    if allowed:
        assert destination(url, (".fbcdn.net",), local=False).host.endswith(".fbcdn.net")
    else:
        with pytest.raises(ProviderRefused):
            destination(url, (".fbcdn.net",), local=False)


@pytest.mark.parametrize("local", [False, True])
@pytest.mark.parametrize(
    "url",
    [
        "",
        "api.example.com",
        "//api.example.com/",
        "https:///x",
        "http://api.example.com/",
        "ftp://api.example.com/",
        "file:///etc/passwd",
        "https://api.example.com:22/",
        "https://api.example.com:99999/",
        "https://api.example.com:x/",
        "https://evil.example/",
        "https://api.example.com.evil.example/",
        "https://api.example.com./",
        "https://user@api.example.com/",
        "https://api.example.com@evil.example/",
        "https://evil.example\\@api.example.com/",
        "https://api.example.com\\.evil.example/",
        "https://api.example.com/\r\nX: y",
        "https://api.example.com/a b",
        "https://bücher.example/",
        "https://[::1",
        "https://169.254.169.254/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://[::ffff:127.0.0.1]/",
        "https://10.0.0.1/",
    ],
)
def test_anything_else_is_refused(url: str, local: bool) -> None:
    with pytest.raises(ProviderRefused, match="URL refused"):
        destination(url, {*HOSTS, "169.254.169.254", "2130706433", "0x7f000001", "10.0.0.1", "::ffff:127.0.0.1", ""}, local=local)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8601/v1", "http://localhost:8601/", "https://localhost:8443/", "http://[::1]:8601/"])
def test_loopback_is_for_the_local_desk_only(url: str) -> None:
    allowed = {"127.0.0.1", "localhost", "::1"}
    assert destination(url, allowed, local=True).is_local
    with pytest.raises(ProviderRefused):
        destination(url, allowed, local=False)
    with pytest.raises(ProviderRefused):
        destination(url, HOSTS, local=True)


@pytest.mark.parametrize("found", [["93.184.216.34"], ["2a00:1450:4026::1", "93.184.216.34", "93.184.216.34"]])
def test_public_addresses_are_kept_once_in_order(found: list[str]) -> None:
    assert addresses(found, PUBLIC) == list(dict.fromkeys(found))


@pytest.mark.parametrize("address", PRIVATE.split())
def test_one_address_that_is_not_public_spoils_a_name(address: str) -> None:
    with pytest.raises(ProviderRefused):
        addresses(["93.184.216.34", address], PUBLIC)


@pytest.mark.parametrize("found", [["93.184.216.34"], ["127.0.0.1", "10.0.0.1"], []])
def test_a_local_name_must_be_loopback_alone(found: list[str]) -> None:
    with pytest.raises(ProviderRefused):
        addresses(found, LOCAL)
