"""What the demo puts around the product: a post office that takes our mail, a library with a name."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from contactcenter.demo.post_office import POST_OFFICE
from contactcenter.settings import Department, Library, Settings

MAIL_DOOR = 2525
"""The SMTP port that the demo's first page names; another is taken when it is in use."""
DEPARTMENTS = [
    Department(slug="general", name="General desk", name_zh="总咨询台"),
    Department(slug="reference", name="Reference", name_zh="参考咨询部", addresses=["reference@library.example"]),
    Department(
        slug="loans", name="Loans and interlibrary", name_zh="流通与馆际互借部", addresses=["loans@library.example"]
    ),
]


@asynccontextmanager
async def neighbours(settings: Settings) -> AsyncIterator[Settings]:
    """Open the post office; the settings that send our mail to it and open our own door."""
    port = await POST_OFFICE.open()
    try:
        mail = settings.mail
        smtp = mail.smtp.model_copy(update={"host": "127.0.0.1", "port": port, "security": "none"})
        listen = mail.listen or f"127.0.0.1:{_free(MAIL_DOOR)}"
        yield settings.model_copy(update={
            "mail": mail.model_copy(update={"smtp": smtp, "listen": listen}),
            "departments": DEPARTMENTS,
            "library": settings.library.model_copy(update={
                "name": "Riverside University Library", "name_zh": "河畔大学图书馆",
            }) if settings.library == Library() else settings.library,
        })
    finally:
        await POST_OFFICE.close()


def _free(wanted: int) -> int:
    for port in (wanted, 0):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    return wanted
