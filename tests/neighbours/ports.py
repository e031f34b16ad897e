"""Ports for servers that are told theirs before they listen."""

from __future__ import annotations

import random
import socket

FIRST, LAST = 15_000, 32_000
"""Below what the system gives to outgoing connections (from 32,768 on Linux): one of those may not take it meanwhile."""
_random = random.SystemRandom()


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on just now, and hardly anybody will before its server does."""
    while True:
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", _random.randrange(FIRST, LAST)))
            except OSError:
                continue
            return int(probe.getsockname()[1])
