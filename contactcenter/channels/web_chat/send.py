"""An answer that no screen has shown: by e-mail, where the patron left an address.

A chat's answer is on the patron's screen the moment it is written. The outbox makes its delivery due
only after a while; one that was seen by then is delivered already and never comes here.
"""

from __future__ import annotations

from dataclasses import replace

from contactcenter.envelope import Outbound, Receipt, Sender, SendError


class UnseenSender:
    """Hands what was not seen to the sender of mail. The recipient is an address, or the chat itself."""

    def __init__(self, by_mail: Sender) -> None:
        self._by_mail = by_mail

    async def send(self, message: Outbound) -> Receipt:
        """Send by e-mail. Raises `SendError("patron_left")` where there is no address."""
        if message.to.kind != "email":
            raise SendError("patron_left", "The patron left before reading this, and gave no address.", permanent=True)
        return await self._by_mail.send(replace(message, channel="email"))

    async def close(self) -> None:
        """Nothing of its own to close."""
