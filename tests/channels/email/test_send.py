"""Mail out to real servers with real TLS, and to a relay that misbehaves."""

from __future__ import annotations

import asyncio
import dataclasses
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiosmtplib
import pytest
import pytest_asyncio
import trustme

from contactcenter.channels.email import pool, send
from contactcenter.channels.email.failures import explain
from contactcenter.channels.email.send import SmtpSender
from contactcenter.envelope import Address, Attachment, BlobRef, Outbound, SendError
from contactcenter.settings import Mail, Settings, Smtp
from tests.channels.email import relay as relays
from tests.channels.email.desk import until
from tests.channels.email.mails import SECRET, read
from tests.channels.email.relay import HANG_UP, SILENCE, Relay
from tests.channels.email.test_compose import REPLY, SIGNER
from tests.neighbours import smtp


def a_reply(number: int = 70, **changes: object) -> Outbound:
    return dataclasses.replace(REPLY, delivery_id=number, **changes)  # type: ignore[arg-type]


@asynccontextmanager
async def sending(port: int, **smtp_settings: object) -> AsyncIterator[SmtpSender]:
    values = {"host": "127.0.0.1", "port": port, "security": "none", "timeout_s": 5.0, **smtp_settings}
    sender = SmtpSender(Settings(mail=Mail(smtp=Smtp.model_validate(values))), SECRET)
    yield sender
    await sender.close()


async def failure(sender: SmtpSender, message: Outbound | None = None) -> SendError:
    with pytest.raises(SendError) as raised:
        await sender.send(message or a_reply())
    return raised.value


@pytest_asyncio.fixture
async def relay() -> AsyncIterator[Relay]:
    async with relays.running() as made:
        yield made


# --- real servers ---------------------------------------------------------------------------------


@pytest.mark.parametrize("security", ["none", "starttls", "tls"])
async def test_a_reply_arrives(tmp_path: Path, security: smtp.Security) -> None:
    with smtp.running(tmp_path, security=security) as server:
        async with sending(server.port, security=security, ca_file=str(server.ca_file or "")) as sender:
            receipt = await sender.send(
                a_reply(attachments=(Attachment("论文.pdf", "application/pdf", b"%PDF" * 1000),))
            )
        kept = server.wait(1)[0]
    assert receipt.remote_id.startswith("2.0.0 kept as")
    if security == "starttls":
        assert kept.encrypted
    assert kept.rcpt_tos == ["amina@patron.example"]
    assert kept.mail_from == SIGNER.return_path(ticket_id=12, delivery_id=70)
    assert kept.helo == "library.example"
    assert kept.message["In-Reply-To"] == "<one@patron.example>"
    inquiry = read(kept.raw)
    assert inquiry.message_id == SIGNER.message_id(ticket_id=12, delivery_id=70)
    assert (inquiry.attachments[0].name, inquiry.attachments[0].data) == ("论文.pdf", b"%PDF" * 1000)


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_a_stranger_with_a_certificate_gets_nothing(tmp_path: Path, security: smtp.Security) -> None:
    with smtp.running(tmp_path, security=security) as server:
        async with sending(server.port, security=security) as sender:  # our system does not know its authority
            error = await failure(sender)
        assert server.mails == []
    assert (error.code, error.permanent) == ("tls", False)


async def test_a_certificate_for_another_name_gets_nothing(tmp_path: Path) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("elsewhere.example").configure_cert(context)
    async with (
        relays.running(context=context) as relay,
        sending(relay.port, security="tls", ca_file=str(tmp_path / "ca.pem")) as sender,
    ):
        error = await failure(sender)
    assert (error.code, error.permanent) == ("tls", False)
    assert relay.commands == []


async def test_starttls_never_goes_on_in_clear(relay: Relay) -> None:
    async with sending(relay.port, security="starttls") as sender:
        error = await failure(sender)
    assert (error.code, error.permanent) == ("tls", False)
    assert not any(command.startswith(("MAIL", "AUTH")) for command in relay.commands)


async def test_sign_in(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("right\n", encoding="utf-8")
    (tmp_path / "wrong").write_text("wrong", encoding="utf-8")
    with smtp.running(tmp_path / "smtp", security="starttls", password="right") as server:
        common = {"security": "starttls", "ca_file": str(server.ca_file), "username": "library"}
        async with sending(server.port, password_file=str(tmp_path / "password"), **common) as sender:
            await sender.send(a_reply())
        assert server.wait(1)[0].login == "library"
        async with sending(server.port, password_file=str(tmp_path / "wrong"), **common) as sender:
            error = await failure(sender)
        assert (error.code, error.permanent) == ("auth", False)
        async with sending(server.port, **{**common, "username": ""}) as sender:
            error = await failure(sender)
        assert (error.code, error.permanent) == ("auth", False)


# --- one connection for many ----------------------------------------------------------------------


async def test_a_connection_is_used_again(relay: Relay) -> None:
    async with sending(relay.port) as sender:
        for number in range(5):
            await sender.send(a_reply(number))
        assert relay.connections == 1
    assert len(relay.mails) == 5
    assert relay.commands[-1] == "QUIT"


async def test_so_many_at_once_and_no_more(relay: Relay) -> None:
    relay.delay_s = 0.05
    async with sending(relay.port) as sender:
        await asyncio.gather(*(sender.send(a_reply(number)) for number in range(20)))
    assert relay.most_open == pool.MAX_PARALLEL
    assert len(relay.mails) == 20


async def test_an_idle_connection_is_closed(relay: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    async with sending(relay.port) as sender:
        monkeypatch.setattr(sender._pool, "_idle_s", 0.1)
        await sender.send(a_reply())
        assert relay.open == 1
        await until(lambda: not relay.open)
        assert "QUIT" in relay.commands
        await sender.send(a_reply())
        assert relay.connections == 2


async def test_a_session_does_not_go_on_for_ever(relay: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "MAX_MAILS", 2)
    async with sending(relay.port) as sender:
        for number in range(4):
            await sender.send(a_reply(number))
    assert relay.connections == 2


# --- connections that break -----------------------------------------------------------------------


@pytest.mark.parametrize("step", ["MAIL", "RCPT"])
@pytest.mark.parametrize("answer", [HANG_UP, "421 4.4.2 idle too long"])
async def test_broken_before_the_mail_it_begins_anew(relay: Relay, step: str, answer: str) -> None:
    async with sending(relay.port) as sender:
        await sender.send(a_reply(1))
        relay.answers[step] = [answer]
        await sender.send(a_reply(2))
    assert relay.connections == 2
    assert len(relay.mails) == 2


async def test_it_begins_anew_only_once(relay: Relay) -> None:
    relay.answers["MAIL"] = [HANG_UP] * 5
    async with sending(relay.port) as sender:
        error = await failure(sender)
    assert (error.code, error.permanent) == ("disconnected", False)
    assert relay.connections == 2


@pytest.mark.parametrize("step", ["DATA", "END"])
async def test_broken_within_the_mail_it_never_begins_anew(relay: Relay, step: str) -> None:
    relay.answers[step] = [HANG_UP]
    async with sending(relay.port) as sender:
        error = await failure(sender)
        assert (error.code, error.permanent) == ("disconnected", False)
        assert relay.connections == 1
        await sender.send(a_reply())  # The outbox tries again, under the same Message-ID.
    assert len(relay.mails) == 1


@pytest.mark.parametrize("step", ["EHLO", "MAIL", "DATA", "END"])
async def test_silence_is_a_timeout(relay: Relay, step: str) -> None:
    relay.answers[step] = [SILENCE]
    async with sending(relay.port, timeout_s=0.2) as sender:
        error = await failure(sender)
    assert (error.code, error.permanent) == ("timeout", False)


async def test_an_attempt_ends_in_time(relay: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(send, "ATTEMPT_S", 0.2)
    relay.answers["MAIL"] = [SILENCE]
    async with sending(relay.port, timeout_s=60) as sender:
        assert (await failure(sender)).code == "timeout"


async def test_nobody_there() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        async with sending(taken.getsockname()[1]) as sender:
            error = await failure(sender)
    assert (error.code, error.permanent) == ("connect", False)


# --- refusals -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "answer", "code", "permanent"),
    [
        ("RCPT", "550 5.1.1 no such user", "unknown_recipient", True),
        ("RCPT", "550 no", "unknown_recipient", True),
        ("RCPT", "553 5.1.3 syntax", "wrong_address", True),
        ("RCPT", "552 5.2.2 full", "mailbox_full", True),
        ("RCPT", "452 4.2.2 full", "mailbox_full", False),
        ("RCPT", "450 4.2.0 Greylisted, try later", "greylisted", False),
        ("RCPT", "451 4.3.0 later", "busy", False),
        ("RCPT", "550 5.7.1 relaying denied", "relay_denied", False),
        ("RCPT", "550 5.7.1 blocked", "refused", True),
        ("RCPT", "550 5.4.4 no such domain", "unknown_domain", True),
        ("MAIL", "530 5.7.0 authentication required", "auth", False),
        ("MAIL", "550 5.7.1 not your address", "sender_refused", False),
        ("MAIL", "552 5.3.4 too big", "too_big", True),
        ("MAIL", "452 4.3.1 full", "busy", False),
        ("DATA", "554 5.7.1 no", "refused", True),
        ("END", "554 5.7.1 spam", "refused", True),
        ("END", "552 5.3.4 too big", "too_big", True),
        ("END", "451 4.7.1 later", "busy", False),
        ("END", "550 5.6.0 bad content", "content", True),
        ("EHLO", "421 4.3.2 busy", "busy", False),
    ],
)
async def test_a_refusal_in_our_words(relay: Relay, step: str, answer: str, code: str, permanent: bool) -> None:
    relay.answers[step] = [answer] * 2
    async with sending(relay.port) as sender:
        error = await failure(sender)
        assert (error.code, error.permanent) == (code, permanent)
        assert answer.split(" ", 1)[1][:10] in error.detail or error.code == "disconnected"
        relay.answers.clear()
        await sender.send(a_reply())
    assert len(relay.mails) == 1


@pytest.mark.parametrize(("greeting", "code"), [("554 5.7.1 go away", "turned_away"), ("421 4.3.2 busy", "busy")])
async def test_turned_away_at_the_door(relay: Relay, greeting: str, code: str) -> None:
    relay.greeting = greeting
    async with sending(relay.port) as sender:
        error = await failure(sender)
    assert (error.code, error.permanent) == (code, False)


async def test_a_refused_recipient_does_not_cost_the_connection(relay: Relay) -> None:
    relay.answers["RCPT"] = ["550 5.1.1 no such user"]
    async with sending(relay.port) as sender:
        await failure(sender)
        await sender.send(a_reply())
    assert relay.connections == 1
    assert "RSET" in relay.commands


async def test_a_mail_the_relay_would_refuse_is_not_sent() -> None:
    async with relays.running("SIZE 2000") as relay, sending(relay.port) as sender:
        error = await failure(sender, a_reply(attachments=(Attachment("a", "image/png", b"x" * 5000),)))
        assert (error.code, error.permanent) == ("too_big", True)
        assert relay.mails == []


async def test_addresses_beyond_ascii(relay: Relay) -> None:
    message = a_reply(to=Address("email", "李雷@例子.example"))
    async with sending(relay.port) as sender:
        error = await failure(sender, message)
        assert (error.code, error.permanent) == ("unsupported", True)
    async with relays.running("SMTPUTF8", "8BITMIME") as able, sending(able.port) as sender:
        await sender.send(message)
        assert "RCPT TO:<李雷@xn--fsqu00a.example>" in able.commands
        assert b"To: \xe6\x9d\x8e\xe9\x9b\xb7@xn--fsqu00a.example" in able.mails[0]


@pytest.mark.parametrize("address", ["amina", "", "a@b\r\nRCPT TO:<x@y.example>"])
async def test_a_wrong_address_costs_no_connection(relay: Relay, address: str) -> None:
    async with sending(relay.port) as sender:
        error = await failure(sender, a_reply(to=Address("email", address)))
    assert (error.code, error.permanent) == ("wrong_address", True)
    assert relay.connections == 0


async def test_stored_attachments_are_read(relay: Relay) -> None:
    store = {"a" * 64: b"stored bytes"}

    async def read_blob(blob: BlobRef) -> bytes:
        return store[blob.digest]

    message = a_reply(attachments=(Attachment("a.bin", "application/pdf", BlobRef("a" * 64, 12)),))
    settings = Settings(mail=Mail(smtp=Smtp(host="127.0.0.1", port=relay.port, security="none")))
    sender = SmtpSender(settings, SECRET, read=read_blob)
    await sender.send(message)
    store.clear()
    error = await failure(sender, message)
    await sender.close()
    assert read(relay.mails[0]).attachments[0].data == b"stored bytes"
    assert (error.code, error.permanent) == ("attachment", False)


def test_dns() -> None:
    error = aiosmtplib.SMTPConnectError("no address")
    error.__cause__ = socket.gaierror(-2, "Name or service not known")
    assert explain(error).code == "dns"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ssl.SSLCertVerificationError("x"), "tls"),
        (TimeoutError(), "timeout"),
        (OSError("x"), "connect"),
        (RuntimeError("x"), "unknown"),
        (ValueError("x"), "unknown"),
        (aiosmtplib.SMTPException("odd"), "unknown"),
    ],
)
def test_whatever_else_goes_wrong_is_temporary(error: Exception, code: str) -> None:
    assert (explain(error).code, explain(error).permanent) == (code, False)
