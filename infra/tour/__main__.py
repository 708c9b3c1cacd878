"""`python -m infra.tour` plays the working day and photographs it for docs/tour.md."""

import argparse
import sys
import tempfile
from pathlib import Path

from infra.demo import __main__ as demo
from infra.demo.doors import Doors
from infra.demo.story import CAST
from infra.local.desk import LocalDesk
from infra.local.emulator import ROOT
from infra.tour.camera import PHONE, Camera, NoCamera, Screen, camera

PICTURES = ("demo.png", "survey.png", "mailbox.png", "mail.png", "ticket.png", "receipt.png", "bill.png")
# Wide enough for the terminal that the demonstration draws.
TERMINAL = Screen(1400, 400)


def main(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    folder: Path = options.to
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with camera() as shots, tempfile.TemporaryDirectory(prefix="vuoro-tour-") as scratch:
            drawing = Path(scratch) / "demo.svg"
            status = demo.main(["--plain", "--record", str(drawing)], lambda desk: _walk(desk, shots, folder))
            if drawing.exists():
                shots.take(drawing.as_uri(), folder / "demo.png", TERMINAL)
    except NoCamera as fault:
        print(fault, file=sys.stderr)
        return 1
    missing = [name for name in PICTURES if not (folder / name).exists()]
    print(f"Missing: {', '.join(missing)}" if missing else f"{len(PICTURES)} pictures in {folder}")
    return 1 if missing else status


def _walk(desk: LocalDesk, shots: Camera, folder: Path) -> None:
    """What a visitor would open while the desk still runs."""
    doors = Doors(desk)
    late = next(row["id"] for row in doors.api.get("/tickets", per_page=100) if row["fr_escalated"])
    ticket = f"{desk.mailbox_url}/tickets/{late}"
    asked = next(contact for contact in CAST if contact.outcome.score is None and contact.way == "mail" and contact.language == "fi")
    survey = next(letter for letter in doors.letters("email", asked.handle) if letter.survey_link)
    shots.take(desk.mailbox_url, folder / "mailbox.png", Screen(1100, 600, most=900))
    shots.take(f"{desk.mailbox_url}/mail/{survey.id}", folder / "mail.png", Screen(1100, 600, most=900))
    shots.take(ticket, folder / "ticket.png", Screen(1100, 600, most=1500))
    shots.take(ticket, folder / "receipt.png", Screen(1100, 300, most=700), anchor="receipt")
    shots.take(ticket, folder / "bill.png", Screen(1100, 600, most=1600), anchor="bill")
    shots.take(survey.survey_link, folder / "survey.png", PHONE)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m infra.tour", description=__doc__)
    parser.add_argument("--to", type=Path, default=ROOT / "docs" / "tour", help="folder of the pictures (default docs/tour)")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
