"""The chat token: what a browser keeps to come back to its conversation.

It holds the ticket's number and a random key of this browser, sealed; nothing about the person.
Who has it may read and write in that one conversation: it is sent in the socket's `auth` and in
an Authorization header, never in an address, and never logged.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from contactcenter.seal import Seal

KEY_BYTES = 16
_ID_BYTES = 8


@dataclass(frozen=True, slots=True)
class ChatToken:
    """A conversation, proved. `key` tells two browsers of one conversation apart."""

    ticket_id: int
    key: bytes


class ChatTokens:
    """Makes and checks chat tokens under one secret."""

    def __init__(self, secret: bytes) -> None:
        self._seal = Seal(secret, "chat token")

    def issue(self, ticket_id: int) -> str:
        """A new token for a ticket; each call makes another key."""
        return self._seal.close(ticket_id.to_bytes(_ID_BYTES, "big") + secrets.token_bytes(KEY_BYTES))

    def check(self, token: object) -> ChatToken | None:
        """What the token proves, or None. Constant time for any two tokens of one length."""
        payload = self._seal.open(token)
        if payload is None or len(payload) != _ID_BYTES + KEY_BYTES:
            return None
        return ChatToken(int.from_bytes(payload[:_ID_BYTES], "big"), payload[_ID_BYTES:])
