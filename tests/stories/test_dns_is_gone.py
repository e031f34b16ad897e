"""The relay's name cannot be found for a while: Amina's answer waits, Rosa sees why, and then it leaves, once."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import pytest
from sqlalchemy import select

from contactcenter.envelope import Raw
from contactcenter.outbox import backoff
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.settings import Mail
from tests.channels.email.mailbox.boxes import letter, until
from tests.library import Library, open_library
from tests.neighbours.smtp import SmtpSink

RELAY = "relay.library.example"


async def test_amina_is_answered_once_the_name_is_found(
    database_url: str, tmp_path: Path, smtp_sink: SmtpSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = [True]
    look_up = socket.getaddrinfo

    def resolver(host: str, *rest: object, **more: object) -> object:
        if host != RELAY:
            return look_up(host, *rest, **more)  # type: ignore[arg-type]
        if gone[0]:
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return look_up("127.0.0.1", *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    monkeypatch.setitem(backoff.BY_CODE, "dns", backoff._pauses(1 / 100))
    mail = Mail.model_validate({
        "undo_s": 0, "smtp": {"host": RELAY, "port": smtp_sink.port, "security": "none"},
    })
    async with open_library(tmp_path, database_url=database_url, mail=mail) as library:
        amina = await library.house.desk.accept_now(Raw("email", letter("renewal")))
        assert amina.ticket_id is not None
        await library.answer("Rosa", amina.ticket_id, "Yes, until June.")

        async def delayed() -> bool:
            return {(row.state, row.code) for row in await _ways(library)} == {("delayed", "dns")}

        await until(delayed)
        assert (await library.ticket(amina.ticket_id)).trouble is None  # it has not been given up
        gone[0] = False

        async def sent() -> bool:
            return {row.state for row in await _ways(library)} == {"sent"}

        await until(sent)
        ways = await _ways(library)
    mails = await asyncio.to_thread(smtp_sink.wait, len(ways))
    assert len({one.message["Message-ID"] for one in mails}) == len(mails) == len(ways) == 2
    assert max(row.attempts for row in ways) > 1


async def _ways(library: Library) -> list[DeliveryRow]:
    async with library.house.database.read() as session:
        return list((await session.execute(select(DeliveryRow))).scalars())
