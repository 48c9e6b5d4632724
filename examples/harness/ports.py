"""Free ports, without a race between the processes that ask for them.

Every process that runs tests claims a block of a hundred ports and hands out ports of its own
block only. The claim is a socket bound to the block's first port: the system lets one process bind
it, and frees it when that process ends, however it ends. All ports have four digits and lie below
the range from which the system takes ports for outgoing connections, so that a port in a message is
as long as the 8000 of the text, and a port of a client can be told from one of a server.
"""

from __future__ import annotations

import atexit
import os
import socket
from pathlib import Path

HOST = "127.0.0.1"
SIZE = 100
BLOCKS = [first for first in range(3100, 9900, SIZE) if first != 8000]
"""The first port of each block. 8000 to 8099 are left to the reader's own servers."""


class NoFreePort(RuntimeError):
    """Every block of ports is claimed, or every port of the claimed ones is in use."""


def _bind(port: int) -> socket.socket | None:
    """Return a socket bound to ``port``, or None if anything at all still uses that port."""
    # Without SO_REUSEADDR a port counts as used while old connections linger on it, so even a
    # server that does not set the option can have the port.
    claim = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        claim.bind((HOST, port))
    except OSError:
        claim.close()
        return None
    return claim


class Ports:
    """The ports that one process may use."""

    def __init__(self, blocks: list[int] | None = None) -> None:
        """Claim nothing yet. ``blocks`` are the first ports of the blocks to choose from."""
        self.blocks = BLOCKS if blocks is None else blocks
        self.claims: dict[int, socket.socket] = {}
        self._turn = 0

    def _claim(self) -> bool:
        """Claim one more block; False if there is none left."""
        # Processes that start together have different ids, so they seldom try the same block.
        start = os.getpid() % len(self.blocks)
        for first in self.blocks[start:] + self.blocks[:start]:
            if first not in self.claims and (claim := _bind(first)) is not None:
                self.claims[first] = claim
                return True
        return False

    def free(self, avoid: str = "") -> int:
        """Return a free port that this process has not handed out lately.

        A port whose digits occur in the text ``avoid`` is passed over.
        Raises NoFreePort if there is none.
        """
        while self.claims or self._claim():
            ports = [port for first in self.claims for port in range(first + 1, first + SIZE)]
            for _ in ports:
                self._turn += 1
                port = ports[self._turn % len(ports)]
                if str(port) not in avoid and (probe := _bind(port)) is not None:
                    probe.close()
                    return port
            if not self._claim():
                break
        raise NoFreePort(
            f"no free port on {HOST} between {min(self.blocks)} and {max(self.blocks) + SIZE - 1}: "
            "stop servers or test runs that were left behind (ss -ltnp lists them) and try again"
        )

    def release(self) -> None:
        """Give all blocks back."""
        for claim in self.claims.values():
            claim.close()
        self.claims.clear()

    def __str__(self) -> str:
        """Return the claimed ports as ranges, for messages."""
        return ", ".join(f"{first}-{first + SIZE - 1}" for first in self.claims) or "none yet"


PORTS = Ports()
"""The ports of this process."""
atexit.register(PORTS.release)


def free_port() -> int:
    """Return a port of 127.0.0.1 that is free, and that no other test run will take."""
    return PORTS.free()


def listening(port: int) -> bool:
    """Tell whether something listens on ``port``, without connecting to it where that is possible.

    A server that answers one request and ends would take a connection for its request. Linux lists
    the listening sockets in /proc/net/tcp (state 0A, port in hexadecimal); elsewhere we connect.
    """
    tables = []
    for name in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            tables.append(Path(name).read_text(encoding="ascii"))
        except OSError:
            continue
    if tables:
        wanted = f":{port:04X}"
        for line in "\n".join(tables).splitlines():
            fields = line.split()
            if len(fields) > 3 and fields[1].endswith(wanted) and fields[3] == "0A":
                return True
        return False
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
        client.settimeout(1)
        return client.connect_ex((HOST, port)) == 0
