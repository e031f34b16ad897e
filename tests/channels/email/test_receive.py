"""The SMTP door, spoken to by a real client and by hand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiosmtplib
import pytest
import pytest_asyncio
import uvloop
from aiosmtpd.smtp import SMTP

from contactcenter.channels.email import session
from contactcenter.channels.email.collect import Collector
from contactcenter.channels.email.receive import Door, start
from contactcenter.channels.email.session import Conversation
from contactcenter.envelope import Raw, Unavailable
from contactcenter.settings import Mail, Settings
from tests.channels.email.desk import KeepingDesk, until
from tests.channels.email.mails import mail

MAIL = mail().replace(b"\n", b"\r\n")


@pytest.fixture
def desk() -> KeepingDesk:
    return KeepingDesk()


@asynccontextmanager
async def opened(desk: KeepingDesk, **limits: int) -> AsyncIterator[Door]:
    door = await start(desk, Settings(mail=Mail.model_validate({"listen": "127.0.0.1:0", **limits})))
    yield door
    await door.close()


@pytest_asyncio.fixture
async def door(desk: KeepingDesk) -> AsyncIterator[Door]:
    async with opened(desk) as made:
        yield made


@asynccontextmanager
async def client(door: Door) -> AsyncIterator[aiosmtplib.SMTP]:
    smtp = aiosmtplib.SMTP(
        hostname="127.0.0.1", port=door.port, start_tls=False, timeout=10, local_hostname="mx.patron.example"
    )
    await smtp.connect()
    yield smtp
    smtp.close()


async def post(
    door: Door, data: bytes = MAIL, *, to: str = "help@library.example", sender: str = "amina@patron.example"
) -> str:
    async with client(door) as smtp:
        return (await smtp.sendmail(sender, [to], data))[1]


class Wire:
    """A client by hand."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def answer(self) -> str:
        lines = []
        while True:
            line = (await asyncio.wait_for(self.reader.readline(), 10)).decode()
            lines.append(line)
            if line[3:4] != "-":
                return "".join(lines)

    async def say(self, *commands: str) -> str:
        answer = ""
        for command in commands:
            self.writer.write(command.encode("utf-8", "surrogateescape") + b"\r\n")
            answer = await self.answer()
        return answer


@asynccontextmanager
async def wire(door: Door) -> AsyncIterator[Wire]:
    reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
    made = Wire(reader, writer)
    yield made
    writer.close()
    await writer.wait_closed()


ENVELOPE = ("EHLO mx.patron.example", "MAIL FROM:<amina@patron.example>", "RCPT TO:<help@library.example>")


async def test_a_mail_is_kept_byte_for_byte(door: Door, desk: KeepingDesk) -> None:
    data = MAIL + b".\r\n..two dots\r\n\r\n\xff\xfe8-bit\r\n" + b"x" * 300_000 + b"\r\nlast line\r\n"
    await post(door, data)
    raw = desk.kept[0]
    assert raw.data == data
    assert raw.channel == "email"
    assert raw.meta == {
        "mail_from": "amina@patron.example",
        "rcpt_to": "help@library.example",
        "peer": "127.0.0.1",
        "helo": "mx.patron.example",
    }


async def test_250_only_after_the_commit(door: Door, desk: KeepingDesk) -> None:
    desk.open.clear()
    posting = asyncio.create_task(post(door))
    await until(lambda: desk.waiting)
    await asyncio.sleep(0.1)
    assert not posting.done()
    assert desk.kept == []
    desk.open.set()
    assert (await posting).startswith("2.0.0 Kept as 1")
    assert len(desk.kept) == 1


async def test_what_could_not_be_kept_comes_again(door: Door, desk: KeepingDesk) -> None:
    async with client(door) as smtp:
        await smtp.mail("amina@patron.example")
        await smtp.rcpt("help@library.example")
        desk.shut = True
        with pytest.raises(aiosmtplib.SMTPDataError) as refused:
            await smtp.data(MAIL)
        assert refused.value.code == 451
        desk.shut = False
        await smtp.sendmail("amina@patron.example", ["help@library.example"], MAIL)
    assert len(desk.kept) == 1


async def test_our_own_fault_is_temporary_too(door: Door, desk: KeepingDesk) -> None:
    desk.broken = True
    with pytest.raises(aiosmtplib.SMTPDataError) as refused:
        await post(door)
    assert refused.value.code == 451
    assert "fault" not in refused.value.message


async def test_an_unknown_recipient_is_refused(door: Door, desk: KeepingDesk) -> None:
    with pytest.raises(aiosmtplib.SMTPRecipientsRefused) as refused:
        await post(door, to="rosa@elsewhere.example")
    assert refused.value.recipients[0].code == 550
    assert desk.kept == []


async def test_a_recipient_that_cannot_be_looked_up_comes_again(door: Door, desk: KeepingDesk) -> None:
    desk.shut = True
    with pytest.raises(aiosmtplib.SMTPRecipientsRefused) as refused:
        await post(door)
    assert refused.value.recipients[0].code == 451


async def test_two_queues_one_mail(door: Door, desk: KeepingDesk) -> None:
    async with client(door) as smtp:
        await smtp.sendmail("amina@patron.example", ["help@library.example", "law@library.example"], MAIL)
    assert [raw.meta["rcpt_to"] for raw in desk.kept] == ["help@library.example,law@library.example"]


async def test_an_empty_sender_is_told_from_none(door: Door, desk: KeepingDesk) -> None:
    await post(door, sender="")
    assert desk.kept[0].meta["mail_from"] == ""


async def test_too_large_is_refused_for_good() -> None:
    desk = KeepingDesk()
    async with opened(desk, max_message_bytes=10_000) as door, wire(door) as by_hand:
        await by_hand.answer()
        assert "SIZE 10000" in await by_hand.say("EHLO x")
        assert (await by_hand.say("MAIL FROM:<a@b.example> SIZE=10001")).startswith("552")
        assert (await by_hand.say(*ENVELOPE, "DATA")).startswith("354")
        assert (await by_hand.say("x" * 9_997 + "\r\n.\r\nNOOP")).startswith(
            "250 2.0.0"
        )  # exactly 10,000 with its CRLF
        assert (await by_hand.answer()).startswith("250")
        assert (await by_hand.say(*ENVELOPE, "DATA")).startswith("354")
        assert (await by_hand.say("x" * 10_000 + "\r\n.")).startswith("552")
        assert (await by_hand.say("NOOP")).startswith("250")
        assert door.bytes_in_flight == 0
    assert len(desk.kept) == 1


async def test_too_much_at_once_comes_again() -> None:
    desk = KeepingDesk()
    async with opened(desk, max_message_bytes=100_000, max_bytes_in_flight=150_000) as door:
        desk.open.clear()
        first = asyncio.create_task(post(door, MAIL + b"x" * 90_000 + b"\r\n"))
        await until(lambda: desk.waiting)
        async with client(door) as smtp:
            await smtp.mail("a@b.example")
            await smtp.rcpt("help@library.example")
            with pytest.raises(aiosmtplib.SMTPDataError) as refused:
                await smtp.data(MAIL + b"x" * 90_000 + b"\r\n")
        assert refused.value.code == 452
        async with wire(door) as by_hand:
            await by_hand.answer()
            assert (await by_hand.say("EHLO x", "MAIL FROM:<a@b.example> SIZE=90000")).startswith("452")
        desk.open.set()
        await first
        await post(door, MAIL + b"x" * 90_000 + b"\r\n")
        assert door.bytes_in_flight == 0
    assert len(desk.kept) == 2


async def test_too_many_connections_are_turned_away() -> None:
    async with opened(KeepingDesk(), max_connections=2) as door:
        async with wire(door) as one, wire(door) as two:
            assert (await one.answer()).startswith("220")
            assert (await two.answer()).startswith("220")
            async with wire(door) as three:
                assert (await three.answer()).startswith("421")
        await until(lambda: not door.connections)
        await post(door)


async def test_mails_that_wait_are_committed_together(door: Door, desk: KeepingDesk) -> None:
    desk.open.clear()
    first = asyncio.create_task(post(door))
    await until(lambda: desk.waiting)
    rest = [asyncio.create_task(post(door)) for _ in range(10)]
    await until(lambda: door.bytes_in_flight >= len(MAIL) * 11)
    await asyncio.sleep(0.05)
    desk.open.set()
    answers = await asyncio.gather(first, *rest)
    assert [len(each) for each in desk.sets] == [1, 10]
    assert len(set(answers)) == 11


async def test_what_the_door_does_not_do(door: Door) -> None:
    async with wire(door) as by_hand:
        await by_hand.answer()
        hello = await by_hand.say("EHLO x")
        assert {"8BITMIME", "SMTPUTF8", "PIPELINING"} <= {line[4:].strip() for line in hello.splitlines()}
        assert "AUTH" not in hello
        assert (await by_hand.say("VRFY help@library.example")).startswith("502")
        assert (await by_hand.say("EXPN readers")).startswith("502")
        assert (await by_hand.say("AUTH PLAIN AAAA")).startswith("502")
        assert (await by_hand.say("DATA")).startswith("503")
        assert (await by_hand.say("RCPT TO:<help@library.example>")).startswith("503")
        assert (await by_hand.say("NONSENSE")).startswith("500")


async def test_addresses_beyond_ascii(door: Door, desk: KeepingDesk) -> None:
    async with wire(door) as by_hand:
        await by_hand.answer()
        assert (await by_hand.say("EHLO x", "MAIL FROM:<李雷@例子.example> SMTPUTF8 BODY=8BITMIME")).startswith("250")
        assert (await by_hand.say("RCPT TO:<help@library.example>", "DATA")).startswith("354")
        assert (await by_hand.say("Subject: 续借\r\n\r\n你好\r\n.")).startswith("250")
    assert desk.kept[0].meta["mail_from"] == "李雷@例子.example"
    assert desk.kept[0].data == "Subject: 续借\r\n\r\n你好\r\n".encode()


async def test_broken_bytes_in_an_address_are_refused(door: Door) -> None:
    async with wire(door) as by_hand:
        await by_hand.answer()
        assert (await by_hand.say(*ENVELOPE[:2], "RCPT TO:<h\udcffelp@library.example>")).startswith("553")


async def test_only_a_dot_between_full_line_ends_ends_a_mail(door: Door, desk: KeepingDesk) -> None:
    smuggled = "one\n.\nMAIL FROM:<x@y.example>\r\n.\nRCPT\n.\r\nend\r\n."
    async with wire(door) as by_hand:
        await by_hand.answer()
        await by_hand.say(*ENVELOPE, "DATA")
        assert (await by_hand.say(smuggled)).startswith("250")
    assert len(desk.kept) == 1
    assert desk.kept[0].data.endswith(b"\nend\r\n")
    assert b"RCPT\n.\r\n" in desk.kept[0].data


@pytest.mark.parametrize("pieces", [1, 3, 7])
async def test_a_mail_in_pieces_and_commands_behind_it(door: Door, desk: KeepingDesk, pieces: int) -> None:
    stream = ("\r\n".join(ENVELOPE) + "\r\nDATA\r\n..a\r\n.b\r\nc.\r\n.\r\nNOOP\r\n").encode()
    async with wire(door) as by_hand:
        for at in range(0, len(stream), pieces):
            by_hand.writer.write(stream[at : at + pieces])
            await by_hand.writer.drain()
            await asyncio.sleep(0)
        answers = [await by_hand.answer() for _ in range(7)]
    assert [answer[:3] for answer in answers] == ["220", "250", "250", "250", "354", "250", "250"]
    assert desk.kept[0].data == b".a\r\nb\r\nc.\r\n"


async def test_an_empty_mail_is_refused(door: Door, desk: KeepingDesk) -> None:
    async with wire(door) as by_hand:
        await by_hand.answer()
        await by_hand.say(*ENVELOPE, "DATA")
        assert (await by_hand.say(".")).startswith("554")
    assert desk.kept == []


async def test_a_connection_lost_within_a_mail_keeps_nothing(door: Door, desk: KeepingDesk) -> None:
    async with wire(door) as by_hand:
        await by_hand.answer()
        await by_hand.say(*ENVELOPE, "DATA")
        by_hand.writer.write(b"Subject: half")
        await by_hand.writer.drain()
    await until(lambda: not door.connections)
    assert desk.kept == []
    assert door.bytes_in_flight == 0


async def test_a_silent_client_is_hung_up_on(desk: KeepingDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "COMMAND_TIMEOUT_S", 0.2)
    monkeypatch.setattr(session, "DATA_TIMEOUT_S", 0.2)
    async with opened(desk) as door:
        async with wire(door) as idle:
            await idle.answer()
            assert await asyncio.wait_for(idle.reader.read(), 5) == b""
        async with wire(door) as dripping:
            await dripping.answer()
            await dripping.say(*ENVELOPE, "DATA")
            assert await asyncio.wait_for(dripping.reader.read(), 5) == b""
    assert desk.kept == []


async def test_closing_waits_for_a_commit(desk: KeepingDesk) -> None:
    async with opened(desk) as door:
        desk.open.clear()
        posting = asyncio.create_task(post(door))
        await until(lambda: desk.waiting)
        async with wire(door) as idle:
            await idle.answer()
            closing = asyncio.create_task(door.close())
            assert (await idle.answer()).startswith("421")
            assert not closing.done()
            desk.open.set()
            assert (await posting).startswith("2.0.0")
            await closing
    assert len(desk.kept) == 1
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", door.port)


def test_the_loop_the_product_runs_on() -> None:
    async def scenario() -> None:
        desk = KeepingDesk()
        async with opened(desk) as door:
            await asyncio.gather(*(post(door, MAIL + b"x" * 200_000 + b"\r\n") for _ in range(5)))
            async with wire(door) as idle:
                await idle.answer()
        assert len(desk.kept) == 5

    uvloop.run(scenario())


async def test_the_port_of_another_is_an_error(door: Door, desk: KeepingDesk) -> None:
    with pytest.raises(OSError, match="in use"):
        await start(desk, Settings(mail=Mail(listen=f"127.0.0.1:{door.port}")))


async def test_a_set_that_fails_is_refused_alone(desk: KeepingDesk) -> None:
    collector = Collector(desk)
    desk.shut = True
    with pytest.raises(Unavailable):
        await collector.put(Raw("email", b"one"))
    desk.shut = False
    assert (await collector.put(Raw("email", b"two"))).inbound_id == 1
    await collector.close()


async def test_a_gone_sender_does_not_stop_the_others(desk: KeepingDesk) -> None:
    collector = Collector(desk)
    desk.open.clear()
    gone = asyncio.create_task(collector.put(Raw("email", b"one")))
    await asyncio.sleep(0.01)
    stays = asyncio.create_task(collector.put(Raw("email", b"two")))
    await asyncio.sleep(0.01)
    gone.cancel()
    desk.open.set()
    assert (await stays).inbound_id == 2
    assert len(desk.kept) == 2


@pytest.mark.parametrize("arg", [
    "<amina@uni.example>", " <amina@uni.example> SIZE=12 BODY=8BITMIME", "<amina+t1.x=y@uni-bib.example>", "<>",
    "<@relay.example:amina@uni.example>", '<"amina okafor"@uni.example>', "amina@uni.example", "<amina@uni.example>x",
    "<amina@uni.example> (a comment) SIZE=1", "<a..b@uni.example>", "<.amina@uni.example>", "<amina.@uni.example>",
    "<amina@-uni.example>", "<amina@uni..example>", "<amina@>", "<@uni.example>", "", "<读者@图书馆.example> SMTPUTF8",
    "<amina@[127.0.0.1]>",
])
def test_a_plain_address_is_read_as_aiosmtpd_reads_it(arg: str) -> None:
    class Ours(Conversation):
        def __init__(self) -> None:
            self.local_part_limit = 0

    assert Ours()._getaddr(arg) == SMTP._getaddr(Ours(), arg)
