"""Where a delivery goes: whoever is slow or dead there must not hold up what goes elsewhere."""

from __future__ import annotations

from contactcenter.envelope import Address

PLACE_CHARS = 255
"""RFC 1035 2.3.4: no domain is longer."""


def place_of(to: Address) -> str:
    """An e-mail's domain; for other ways, the way itself."""
    if to.kind == "email" and "@" in to.value:
        return to.value.rpartition("@")[2].strip().rstrip(".").casefold()[:PLACE_CHARS]
    return to.kind
