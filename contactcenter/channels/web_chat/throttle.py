"""A token bucket for each address, in bounded memory.

A bucket holds `burst` tokens and gains one every `every_s` seconds; what is asked for when it is
empty is refused. Only addresses that asked lately are remembered, and never more than `most`: the
one that asked longest ago is forgotten first, which can only be in its favour.
"""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable

MOST_ADDRESSES = 10_000
_IPV6_HOME_BITS = 64
"""One IPv6 customer owns at least this network; its addresses are one address here."""


class Throttle:
    """`monotonic` gives seconds; tests pass their own."""

    def __init__(
        self, *, burst: int, every_s: float, most: int = MOST_ADDRESSES, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._burst = float(burst)
        self._every = every_s
        self._most = most
        self._monotonic = monotonic
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, address: str) -> bool:
        """Take a token; False when the address must wait. This machine itself is never held up."""
        key = _home(address)
        if key is None:
            return True
        now = self._monotonic()
        tokens, at = self._buckets.pop(key, (self._burst, now))
        tokens = min(self._burst, tokens + (now - at) / self._every)
        allowed = tokens >= 1
        self._buckets[key] = (tokens - 1 if allowed else tokens, now)
        while len(self._buckets) > self._most:
            self._buckets.popitem(last=False)
        return allowed

    def __len__(self) -> int:
        return len(self._buckets)


def _home(address: str) -> str | None:
    """What is counted as one asker; None for this machine (simulators, health checks, benches)."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            parsed = parsed.ipv4_mapped
        elif not parsed.is_loopback:
            return str(ipaddress.ip_network((parsed, _IPV6_HOME_BITS), strict=False))
    return None if parsed.is_loopback else str(parsed)
