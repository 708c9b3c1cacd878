"""Modules of libraries that ship with other text, because their own makes at every start what a function never uses."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from infra.cuts import OPERATIONS


@dataclass(frozen=True, slots=True)
class StandIn:
    """A module of a library that ships with other text, or with some places of its text changed, or with more text at its end.

    `digest` begins the SHA-256 of the text it was written for; over another one, of a newer version, it is not put.
    """

    path: str
    digest: str
    text: str = ""
    at_end: bool = False
    changes: tuple[tuple[str, str], ...] = ()

    def over(self, own: str) -> str:
        """What ships, given the library's own text."""
        if self.at_end:
            return own + self.text
        for old, new in self.changes:
            if own.count(old) != 1:
                raise LookupError(f"{self.path} has not exactly one {old!r}")
            own = own.replace(old, new)
        return own if self.changes else self.text


DOCSTRINGS = '''"""Methods of clients without the pages of help that would be written if somebody asked for them."""


class _Empty(str):
    def __new__(cls, *args, **kwargs):
        return super().__new__(cls)


ClientMethodDocstring = PaginatorDocstring = WaiterDocstring = _Empty
'''
LOGGER = '''"""The logger alone: metrics and traces are not made here."""

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.package_logger import set_package_logger_handler

__all__ = ["Logger"]

set_package_logger_handler()
'''
HANDLERS = f"""

# Each of these is inspected for every session: those for documentation and for services that are not here can never be called.
_HERE = ([], *([name] for name in {tuple(OPERATIONS)}))
BUILTIN_HANDLERS = [entry for entry in BUILTIN_HANDLERS if entry[0].split(".")[1:2] in _HERE]
"""
TYPES = '''"""What of it the libraries here import, which Python has itself by now."""

from typing import Final, Literal, NotRequired, Protocol, Required, Self, TypedDict, get_type_hints


def deprecated(message, /, **_):
    return lambda told: told
'''
# IPv6 in a regular expression takes milliseconds to compile; an address of a service has no bracket.
LATE_PATTERN = '''
class _Late:
    """A pattern that is compiled for the first text with a character that it cannot do without; others take `otherwise`."""

    def __init__(self, pattern, needs, otherwise=None, flags=0):
        self.pattern, self.needs, self.otherwise, self.flags = pattern, needs, otherwise, flags

    def match(self, text):
        able = self._able(text)
        return able and able.match(text)

    def fullmatch(self, text):
        able = self._able(text)
        return able and able.fullmatch(text)

    def _able(self, text):
        return re.compile(self.pattern, self.flags) if self.needs in text else self.otherwise

'''
URL_PATTERNS = (
    ("\n_PERCENT_RE = ", f"{LATE_PATTERN}\n_PERCENT_RE = "),
    ('_IPV6_RE = re.compile("^" + _IPV6_PAT + "$")', '_IPV6_RE = _Late("^" + _IPV6_PAT + "$", ":")'),
    ('_IPV6_ADDRZ_RE = re.compile("^" + _IPV6_ADDRZ_PAT + "$")', '_IPV6_ADDRZ_RE = _Late("^" + _IPV6_ADDRZ_PAT + "$", "[")'),
    (
        '_BRACELESS_IPV6_ADDRZ_RE = re.compile("^" + _IPV6_ADDRZ_PAT[2:-2] + "$")',
        '_BRACELESS_IPV6_ADDRZ_RE = _Late("^" + _IPV6_ADDRZ_PAT[2:-2] + "$", ":")',
    ),
    (
        "_HOST_PORT_RE = re.compile(_HOST_PORT_PAT, re.UNICODE | re.DOTALL)",
        '_WITHOUT_IPV6 = re.compile(_HOST_PORT_PAT.replace("|" + _IPV6_ADDRZ_PAT, ""), re.UNICODE | re.DOTALL)\n'
        '_HOST_PORT_RE = _Late(_HOST_PORT_PAT, "[", _WITHOUT_IPV6, re.UNICODE | re.DOTALL)',
    ),
)
# An IPv6 address always has a colon; what is matched here stands in brackets that its caller wrote.
ADDRESS_PATTERN = (
    ("\nIPV4_PAT = ", f"{LATE_PATTERN}\nIPV4_PAT = "),
    ('IPV6_ADDRZ_RE = re.compile("^" + IPV6_ADDRZ_PAT + "$")', 'IPV6_ADDRZ_RE = _Late("^" + IPV6_ADDRZ_PAT + "$", ":")'),
)
# Opening addresses through the standard library brings half of it along, only to ask whether the environment names a proxy.
PROXIES = (
    ("import tempfile\n", ""),
    ("        temp_fd, temp_path = tempfile", "        import tempfile\n\n        temp_fd, temp_path = tempfile"),
    (
        "from urllib.request import getproxies, proxy_bypass\n",
        """

def _names_proxies():
    return any(name.lower().endswith("_proxy") for name in os.environ)


def getproxies():
    if not _names_proxies():
        return {}
    from urllib.request import getproxies

    return getproxies()


def proxy_bypass(host):
    if not _names_proxies():
        return False
    from urllib.request import proxy_bypass

    return proxy_bypass(host)


""",
    ),
)
LATE_PROMPT = """
class getpass:
    @staticmethod
    def getpass(*given):
        from getpass import getpass

        return getpass(*given)

"""
ASKING = (
    ("import getpass\n", ""),
    ("import subprocess\n", ""),
    ("\nlogger = logging.getLogger(__name__)\n", f"\nlogger = logging.getLogger(__name__)\n\n{LATE_PROMPT}"),
    ("popen=subprocess.Popen", "popen=None"),
    ("        p = self._popen(\n", "        import subprocess\n\n        p = (self._popen or subprocess.Popen)(\n"),
)
PARSING_CONFIGURATION = (
    ("import configparser\n", ""),
    ("        cp = configparser.RawConfigParser()\n", "        import configparser\n\n        cp = configparser.RawConfigParser()\n"),
)
STAND_INS = (
    StandIn("aws_lambda_powertools/__init__.py", "a388841d4d0c", LOGGER),
    StandIn("botocore/compat.py", "e4f1a4f8787b", changes=ADDRESS_PATTERN),
    StandIn("botocore/configloader.py", "3537a323b6fd", changes=PARSING_CONFIGURATION),
    StandIn("botocore/credentials.py", "604a5339ec1c", changes=ASKING),
    StandIn("botocore/docs/__init__.py", "331c7a7a2cbb"),
    StandIn("botocore/docs/docstring.py", "268f65038645", DOCSTRINGS),
    StandIn("botocore/handlers.py", "504f9fd31a56", HANDLERS, at_end=True),
    # Reports about our calls to an agent on the same machine.
    StandIn("botocore/monitoring.py", "4437e59066c1"),
    StandIn("botocore/utils.py", "3b4d463722d7", changes=PROXIES),
    StandIn("msgspec/__init__.py", "d5330f340674", changes=(("inspect, json, msgpack, structs, toml, yaml", "json"),)),
    StandIn("msgspec/json.py", "908ce99b6347", changes=(("from ._json_schema import schema, schema_components\n", ""),)),
    StandIn("snowballstemmer/__init__.py", "b7deb373e5cf"),
    StandIn("typing_extensions.py", "4040ca1a1ecb", TYPES),
    StandIn("urllib3/http2/__init__.py", "c73ac0487ed1"),
    StandIn("urllib3/util/url.py", "6a2814d91987", changes=URL_PATTERNS),
)


def put_all(tree: Path) -> None:
    """Every stand-in, into the unpacked libraries."""
    for stand_in in STAND_INS:
        put(stand_in, tree)


def put(stand_in: StandIn, tree: Path) -> None:
    """Raises LookupError if the library is no longer the one it was written for."""
    path = tree / stand_in.path
    own = path.read_bytes()
    if not hashlib.sha256(own).hexdigest().startswith(stand_in.digest):
        raise LookupError(f"{stand_in.path} has changed: read it again and write a new stand-in in infra/stand_ins.py, or drop it")
    path.write_text(stand_in.over(own.decode()))
