"""Which clients are tried, each in an environment of its own: several of them call their package by the same name."""

import json
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[2]
PLACE = ROOT / ".venv-clients"
PYTHON = {
    "python_freshdesk": ("python-freshdesk==1.3.9",),
    "pyfreshdesk": ("pyfreshdesk==0.1.13",),
    "freshdesk_api_client": ("freshdesk-api-client==0.0.4", "requests==2.34.2"),
    "nn_freshdesk_client": ("nn-freshdesk-client==0.0.4",),
    "tap_freshdesk": ("tap-freshdesk==1.0.1",),
    "freshdesk_mcp": ("freshdesk-mcp==1.2.0", "mcp==1.30.0"),
    "freshdesk_mcp_iplweb": ("freshdesk-mcp-iplweb==1.3.0", "mcp==2.0.0"),
    "airbyte_source": ("airbyte-cdk==1.3.1", "backoff==1.10.0"),
    "dlt_rest": ("dlt==1.31.0",),
}
# Its bounds allow only releases of its library that Python 3.11 cannot load.
ALONE = {"airbyte_source": "airbyte-source-freshdesk==3.1.3"}
NODE = {
    "freshdesk_api": ("freshdesk-api@3.1.0",),
    "freshworks_freshdesk": ("@freshworks/freshdesk@0.0.1",),
    "activepieces": ("@activepieces/piece-freshdesk@0.1.0",),
    "n8n": ("n8n-workflow@2.41.0",),
}
# Of a package of four hundred connectors, with as many dependencies, the one for our API.
PARTS = {
    "n8n": (
        "n8n-nodes-base@2.41.2",
        ("package/dist/nodes/Freshdesk/", "package/dist/credentials/FreshdeskApi", "package/package.json"),
    )
}
AT_ONCE = 4


def folder(name: str) -> Path:
    return PLACE / name


def fetch() -> None:
    """Install what is not there yet, some at once; a pin that changed makes its folder anew."""
    ways = [*((_install_python, *one) for one in PYTHON.items()), *((_install_node, *one) for one in NODE.items())]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for done in [pool.submit(_once, *way) for way in ways]:
            done.result()


def _once(install: Callable[[str, tuple[str, ...]], None], name: str, pins: tuple[str, ...]) -> None:
    marker = folder(name) / ".ready"
    wanted = json.dumps([*pins, ALONE.get(name, ""), *PARTS.get(name, ("",))[:1]])
    if not marker.exists() or marker.read_text() != wanted:
        shutil.rmtree(folder(name), ignore_errors=True)
        folder(name).mkdir(parents=True)
        install(name, pins)
        marker.write_text(wanted)


def _install_python(name: str, pins: tuple[str, ...]) -> None:
    quiet = ["--quiet", "--quiet", "--disable-pip-version-check", "--no-warn-conflicts"]
    install = [sys.executable, "-m", "pip", "install", *quiet, "--target", str(folder(name))]
    subprocess.run([*install, *pins], check=True)
    if name in ALONE:
        subprocess.run([*install, "--no-deps", ALONE[name]], check=True)


def _install_node(name: str, pins: tuple[str, ...]) -> None:
    """Without the scripts that packages would run while they are installed."""
    npm = ["npm", "--silent", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(folder(name))]
    subprocess.run([*npm, "install", "--no-save", *pins], check=True)
    if name in PARTS:
        pin, wanted = PARTS[name]
        packed = subprocess.run([*npm, "pack", pin, "--pack-destination", str(folder(name))], check=True, capture_output=True, text=True)
        _unpack(folder(name) / packed.stdout.split()[-1], wanted, folder(name) / "node_modules" / pin.rpartition("@")[0])


def _unpack(archive: Path, wanted: tuple[str, ...], to: Path) -> None:
    with tarfile.open(archive) as packed:
        for member in packed.getmembers():
            if member.isfile() and member.name.startswith(wanted):
                member.name = member.name.partition("/")[2]
                packed.extract(member, to, filter="data")
    archive.unlink()
