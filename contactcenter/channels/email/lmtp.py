"""The LMTP door (RFC 2033): the SMTP door's conversation, with an answer for each recipient after the mail.

A mail is kept once, whoever it is for, so all its recipients get one answer; that there are as many
answers as recipients is what a delivering server counts on.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import structlog
from aiosmtpd.smtp import SMTP, Envelope, Session

from contactcenter.channels.email.receive import BACKLOG, Door
from contactcenter.channels.email.session import Answers, Conversation, Load
from contactcenter.envelope import Desk
from contactcenter.settings import Settings

log = structlog.get_logger(__name__)
SOCKET_MODE = 0o660
"""Whoever may write to the socket may deliver: the service's user and group."""


class LmtpConversation(Conversation):
    """A connection to the LMTP door."""

    def __init__(self, door: Door) -> None:
        super().__init__(door)
        self.event_handler = LmtpAnswers(door)
        self._handle_hooks["DATA"] = self.event_handler.handle_DATA
        self._handle_hooks["EHLO"] = self.event_handler.handle_EHLO

    async def smtp_LHLO(self, arg: str) -> None:  # noqa: N802  aiosmtpd finds commands by name
        """RFC 2033 4.1: LHLO with the semantics of EHLO."""
        await super().smtp_EHLO(arg)

    async def smtp_EHLO(self, arg: str) -> None:  # noqa: N802
        """RFC 2033 4.1: not with a 2xx."""
        await self.push("500 5.5.1 This is LMTP: say LHLO")

    async def smtp_HELO(self, arg: str) -> None:  # noqa: N802
        """The same."""
        await self.smtp_EHLO(arg)

    async def _read_data(self, load: Load) -> tuple[bytearray, str]:
        content, refusal = await super()._read_data(load)
        return content, _for_each(self.envelope, refusal) if refusal else ""


class LmtpAnswers(Answers):
    """What the LMTP door says otherwise than the SMTP door."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        try:
            answer = await super().handle_DATA(server, session, envelope)
        except Exception as error:  # noqa: BLE001  # a single answer here would stand for the first recipient alone
            answer = await self.handle_exception(error)
        return _for_each(envelope, answer)


class LmtpDoor(Door):
    """A listening LMTP door. Make it with `start`."""

    async def listen_at(self, path: Path) -> None:
        """Begin to take mail at a Unix socket. Raises `OSError`."""
        # A socket that a killed process left is taken away first.
        self._server = await asyncio.get_running_loop().create_unix_server(self._meet, str(path), backlog=BACKLOG)
        await asyncio.to_thread(path.chmod, SOCKET_MODE)
        log.info("lmtp.listening", path=str(path))

    def _meet(self) -> asyncio.Protocol | Conversation:
        if self.closing or len(self._open) >= self._max_connections:
            return super()._meet()  # turns it away
        conversation = LmtpConversation(self)
        self._open.add(conversation)
        return conversation


def _for_each(envelope: Envelope | None, answer: str) -> str:
    """RFC 2033 4.2: after the final dot one reply for each recipient that was taken, in their order."""
    return "\r\n".join([answer] * max(len(envelope.rcpt_tos) if envelope else 1, 1))


async def start(desk: Desk, settings: Settings) -> LmtpDoor:
    """Open the door at `settings.mail.lmtp.listen`. Raises `OSError` when the address cannot be had."""
    listen = settings.mail.lmtp.listen
    door = LmtpDoor(desk, settings.mail)
    if listen.startswith("unix:"):
        await door.listen_at(Path(listen.removeprefix("unix:")))
    else:
        host, _, port = listen.rpartition(":")
        await door.listen(host.strip("[]"), int(port))
    return door
