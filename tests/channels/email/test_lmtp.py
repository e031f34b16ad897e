"""The LMTP door, spoken to by the standard library's client and by hand."""

from __future__ import annotations

import asyncio
import smtplib
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from contactcenter.channels.email.lmtp import LmtpDoor, start
from contactcenter.settings import Mail, Settings, SettingsError, load
from tests.channels.email.desk import KeepingDesk
from tests.channels.email.mails import mail
from tests.neighbours import dovecot

MAIL = mail().replace(b"\n", b"\r\n")
BOTH = ["help@library.example", "law@library.example"]


@asynccontextmanager
async def opened(desk: KeepingDesk, listen: str = "127.0.0.1:0", **limits: int) -> AsyncIterator[LmtpDoor]:
    door = await start(desk, Settings(mail=Mail.model_validate({"lmtp": {"listen": listen}, **limits})))
    yield door
    await door.close()


async def talk(door: LmtpDoor, *lines: bytes, data: bytes = MAIL) -> list[str]:
    """Say these lines and then, after DATA's 354, the mail; every answer that came until QUIT."""
    reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
    answers = [(await reader.readline()).decode().strip()]
    for line in lines:
        writer.write(line + b"\r\n")
        if line == b"DATA":
            answers.append((await reader.readline()).decode().strip())
            writer.write(data + b"\r\n.\r\n")
    writer.write(b"QUIT\r\n")
    answers += [line.decode().strip() for line in (await reader.read()).splitlines()]
    writer.close()
    return answers


def to(*recipients: str) -> list[bytes]:
    return [b"LHLO mx", b"MAIL FROM:<amina@uni.example>", *(f"RCPT TO:<{one}>".encode() for one in recipients), b"DATA"]


def after_the_mail(answers: list[str]) -> list[str]:
    return [line[:3] for line in answers if not line.startswith(("250-", "250 HELP", "250 2.1", "220", "354", "221"))]


async def test_each_recipient_has_an_answer_once_the_mail_is_committed() -> None:
    desk = KeepingDesk()
    async with opened(desk) as door:
        desk.open.clear()
        talking = asyncio.create_task(talk(door, *to(*BOTH)))
        while not desk.waiting:
            await asyncio.sleep(0.01)
        assert not talking.done()
        desk.open.set()
        answers = await talking
    assert [line for line in answers if "Kept as" in line] == ["250 2.0.0 Kept as 1"] * 2
    (raw,) = desk.kept
    assert raw.meta["rcpt_to"] == ",".join(BOTH)
    assert raw.meta["mail_from"] == "amina@uni.example"
    assert raw.data == MAIL + b"\r\n"


async def test_an_unknown_recipient_gets_its_answer_before_the_mail_and_none_after() -> None:
    async with opened(KeepingDesk()) as door:
        answers = await talk(door, *to("help@library.example", "nobody@library.example"))
    assert after_the_mail(answers) == ["550", "250"]


@pytest.mark.parametrize(("fault", "code"), [("shut", "451"), ("broken", "451")])
async def test_a_mail_that_is_not_kept_is_refused_for_each(fault: str, code: str) -> None:
    desk = KeepingDesk()
    async with opened(desk) as door:
        accept = desk.accept

        async def failing(raws: object) -> list[object]:
            setattr(desk, fault, True)
            return await accept(raws)  # type: ignore[arg-type,return-value]

        desk.accept = failing  # type: ignore[method-assign,assignment]
        assert after_the_mail(await talk(door, *to(*BOTH))) == [code, code]
    assert not desk.kept


async def test_a_mail_too_large_and_an_empty_one_are_refused_for_each() -> None:
    async with opened(KeepingDesk(), max_message_bytes=2000) as door:
        assert after_the_mail(await talk(door, *to(*BOTH), data=b"x" * 3000)) == ["552", "552"]
        assert after_the_mail(await talk(door, *to(*BOTH), data=b" ")) == ["554", "554"]


async def test_without_a_recipient_there_is_no_mail() -> None:
    async with opened(KeepingDesk()) as door:
        reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
        writer.write(b"LHLO mx\r\nMAIL FROM:<>\r\nRCPT TO:<nobody@library.example>\r\nDATA\r\nQUIT\r\n")
        said = (await reader.read()).decode()
        writer.close()
    assert "503" in said
    assert "354" not in said


@pytest.mark.parametrize("greeting", [b"EHLO mx", b"HELO mx"])
async def test_it_is_not_smtp(greeting: bytes) -> None:
    async with opened(KeepingDesk()) as door:
        assert (await talk(door, greeting))[1].startswith("500 ")


async def test_a_mail_server_delivers_by_a_unix_socket(tmp_path: Path) -> None:
    desk, path = KeepingDesk(), tmp_path / "lmtp"
    with socket.socket(socket.AF_UNIX) as left:  # by a process that was killed
        left.bind(str(path))

    def deliver() -> dict[str, tuple[int, bytes]]:
        with smtplib.LMTP(str(path)) as client:
            return client.sendmail("amina@uni.example", BOTH[:1], MAIL)  # it reads one answer only

    async with opened(desk, f"unix:{path}"):
        assert path.stat().st_mode & 0o777 == 0o660
        assert await asyncio.to_thread(deliver) == {}
    assert len(desk.kept) == 1


async def test_dovecot_hands_a_mail_for_two_over() -> None:
    if dovecot.executable() is None:
        pytest.skip(dovecot.MISSING)
    desk = KeepingDesk()
    async with opened(desk) as door:
        passdb = (
            "lmtp_proxy = yes\nauth_username_format = %Lu\n"
            f"passdb {{\n  driver = static\n  args = proxy=y host=127.0.0.1 port={door.port} nopassword=y\n}}"
        )
        with dovecot.running(passdb=passdb) as server:
            reader, writer = await asyncio.open_connection("127.0.0.1", server.lmtp_port)
            writer.write(b"\r\n".join([*to(*BOTH), b""]))
            said = b""
            while b"\n354 " not in said:
                said += await reader.readline()
            writer.write(MAIL + b"\r\n.\r\n")
            answers = [await reader.readline(), await reader.readline()]
            writer.close()
    assert [line[:3] for line in answers] == [b"250", b"250"]
    (raw,) = desk.kept
    assert raw.meta["rcpt_to"] == ",".join(BOTH)


def test_where_to_listen_is_checked(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('[mail.lmtp]\nlisten = "here"\n')
    with pytest.raises(SettingsError, match=r"mail\.lmtp"):
        load(tmp_path)
