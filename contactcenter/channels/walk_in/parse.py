"""A desk question as the REST route wrote it down, understood.

The route checked and completed it (the queue is one of the librarian's own, files are stored), so
what stands here is the librarian's word. Who asked is as claimed: a name, perhaps an address.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from contactcenter.channels.named_files import NamedFile
from contactcenter.envelope import Address, Inbound, ParseError, Raw

CHANNEL = "walk_in"


class _WrittenDown(BaseModel):
    model_config = ConfigDict(extra="forbid")
    subject: str
    text: str
    channel: Literal["walk_in", "api"] = "walk_in"
    queue: str | None = None
    patron_name: str = ""
    patron_email: str = ""
    client_id: str
    author: str
    """Who sent the request (`staff:7`, `token:2`): a client id is unique for its author only."""
    author_staff_id: int | None = None
    locale: str = "en"
    attachments: list[NamedFile] = []


def parse(raw: Raw) -> Inbound:
    """Understand a question that was written down. Raises `ParseError`."""
    try:
        said = _WrittenDown.model_validate_json(raw.data)
    except ValidationError as error:
        fields = sorted({".".join(str(part) for part in item["loc"]) for item in error.errors()})
        raise ParseError(f"not a desk question: {', '.join(fields)}") from None
    sender = (
        Address("email", said.patron_email, said.patron_name)
        if said.patron_email else Address("desk", "", said.patron_name)
    )
    return Inbound(
        channel=said.channel, sender=sender, subject=said.subject, text=said.text, reply=said.text,
        attachments=tuple(one.attachment for one in said.attachments),
        identity_keys=(f"{CHANNEL}:{said.author}:{said.client_id}",), client_id=said.client_id, locale=said.locale,
        queue=said.queue, author_staff_id=said.author_staff_id,
    )
