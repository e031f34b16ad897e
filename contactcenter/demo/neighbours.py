"""What the demo puts around the product: a post office that takes our mail, a library with a name."""

from __future__ import annotations

import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rich.console import Console

from contactcenter.demo.booth import numbers_of
from contactcenter.demo.carrier.exchange import Exchange, Number
from contactcenter.demo.fax_machine import FAX
from contactcenter.demo.post_office import PostOffice
from contactcenter.settings import Carrier, CarrierNumber, Department, Fax, Hours, Library, Phone, Settings, Sms

TOKEN = "DEMO_CARRIER_TOKEN"  # noqa: S105  # a variable's name
"""The variable that holds the account's token while the demo lasts; it is made anew each time."""
MAIL_DOOR = 2525
"""The SMTP port that the demo's first page names; another is taken when it is in use."""
DEPARTMENTS = [
    Department(slug="general", name="General desk", name_zh="总咨询台"),
    Department(slug="reference", name="Reference", name_zh="参考咨询部", addresses=["reference@library.example"]),
    Department(
        slug="loans", name="Loans & Interlibrary", name_zh="流通与馆际互借部", addresses=["loans@library.example"]
    ),
]
DAY_AND_NIGHT = Hours(opens="00:00", closes="24:00")
"""Whoever tries the demo at midnight finds the chat open."""


@asynccontextmanager
async def neighbours(settings: Settings, office: PostOffice, exchange: Exchange) -> AsyncIterator[Settings]:
    """Open the post office and the carrier; the settings that lead to them and open our own door.

    What somebody configured stays: a library's name, its opening hours, the door's address. The departments are
    the demo's, for its people belong to them.
    Raises `OSError` when the web server's port is taken, before anything is made.
    """
    _require_free(settings.http.host, settings.http.port)
    port = await office.open()
    try:
        mail = settings.mail
        smtp = mail.smtp.model_copy(
            update={"host": "127.0.0.1", "port": port, "security": "none", "username": "", "password_file": ""}
        )
        library = settings.library
        if library == Library():
            library = library.model_copy(
                update={"name": "Riverside University Library", "name_zh": "河畔大学图书馆"}
            )
        settings = await _with_carrier(settings, exchange)
        yield settings.model_copy(update={
            "mail": mail.model_copy(update={"smtp": smtp, "listen": mail.listen or _door()}),
            "departments": DEPARTMENTS,
            "fax": FAX if settings.fax == Fax() else settings.fax,
            "hours": DAY_AND_NIGHT if settings.hours == Hours() else settings.hours,
            "library": library,
        })
    finally:
        await exchange.close()
        await office.close()


async def _with_carrier(settings: Settings, exchange: Exchange) -> Settings:
    """Our numbers at the carrier's stand-in, its webhooks at ours; a carrier that somebody configured stays."""
    if settings.carrier.kind:
        return settings
    here = base_of(settings)
    base_url = await exchange.start()
    lines = numbers_of(DEPARTMENTS)
    for number in lines.values():
        exchange.numbers[number] = Number(
            number, texts_to=f"{here}/carrier/texts", calls_to=f"{here}/carrier/calls/in",
            progress_to=f"{here}/carrier/calls/progress",
        )
    os.environ[TOKEN] = exchange.token
    carrier = Carrier(
        kind="twilio", account_sid=exchange.account, auth_token_env=TOKEN, base_url=base_url, public_url=here,
        # The first sends files along, the others do not: both can be looked at.
        numbers=[CarrierNumber(number=number, queue=slug, mms=place == 0)
                 for place, (slug, number) in enumerate(lines.items())],
    )
    # Also who writes the defaults down means them.
    sms = settings.sms if settings.sms.model_fields_set else Sms(quiet_from="", quiet_to="")
    # Nobody pays for it here.
    phone = settings.phone if settings.phone != Phone() else Phone(transcribe=True)
    return settings.model_copy(update={"carrier": carrier, "sms": sms, "phone": phone})


def base_of(settings: Settings) -> str:
    """Where the pages are on this machine, whatever name the public uses."""
    host = settings.http.host
    here = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}.get(host, host)  # noqa: S104  # it is compared
    return f"http://{f'[{here}]' if ':' in here and not here.startswith('[') else here}:{settings.http.port}"


def _door() -> str:
    """Where our SMTP door opens: at 2525, or at a free port that is told."""
    for wanted in (MAIL_DOOR, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", wanted))
            except OSError:
                continue
            port = int(probe.getsockname()[1])
        if port != MAIL_DOOR:
            Console(stderr=True, highlight=False).print(
                f"Demo: port {MAIL_DOOR} is in use, so mail is taken at 127.0.0.1:{port}"
            )
        return f"127.0.0.1:{port}"
    raise OSError("no free port on 127.0.0.1")


def _require_free(host: str, port: int) -> None:
    """Better known now than after weeks of history were told."""
    if port:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
