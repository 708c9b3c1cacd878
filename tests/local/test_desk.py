"""The whole local desk as a newcomer starts it: doors open, state survives, nothing stays behind."""

import base64
import json
import os
import signal
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.local import provision, send
from infra.local.desk import DeskError, LocalDesk

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("desk")


@pytest.fixture
def desk(state: Path) -> Iterator[LocalDesk]:
    with LocalDesk(state=state) as made:
        yield made


def still_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def emulators_of(state: Path) -> list[int]:
    """Processes whose environment names this state folder as the emulator's."""
    wanted = f"STATE_DIR={state.resolve() / 'aws' / 'services'}".encode()
    environments = ((int(path.parent.name), _read(path)) for path in Path("/proc").glob("[0-9]*/environ"))
    return [pid for pid, environment in environments if wanted in environment]


def listed(desk: LocalDesk) -> list[dict[str, Any]]:
    login = base64.b64encode(f"{desk.admin_key}:X".encode()).decode()
    request = urllib.request.Request(f"{desk.api_url}/api/v2/tickets", headers={"Authorization": f"Basic {login}"})
    with urllib.request.urlopen(request, timeout=30) as reply:
        tickets: list[dict[str, Any]] = json.load(reply)
        return tickets


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def test_every_door_is_open_and_told(desk: LocalDesk) -> None:
    for url in (desk.mailbox_url, f"{desk.whatsapp_url}/api/messages"):
        with urllib.request.urlopen(url, timeout=10) as reply:
            assert reply.status == 200
    assert all(word in desk.said() for word in (desk.api_url, desk.admin_key, f"127.0.0.1:{desk.smtp_port}"))
    assert (desk.state / "desk.json").stat().st_mode & 0o777 == 0o600


def test_a_mail_through_the_door_lies_in_the_raw_bucket(desk: LocalDesk) -> None:
    message = send.compose(sender="noreply@example.org", to=f"support@{desk.addresses.mail_domain}", subject="Moi", text="Hei")
    send.send_mail(desk.addresses, message)
    s3 = provision.clients(desk.addresses.aws_url).s3
    buckets = [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]
    keys = [item["Key"] for bucket in buckets for item in s3.list_objects_v2(Bucket=bucket, Prefix="mail/").get("Contents", [])]
    assert keys


def test_a_devices_alert_is_taken_signed(desk: LocalDesk) -> None:
    assert send.main(["--state", str(desk.state), "--device", "freezer-3", "--", "-9 °C, should be below -18 °C"]) == 0
    until = time.monotonic() + 30
    while not (found := [one for one in listed(desk) if one["channel"] == "device"]) and time.monotonic() < until:
        time.sleep(0.2)
    assert [one["subject"] for one in found] == ["freezer-3: temperature"]


def test_keys_and_state_survive_a_restart(state: Path) -> None:
    with LocalDesk(state=state) as desk:
        before = desk.addresses
        provision.clients(before.aws_url).ssm.put_parameter(Name="/left/behind", Type="String", Value="still here")
    assert not emulators_of(state)
    with LocalDesk(state=state) as desk:
        kept = provision.clients(desk.addresses.aws_url).ssm.get_parameter(Name="/left/behind")["Parameter"]["Value"]
        after = desk.addresses
    assert kept == "still here"
    assert (after.admin_key, after.hooks, after.whatsapp_token) == (before.admin_key, before.hooks, before.whatsapp_token)


def test_a_second_desk_on_the_same_state_is_refused(desk: LocalDesk) -> None:
    with pytest.raises(DeskError, match="another desk runs"):
        LocalDesk(state=desk.state).start()


def test_a_desk_that_is_killed_takes_its_emulator_with_it(state: Path) -> None:
    desk = LocalDesk(state=state)
    desk.start()
    assert emulators_of(state)
    os.kill(desk.addresses.pid, signal.SIGKILL)
    until = time.monotonic() + 20
    while emulators_of(state) and time.monotonic() < until:
        time.sleep(0.1)
    desk.stop()
    assert not emulators_of(state)
    assert json.loads((state / "desk.json").read_text())["pid"] == desk.addresses.pid


def test_a_start_that_fails_leaves_nothing_behind(state: Path, tmp_path: Path, desk: LocalDesk) -> None:
    base = int(desk.mailbox_url.rpartition(":")[2])
    with pytest.raises(DeskError, match="is taken"):
        LocalDesk(state=tmp_path / "other", port_base=base).start()
    assert not emulators_of(tmp_path / "other")
