"""Mail out: composed, signed, handed to the relay by SMTP (RFC 5321, RFC 3207)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace

from aiosmtplib.errors import SMTPException, SMTPResponseException, SMTPServerDisconnected

from contactcenter import clock
from contactcenter.channels.email.compose import POLICY, WrongAddress, compose, mailbox
from contactcenter.channels.email.failures import explain
from contactcenter.channels.email.pool import Connection, Pool
from contactcenter.channels.email.sign import Signer
from contactcenter.envelope import BlobRef, Letter, Outbound, Receipt, SendError
from contactcenter.settings import Settings

ATTEMPT_S = 240.0
"""An attempt ends within this, while the outbox renews its short lease: two workers never send one
delivery at once."""
BYTES_PER_S = 200_000
"""The slowest relay that is waited for while it takes a large mail."""
ReadBlob = Callable[[BlobRef], Awaitable[bytes]]
CLOSING = 421
"""RFC 5321 3.8: the server ends the session, perhaps because it was idle too long."""


def _no_page(_ticket_id: int) -> str:
    return ""


class _Broken(Exception):
    """The session ended before the mail was begun: beginning anew cannot double it."""

    def __init__(self, why: Exception) -> None:
        super().__init__(str(why))
        self.why = why


class SmtpSender:
    """Delivers by the relay of the settings.

    `read` fetches attachments that are stored elsewhere; `page` gives a ticket's address on the web, or "".
    """

    def __init__(self, settings: Settings, secret: bytes, *, read: ReadBlob | None = None,
                 page: Callable[[int], str] = _no_page, now: clock.Clock = clock.now) -> None:
        mail = settings.mail
        self._timeout_s = mail.smtp.timeout_s
        self._library = settings.library
        self._read = read
        self._page = page
        self._now = now
        self._signer = Signer(secret, mail.address)
        self._pool = Pool(mail.smtp, hello=self._signer.domain)

    async def send(self, message: Outbound) -> Receipt:
        """Deliver one message. Raises `SendError`."""
        try:
            letter = await self._compose(message)
        except Exception as error:
            raise explain(error) from error
        return await self.post(letter)

    async def post(self, letter: Letter) -> Receipt:
        """Hand a mail over that is ready for the wire (another channel's, say). Raises `SendError`."""
        try:
            async with self._pool.slot(), asyncio.timeout(ATTEMPT_S):
                connection = await self._begin(letter)
                return await self._data(connection, letter)
        except Exception as error:
            raise explain(error) from error

    async def close(self) -> None:
        """Part from the relay."""
        await self._pool.close()

    async def _compose(self, message: Outbound) -> Letter:
        files = [replace(file, data=await self._bytes(file.data)) for file in message.attachments]
        try:
            to = mailbox(message.to).addr_spec
            composed = compose(replace(message, attachments=tuple(files)), signer=self._signer, library=self._library,
                               now=self._now(), page=self._page(message.ticket_id))
        except WrongAddress as error:
            raise SendError("wrong_address", str(error), permanent=True) from error
        # Bounces come back to the ticket and tell for whom. RFC 3834 allows an address of this kind, one that
        # answers nothing automatically, in place of the empty one, which many relays refuse.
        sender = self._signer.return_path(ticket_id=message.ticket_id, delivery_id=message.delivery_id)
        utf8 = not (to.isascii() and sender.isascii())
        return Letter(composed.as_bytes(policy=POLICY.clone(utf8=True) if utf8 else POLICY), sender, to, utf8)

    async def _bytes(self, data: bytes | BlobRef) -> bytes:
        if isinstance(data, bytes):
            return data
        if self._read is None:
            raise SendError("attachment", "An attachment is stored and there is no way to read it.")
        try:
            return await self._read(data)
        except (OSError, LookupError) as error:
            raise SendError("attachment", "An attachment could not be read.") from error

    async def _begin(self, letter: Letter) -> Connection:
        """A session that has taken the envelope; a broken one is replaced once."""
        why: Exception = SMTPServerDisconnected("The relay hung up.")
        for fresh in (False, True):
            connection = await self._pool.take(fresh=fresh)
            try:
                return await self._envelope(connection, letter)
            except _Broken as broken:
                why = broken.why
        raise why

    async def _envelope(self, connection: Connection, letter: Letter) -> Connection:
        """MAIL and RCPT. Raises `_Broken` when the session ended meanwhile."""
        smtp = connection.smtp
        try:
            if smtp.is_ehlo_or_helo_needed:
                await smtp.ehlo()
            encoding = "utf-8" if letter.utf8 else "ascii"
            await smtp.mail(letter.sender, options=self._options(connection, letter), encoding=encoding)
            await smtp.rcpt(letter.to, encoding=encoding)
        except SMTPResponseException as error:
            if error.code == CLOSING:
                smtp.close()
                raise _Broken(error) from error
            await self._reset(connection)
            raise
        except (SMTPServerDisconnected, ConnectionError) as error:
            smtp.close()
            raise _Broken(error) from error
        except SendError:
            await self._reset(connection)
            raise
        except BaseException:
            smtp.close()
            raise
        return connection

    def _options(self, connection: Connection, letter: Letter) -> list[str]:
        """The parameters of MAIL: the size (RFC 1870) and SMTPUTF8."""
        smtp, size, options = connection.smtp, len(letter.content), []
        if smtp.supports_extension("size"):
            limit = smtp.esmtp_extensions.get("size", "")
            if limit.isdigit() and 0 < int(limit) < size:
                raise SendError("too_big", f"The relay takes mails of up to {limit} bytes; this one has {size}.",
                                permanent=True)
            options.append(f"SIZE={size}")
        if letter.utf8:
            if not smtp.supports_extension("smtputf8"):
                raise SendError("unsupported", "The relay cannot write to this address (SMTPUTF8).", permanent=True)
            options.append("SMTPUTF8")
        return options

    async def _data(self, connection: Connection, letter: Letter) -> Receipt:
        """The mail itself. Once begun it is never begun again here: the relay may have taken it."""
        wait = self._timeout_s + len(letter.content) / BYTES_PER_S
        try:
            response = await connection.smtp.data(letter.content, timeout=wait)
        except SMTPResponseException:
            await self._reset(connection)
            raise
        except BaseException:
            connection.smtp.close()
            raise
        await self._pool.give_back(connection)
        return Receipt(remote_id=" ".join(response.message.split())[:200])

    async def _reset(self, connection: Connection) -> None:
        """After a refusal the session is as good as new (RSET), or it is over."""
        with suppress(SMTPException, OSError):
            if connection.smtp.is_connected:
                await connection.smtp.rset()
                await self._pool.give_back(connection)
                return
        connection.smtp.close()
