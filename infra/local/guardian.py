"""Stands between the desk and the emulator: once the desk is gone, however it went, the emulator is told to save and stop.

Run as `python -m infra.local.guardian COMMAND…` with a pipe as standard input; the kernel closes the pipe with the desk.
"""

import os
import select
import signal
import subprocess
import sys
from types import FrameType

SECONDS_TO_SAVE = 20


def main() -> int:
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGINT, _leave)
    child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL)
    try:
        while child.poll() is None and not _desk_is_gone():
            pass
    finally:
        _stop(child)
    return child.returncode


def _desk_is_gone() -> bool:
    readable, _, _ = select.select([sys.stdin], [], [], 0.2)
    return bool(readable) and not os.read(sys.stdin.fileno(), 1024)


def _leave(signum: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + signum)


def _stop(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(SECONDS_TO_SAVE)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


if __name__ == "__main__":
    sys.exit(main())
