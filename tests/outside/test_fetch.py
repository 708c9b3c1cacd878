"""Files are fetched from allowed hosts only, in full and up to a size, and our credentials follow no redirect elsewhere."""

from collections.abc import Iterator

import pytest

from chalicelib.channels.message import HttpCall
from chalicelib.errors import ProviderRefused, Unavailable, Uncertain
from chalicelib.outside import http
from infra.local.ports import ports_from
from infra.local.web import Answer, Asked, LoopbackServer
from tests.outside.conftest import Configure

HOSTS = ("127.0.0.1", "localhost")
PICTURE = b"\xff\xd8 a picture"


class Files:
    """Two hosts of one provider: `seen` are paths and credentials."""

    def __init__(self) -> None:
        ports = ports_from(0)
        self.first, self.second = ports.api, ports.whatsapp
        self.seen: list[tuple[str, str]] = []
        self.servers = [LoopbackServer(port, self.give) for port in (self.first, self.second)]

    def give(self, asked: Asked) -> Answer:
        self.seen.append((asked.path, asked.headers.get("authorization", "")))
        name = asked.path.strip("/")
        if name.isdigit():
            return Answer(int(name))
        there = f"http://127.0.0.1:{self.second}/picture"
        onward = {"same": "/picture", "other": there, "evil": "https://evil.example/x", "loop": "/loop", "plain": "http://10.0.0.1/x"}
        onward |= {"broken": "http://[x"}
        if name in onward:
            return Answer(302, headers={"Location": onward[name]})
        return Answer(200, PICTURE if name == "picture" else b"x" * 1000, "Image/JPEG; charset=binary")

    def call(self, path: str) -> HttpCall:
        return HttpCall("GET", f"http://127.0.0.1:{self.first}/{path}", {"Authorization": "Bearer t"}, b"")


@pytest.fixture
def files(configure: Configure) -> Iterator[Files]:
    configure(STAGE="local")
    made = Files()
    for server in made.servers:
        server.start()
    yield made
    for server in made.servers:
        server.stop()


def fetched(files: Files, path: str, longest: int = 100) -> http.Download:
    return http.fetch(files.call(path), HOSTS, longest, 5)


def test_a_file_comes_with_its_type(files: Files) -> None:
    assert fetched(files, "picture") == http.Download(PICTURE, "image/jpeg")


@pytest.mark.parametrize(("path", "credentials"), [("same", ["Bearer t", "Bearer t"]), ("other", ["Bearer t", ""])])
def test_a_redirect_is_followed_and_credentials_stay_with_their_host(files: Files, path: str, credentials: list[str]) -> None:
    assert fetched(files, path).body == PICTURE
    assert [given for _, given in files.seen] == credentials


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("evil", "not a host we call"),
        ("plain", "scheme http"),
        ("loop", "redirected more than 3 times"),
        ("404", "answered 404"),
        ("broken", "what is no address"),
    ],
)
def test_what_is_never_to_be_had_is_refused(files: Files, path: str, reason: str) -> None:
    with pytest.raises(ProviderRefused, match=reason):
        fetched(files, path)


@pytest.mark.parametrize("path", ["429", "500", "503", "401"])
def test_what_may_be_had_later_is_asked_for_again(files: Files, path: str) -> None:
    with pytest.raises(Unavailable) as told:
        fetched(files, path)
    assert not isinstance(told.value, Uncertain)


@pytest.mark.parametrize(("longest", "fits"), [(1000, True), (999, False), (0, False)])
def test_a_file_is_taken_whole_or_not_at_all(files: Files, longest: int, fits: bool) -> None:
    if fits:
        assert len(fetched(files, "large", longest).body) == longest
    else:
        with pytest.raises(ProviderRefused, match="larger than"):
            fetched(files, "large", longest)
