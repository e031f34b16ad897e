"""Our own mark on a fax, by which the gateway's report on it is known: `F123-abcdefghijklmnop`.

It travels in the Subject of the mail to the gateway, never on a page. The mac is HMAC-SHA256 (RFC 2104) cut to 80
bits and written in base32, which survives being lower-cased; nobody but the gateway can have read it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re

MAC_BYTES = 10
MOST_LOOKED_AT = 20
_REFERENCE = re.compile(r"(?<![A-Za-z0-9])F(\d{1,18})-([a-z2-7]{16})(?![a-z2-7])", re.IGNORECASE | re.ASCII)


class References:
    """Makes and checks references. `secret`: the house's key."""

    def __init__(self, secret: bytes) -> None:
        # A key of its own: no signature of another purpose can serve as one.
        self._key = hmac.digest(secret, b"contactcenter fax reference", hashlib.sha256)

    def of(self, delivery_id: int) -> str:
        """The reference of a delivery, the same on every attempt."""
        return f"F{delivery_id}-{self._mac(str(delivery_id))}"

    def found(self, text: str) -> list[int]:
        """The deliveries whose references stand in a text, in order, each once."""
        proved: dict[int, None] = {}
        for looked_at, match in enumerate(_REFERENCE.finditer(text)):
            if looked_at == MOST_LOOKED_AT:
                break
            if hmac.compare_digest(self._mac(match[1]), match[2].lower()):
                proved.setdefault(int(match[1]), None)
        return list(proved)

    def _mac(self, what: str) -> str:
        digest = hmac.digest(self._key, what.encode("ascii", "replace"), hashlib.sha256)
        return base64.b32encode(digest[:MAC_BYTES]).decode("ascii").lower()
