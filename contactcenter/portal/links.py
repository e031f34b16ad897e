"""Signed addresses of the patrons' own pages, and the sealed birth of a form."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from contactcenter.seal import Seal

_ID_BYTES = 8
_TIME_BYTES = 8
_NONCE_BYTES = 16


class InquiryLinks:
    """`/t/{token}`: whoever has it may read and write in that one inquiry. One ticket, one address."""

    def __init__(self, secret: bytes) -> None:
        self._seal = Seal(secret, "inquiry page")

    def path(self, ticket_id: int) -> str:
        """The address of an inquiry's page on this site."""
        return f"/t/{self._seal.close(ticket_id.to_bytes(_ID_BYTES, 'big'))}"

    def ticket(self, token: str) -> int | None:
        """The ticket that an address proves, or None."""
        content = self._seal.open(token)
        return int.from_bytes(content, "big") if content is not None and len(content) == _ID_BYTES else None


@dataclass(frozen=True, slots=True)
class Born:
    """When a form was shown (seconds since 1970)."""

    at: float


class FormSeals:
    """The hidden number of a form: makes a double submit one inquiry, and tells how long somebody took."""

    def __init__(self, secret: bytes) -> None:
        self._seal = Seal(secret, "form")

    def new(self, now: datetime) -> str:
        born = int(now.timestamp() * 1000)
        return self._seal.close(born.to_bytes(_TIME_BYTES, "big") + secrets.token_bytes(_NONCE_BYTES))

    def read(self, sealed: str) -> Born | None:
        """When the form was made, or None when it was not made here."""
        content = self._seal.open(sealed)
        if content is None or len(content) != _TIME_BYTES + _NONCE_BYTES:
            return None
        return Born(int.from_bytes(content[:_TIME_BYTES], "big") / 1000)
