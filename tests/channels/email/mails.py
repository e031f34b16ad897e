"""Mails for tests: written by hand where every byte counts, by the standard library where not."""

from __future__ import annotations

from contactcenter.channels.email.parse import EmailReceiver
from contactcenter.envelope import Inbound, Raw
from contactcenter.settings import Department, Settings

SECRET = b"a key that only the tests know !"
SETTINGS = Settings(
    departments=[
        Department(slug="general", name="General desk", name_zh="总咨询台"),
        Department(slug="law", name="Law library", name_zh="法学分馆", addresses=["law@library.example"]),
    ]
)
RECEIVER = EmailReceiver(SECRET, SETTINGS)


def read(data: bytes | str, **meta: str) -> Inbound:
    """Understand a mail as the product does."""
    return RECEIVER(Raw("email", data.encode() if isinstance(data, str) else data, meta))


def mail(body: str | bytes = "Is the library open on Sunday?\n", **fields: str) -> bytes:
    """A mail with usual header fields; `X_Loop="1"` adds `X-Loop: 1`, an empty value takes one away."""
    usual = {
        "From": "Amina Okafor <amina@patron.example>",
        "To": "help@library.example",
        "Subject": "Opening hours",
        "Date": "Tue, 24 Nov 2026 10:00:00 +0800",
        "Message-ID": "<one@patron.example>",
    }
    usual.update({name.replace("_", "-"): value for name, value in fields.items()})
    head = "".join(f"{name}: {value}\n" for name, value in usual.items() if value)
    content = body.encode("utf-8", "surrogateescape") if isinstance(body, str) else body
    return head.encode("utf-8", "surrogateescape") + b"\n" + content
