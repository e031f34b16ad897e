"""Signed Message-IDs and reply addresses: what alone threads a stranger's mail into a ticket (law 10).

`<t.{ticket}.{delivery}.{mac}@domain>` and `help+t{ticket}.{mac}@domain` (RFC 5233 subaddress); what cannot be delivered
comes back to `help+b{ticket}.{delivery}.{mac}@domain`, which says to whom it was sent. The mac
is HMAC-SHA256 (RFC 2104) cut to 80 bits and written in base32, which survives being lower-cased.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable

MAC_BYTES = 10
"""80 bits: RFC 2104 section 5 allows half of the hash or 80 bits, and nobody can try them but by mail."""
MAX_CANDIDATES = 200
"""So many signatures of one mail are checked; a forger's ten thousand are not."""
_MESSAGE_ID = re.compile(r"\bt\.(\d{1,18})\.(\d{1,18})\.([a-z2-7]{16})@", re.IGNORECASE)
_RETURN = re.compile(r"\+b(\d{1,18})\.(\d{1,18})\.([a-z2-7]{16})(?=@|$)", re.IGNORECASE)
_LOCAL_CHARS = 64
"""RFC 5321 4.5.3.1.1."""
_REPLY = re.compile(r"\+t(\d{1,18})\.([a-z2-7]{16})(?=@|$)", re.IGNORECASE)


class Signer:
    """Makes and checks signatures for one desk address. `secret`: at least 16 bytes."""

    def __init__(self, secret: bytes, address: str) -> None:
        if len(secret) < 16:  # noqa: PLR2004
            raise ValueError("The signing key needs at least 16 bytes.")
        self.local, _, self.domain = address.rpartition("@")
        # A key of its own for each purpose: no signature of one kind can serve as another.
        self._message_key = hmac.digest(secret, b"contactcenter e-mail message-id", hashlib.sha256)
        self._return_key = hmac.digest(secret, b"contactcenter e-mail return path", hashlib.sha256)
        self._reply_key = hmac.digest(secret, b"contactcenter e-mail reply address", hashlib.sha256)

    def message_id(self, *, ticket_id: int, delivery_id: int) -> str:
        """The Message-ID of a delivery, the same on every attempt."""
        mac = _mac(self._message_key, f"{ticket_id}.{delivery_id}")
        return f"<t.{ticket_id}.{delivery_id}.{mac}@{self.domain}>"

    def reply_address(self, ticket_id: int) -> str:
        """The address whose mail belongs to a ticket."""
        return f"{self.local}+t{ticket_id}.{_mac(self._reply_key, str(ticket_id))}@{self.domain}"

    def return_path(self, *, ticket_id: int, delivery_id: int) -> str:
        """The envelope sender of a delivery: whoever reports that it failed tells for which recipient.

        Where the desk's own name leaves no room for that, the ticket's reply address.
        """
        mac = _mac(self._return_key, f"{ticket_id}.{delivery_id}")
        local = f"{self.local}+b{ticket_id}.{delivery_id}.{mac}"
        return f"{local}@{self.domain}" if len(local) <= _LOCAL_CHARS else self.reply_address(ticket_id)

    def returned(self, addresses: Iterable[str]) -> list[tuple[int, int]]:
        """The (ticket, delivery) pairs proved by return paths, in order, each once."""
        return self._pairs(_RETURN, self._return_key, addresses)

    def deliveries(self, ids: Iterable[str]) -> list[tuple[int, int]]:
        """The (ticket, delivery) pairs proved by Message-IDs, in order, each once."""
        return self._pairs(_MESSAGE_ID, self._message_key, ids)

    def tickets(self, addresses: Iterable[str]) -> list[int]:
        """The tickets proved by reply addresses, in order, each once."""
        found: dict[int, None] = {}
        for match in _first(_REPLY, addresses):
            if hmac.compare_digest(_mac(self._reply_key, match[1]), match[2].lower()):
                found.setdefault(int(match[1]))
        return list(found)

    @staticmethod
    def _pairs(pattern: re.Pattern[str], key: bytes, texts: Iterable[str]) -> list[tuple[int, int]]:
        found: dict[tuple[int, int], None] = {}
        for match in _first(pattern, texts):
            if hmac.compare_digest(_mac(key, f"{match[1]}.{match[2]}"), match[3].lower()):
                found.setdefault((int(match[1]), int(match[2])))
        return list(found)


def _first(pattern: re.Pattern[str], texts: Iterable[str]) -> list[re.Match[str]]:
    matches: list[re.Match[str]] = []
    for text in texts:
        for match in pattern.finditer(text):
            matches.append(match)
            if len(matches) >= MAX_CANDIDATES:
                return matches
    return matches


def _mac(key: bytes, what: str) -> str:
    digest = hmac.digest(key, what.encode("ascii", "replace"), hashlib.sha256)
    return base64.b32encode(digest[:MAC_BYTES]).decode("ascii").lower()
