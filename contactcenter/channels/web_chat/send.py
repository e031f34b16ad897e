"""When an answer in a chat was not seen: it goes by e-mail where the patron left an address.

An answer is on an open screen at once (`deliver.py`), and a seen one is settled by `Desk.seen`. The
outbox comes here only with one that stayed unseen for a while.
"""

from __future__ import annotations

from contactcenter.envelope import Outbound, Receipt, Sender


class ChatSender:
    """Sends unseen answers on. `by_email` is the e-mail channel's sender."""

    def __init__(self, by_email: Sender | None = None) -> None:
        self._by_email = by_email

    async def send(self, message: Outbound) -> Receipt:
        """Raises `SendError` as e-mail does. Without an address the answer waits in the conversation."""
        if self._by_email is not None and message.to.kind == "email":
            return await self._by_email.send(message)
        return Receipt("waits in the conversation")

    async def close(self) -> None:
        """Nothing of its own to close."""
