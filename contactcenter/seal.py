"""Sealing: a short text that only we can have written, for tokens, file links and uploads.

A seal is `payload.mac`, both base64url without padding; the MAC is HMAC-SHA-256 (RFC 2104) under a
key of its own for each purpose, cut to 128 bits (RFC 2104, section 5). It hides nothing: what
must stay private does not go in. See docs/secret.md.
"""

from __future__ import annotations

import binascii
import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode

MAC_BYTES = 16
LONGEST_SEAL = 2_000
"""Characters; anything longer is refused unread."""


class Seal:
    """Seals payloads for one purpose; a seal for another purpose does not open here."""

    def __init__(self, secret: bytes, purpose: str) -> None:
        self._key = hmac.digest(secret, f"contactcenter {purpose}".encode(), hashlib.sha256)

    def close(self, payload: bytes) -> str:
        """The payload with its proof, safe in a URL."""
        return f"{_write(payload)}.{_write(self._mac(payload))}"

    def open(self, sealed: object) -> bytes | None:
        """The payload, or None when it was not sealed by us. Compares in constant time."""
        if not isinstance(sealed, str) or len(sealed) > LONGEST_SEAL:
            return None
        body, dot, proof = sealed.partition(".")
        if not dot:
            return None
        payload, mac = _read(body), _read(proof)
        if payload is None or mac is None or not hmac.compare_digest(mac, self._mac(payload)):
            return None
        return payload

    def _mac(self, payload: bytes) -> bytes:
        return hmac.digest(self._key, payload, hashlib.sha256)[:MAC_BYTES]


def _write(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _read(text: str) -> bytes | None:
    try:
        data = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return None
    # One seal has one spelling: a decoder that skips stray characters would accept many.
    return data if _write(data) == text else None
