"""Which clients are tried, each in an environment of its own: several of them call their package by the same name."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PLACE = ROOT / ".venv-clients"
PINS = {
    "python_freshdesk": ("python-freshdesk==1.3.9",),
    "pyfreshdesk": ("pyfreshdesk==0.1.13",),
    "freshdesk_api_client": ("freshdesk-api-client==0.0.4", "requests==2.34.2"),
    "nn_freshdesk_client": ("nn-freshdesk-client==0.0.4",),
    "tap_freshdesk": ("tap-freshdesk==1.0.1",),
    "freshdesk_mcp": ("freshdesk-mcp==1.2.0", "mcp==1.30.0"),
}


def folder(name: str) -> Path:
    return PLACE / name


def fetch() -> None:
    """Install what is not there yet; a pin that changed makes its folder anew."""
    for name, pins in PINS.items():
        marker = folder(name) / ".ready"
        wanted = "\n".join(pins)
        if marker.exists() and marker.read_text() == wanted:
            continue
        command = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--upgrade",
            "--target",
            str(folder(name)),
        ]
        subprocess.run([*command, *pins], check=True)
        marker.write_text(wanted)
