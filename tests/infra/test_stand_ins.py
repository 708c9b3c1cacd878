"""What the package puts in place of a library's text still fits the library, and answers as the library does."""

import shutil
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import botocore
import pytest
import urllib3.util.url
from botocore import compat, utils

from infra import stand_ins
from infra.stand_ins import STAND_INS, StandIn

LIBRARIES = Path(botocore.__file__).parents[1]
ADDRESSES = (
    "https://dynamodb.eu-north-1.amazonaws.com/",
    "http://127.0.0.1:8000/a?b=c#d",
    "http://[::1]:4566/",
    "http://[fe80::1%25eth0]/",
    "http://[FE80::1%eth0]/",
    "http://[1:2:3:4:5:6:7.8.9.10]:1/",
    "http://[:::1]/",
    "http://[::1/",
    "http://a:b@host:443/",
    "http://host:port/",
    "http://host:70000/",
    "HTTPS://Ex%41mple.COM:00080/%7e",
    "//host",
    "/path only",
    "http://a[b]/",
    "http:///nothing",
    "",
)
HOSTS = ("127.0.0.1", "1.2.3", "::1", "fe80::1%eth0", "[::1]", "example.com", "a:b", ":", "", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8:9")


def _stand_in(path: str) -> StandIn:
    return next(one for one in STAND_INS if one.path == path)


def _own(path: str) -> str:
    return (LIBRARIES / path).read_text()


def _as_shipped(path: str) -> ModuleType:
    """The stand-in as a module beside the library's own, in the same package."""
    name = path.removesuffix(".py").replace("/", ".")
    made = ModuleType(f"{name}_as_shipped")
    made.__package__ = name.rpartition(".")[0]
    exec(compile(_stand_in(path).over(_own(path)), path, "exec"), made.__dict__)
    return made


@pytest.mark.parametrize("stand_in", STAND_INS, ids=[stand_in.path for stand_in in STAND_INS])
def test_a_stand_in_is_put_over_the_text_that_it_was_written_for_and_over_no_other(stand_in: StandIn, tmp_path: Path) -> None:
    target = tmp_path / stand_in.path
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(LIBRARIES / stand_in.path, target)
    stand_ins.put(stand_in, tmp_path)
    assert target.read_text() != _own(stand_in.path)
    compile(target.read_text(), stand_in.path, "exec")
    with pytest.raises(LookupError, match=stand_in.path):
        stand_ins.put(stand_in, tmp_path)


def test_a_change_that_finds_its_place_twice_or_not_at_all_is_refused() -> None:
    for own in ("a b", "a a"):
        with pytest.raises(LookupError, match=r"here\.py"):
            StandIn("here.py", "", changes=(("a", "c"), ("b", "c"))).over(own.replace("b", ""))


def _parsed(module: Any, address: str) -> object:
    try:
        return tuple(module.parse_url(address))
    except urllib3.exceptions.LocationParseError:
        return "refused"


def test_addresses_are_read_as_the_library_reads_them_ipv6_or_not() -> None:
    shipped = _as_shipped("urllib3/util/url.py")
    assert [_parsed(shipped, one) for one in ADDRESSES] == [_parsed(urllib3.util.url, one) for one in ADDRESSES]
    for name in ("_IPV6_RE", "_IPV6_ADDRZ_RE", "_BRACELESS_IPV6_ADDRZ_RE", "_HOST_PORT_RE"):
        for way in ("match", "fullmatch"):
            found = [[getattr(getattr(module, name), way)(host) for host in HOSTS] for module in (shipped, urllib3.util.url)]
            ours, theirs = ([match and match.groups() for match in one] for one in found)
            assert ours == theirs, (name, way)


def test_an_endpoint_is_judged_as_the_library_judges_it() -> None:
    shipped = _as_shipped("botocore/compat.py").IPV6_ADDRZ_RE
    asked = [f"[{host}]" for host in HOSTS] + list(HOSTS)
    assert [bool(shipped.match(one)) for one in asked] == [bool(compat.IPV6_ADDRZ_RE.match(one)) for one in asked]


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("http_proxy", "https_proxy", "no_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    return monkeypatch


@pytest.mark.parametrize(
    "named", [{}, {"HTTPS_PROXY": "http://p:1"}, {"https_proxy": "http://p:1", "no_proxy": "amazonaws.com"}, {"NO_PROXY": "*"}]
)
def test_a_proxy_is_taken_from_the_environment_as_the_library_takes_it(named: dict[str, str], environment: pytest.MonkeyPatch) -> None:
    shipped = _as_shipped("botocore/utils.py")
    for name, value in named.items():
        environment.setenv(name, value)
    for url in ("https://sqs.eu-north-1.amazonaws.com", "https://example.com"):
        assert shipped.get_environ_proxies(url) == utils.get_environ_proxies(url)


def test_configuration_and_credentials_of_a_file_are_still_read(tmp_path: Path) -> None:
    path = tmp_path / "config"
    secret = f"{sys.executable} -c 'print(dict())'"
    path.write_text(f"[profile a]\nregion = eu-north-1\ncredential_process = {secret}\n")
    profile = _as_shipped("botocore/configloader.py").raw_config_parse(str(path))["profile a"]
    assert profile == {"region": "eu-north-1", "credential_process": secret}
    credentials = _as_shipped("botocore/credentials.py")
    provider = credentials.ProcessProvider("a", lambda: {"profiles": {"a": profile}})
    with pytest.raises(credentials.CredentialRetrievalError, match="Version"):
        provider.load()


def test_what_the_libraries_import_of_newer_types_is_there() -> None:
    shipped = _as_shipped("typing_extensions.py")
    assert shipped.deprecated("no longer", category=None)(len) is len
