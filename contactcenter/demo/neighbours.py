"""What the demo puts around the product: a post office that takes our mail, a library with a name."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rich.console import Console

from contactcenter.demo.post_office import PostOffice
from contactcenter.settings import Department, Hours, Library, Settings

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
async def neighbours(settings: Settings, office: PostOffice) -> AsyncIterator[Settings]:
    """Open the post office; the settings that send our mail to it and open our own door.

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
        yield settings.model_copy(update={
            "mail": mail.model_copy(update={"smtp": smtp, "listen": mail.listen or _door()}),
            "departments": DEPARTMENTS,
            "hours": DAY_AND_NIGHT if settings.hours == Hours() else settings.hours,
            "library": library,
        })
    finally:
        await office.close()


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
