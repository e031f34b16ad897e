"""Random tokens and what is kept of them: 256 bits cannot be guessed, so SHA-256 is hash enough."""

from __future__ import annotations

import hashlib
import secrets

TOKEN_BYTES = 32


def new_token() -> str:
    """A URL-safe token of 43 characters."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hashed(token: str) -> str:
    """What the database keeps: the token itself is nowhere but with its owner."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
