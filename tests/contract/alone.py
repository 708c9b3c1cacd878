"""Runs a command where the network is a loopback and nothing else: `python -m tests.contract.alone COMMAND…`.

DynamoDB Local listens on every interface; there it has one. Needs Linux and `unshare`, and no rights.
"""

import fcntl
import os
import socket
import struct
import sys

SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 0x1
INSIDE = "--inside"


def main() -> None:
    command = sys.argv[1:]
    if command[:1] != [INSIDE]:
        rights = [] if os.geteuid() == 0 else ["--map-root-user"]
        own = [sys.executable, "-m", "tests.contract.alone", INSIDE]
        os.execvp("unshare", ["unshare", *rights, "--net", *own, *command])
    switch_on("lo")
    os.execvp(command[1], command[1:])


def ways_out() -> list[str]:
    """Interfaces besides the loopback that are up."""
    return [name for _, name in socket.if_nameindex() if name != "lo" and flags(name) & IFF_UP]


def flags(name: str) -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        answer = fcntl.ioctl(any_socket, SIOCGIFFLAGS, struct.pack("16sH14x", name.encode(), 0))
    return int(struct.unpack("16sH14x", answer)[1])


def switch_on(name: str) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sH14x", name.encode(), flags(name) | IFF_UP))


if __name__ == "__main__":
    main()
