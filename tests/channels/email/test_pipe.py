"""The pipe's exit codes (sysexits.h)."""

import subprocess
import sys

import pytest

from contactcenter.channels.email.pipe import deliver
from tests.channels.email.desk import KeepingDesk
from tests.channels.email.mails import mail


async def test_a_mail_is_kept() -> None:
    desk = KeepingDesk()
    assert await deliver(desk, mail(), ["<help@library.example>"], "amina@patron.example") == 0
    assert desk.kept[0].data == mail()
    assert desk.kept[0].meta == {"rcpt_to": "help@library.example", "peer": "pipe", "mail_from": "amina@patron.example"}


@pytest.mark.parametrize(
    ("sender", "told"),
    [
        (None, None),
        ("", None),
        ("<>", ""),
        ("MAILER-DAEMON", ""),
        ("<amina@patron.example>", "amina@patron.example"),
    ],
)
async def test_the_envelope_sender(sender: str | None, told: str | None) -> None:
    desk = KeepingDesk()
    await deliver(desk, mail(), ["help@library.example"], sender)
    assert desk.kept[0].meta.get("mail_from") == told


@pytest.mark.parametrize(
    ("data", "recipients", "code"),
    [
        (mail(), ["rosa@elsewhere.example"], 67),
        (b"", ["help@library.example"], 65),
        (b" \n", ["help@library.example"], 65),
        (mail("x" * 2000), ["help@library.example"], 69),
        (mail(To=""), [], 64),
        (mail(To="rosa@elsewhere.example"), [], 67),
    ],
)
async def test_what_is_refused_for_good(data: bytes, recipients: list[str], code: int) -> None:
    desk = KeepingDesk()
    assert await deliver(desk, data, recipients, "a@b.example", limit=1000) == code
    assert desk.kept == []


@pytest.mark.parametrize("fields", [{}, {"To": "list@x.example", "Delivered-To": "law@library.example"}])
async def test_without_recipients_the_mail_names_them(fields: dict[str, str]) -> None:
    desk = KeepingDesk()
    assert await deliver(desk, mail(**fields), [], None) == 0
    assert desk.kept[0].meta["rcpt_to"] == fields.get("Delivered-To", "help@library.example")


async def test_one_known_address_is_enough() -> None:
    desk = KeepingDesk()
    assert await deliver(desk, mail(), ["rosa@elsewhere.example", "law@library.example"], None) == 0


async def test_what_could_not_be_kept_comes_again() -> None:
    desk = KeepingDesk()
    desk.shut = True
    assert await deliver(desk, mail(), ["help@library.example"], None) == 75
    assert desk.kept == []


def test_the_pipe_loads_no_server() -> None:
    code = (
        "import sys, contactcenter.channels.email.pipe; "
        "print([m for m in sys.modules if m in {'aiosmtpd', 'aiosmtplib', 'jinja2', 'nh3', 'pydantic', 'structlog'}])"
    )
    shown = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert shown.stdout.strip() == "[]"
