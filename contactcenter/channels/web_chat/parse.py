"""The submission of a chat, as it is kept and as it is understood.

`raw()` writes what the socket took as canonical JSON (sorted keys, UTF-8); `parse()` reads it back,
now or when it is replayed from quarantine years later. The ticket in it was proved by the token
before it was written, so it threads (law 10); a name and an address are what somebody said.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import orjson
from pydantic import BaseModel, ConfigDict, ValidationError

from contactcenter.channels.named_files import NamedFile
from contactcenter.channels.web_chat.asks import Locale, Say, Start
from contactcenter.channels.web_chat.uploads import Upload
from contactcenter.envelope import Address, Inbound, ParseError, Raw, Thread

CHANNEL = "web_chat"


class _Submission(BaseModel):
    model_config = ConfigDict(extra="forbid")
    ticket_id: int | None
    client_id: str
    text: str
    name: str = ""
    email: str = ""
    locale: Locale = "en"
    queue: str | None = None
    files: list[NamedFile] = []


def raw(ask: Start | Say, *, ticket_id: int | None, files: Sequence[Upload]) -> Raw:
    """What to keep of a message. `ticket_id` is proved by the socket's token; None starts a conversation."""
    said = {name: value for name, value in ask if name != "attachments"}
    named = [
        {"name": one.name, "media_type": one.media_type, "digest": one.blob.digest, "size": one.blob.size}
        for one in files
    ]
    data = orjson.dumps({**said, "ticket_id": ticket_id, "files": named}, option=orjson.OPT_SORT_KEYS)
    return Raw(CHANNEL, data, blobs=tuple(one.blob for one in files))


def parse(raw: Raw) -> Inbound:
    """Understand a chat message. Raises `ParseError`."""
    try:
        said = _Submission.model_validate_json(raw.data)
    except ValidationError as error:
        raise ParseError(f"not a chat message: {error.error_count()} faults") from None
    files = tuple(one.attachment for one in said.files)
    if said.ticket_id is not None:
        return Inbound(
            channel=CHANNEL, sender=Address("chat", "", proved="token"), subject="", text=said.text, reply=said.text,
            attachments=files, thread=Thread(signed=(said.ticket_id,)), client_id=said.client_id,
        )
    sender = Address("email", said.email, said.name) if said.email else Address("chat", "", said.name)
    # A first message that was sent again is the same one only when all of it is the same: a client id
    # alone, chosen badly by some program, must not open a stranger's conversation.
    key = f"{CHANNEL}:{hashlib.sha256(raw.data).hexdigest()}"
    return Inbound(
        channel=CHANNEL, sender=sender, subject="", text=said.text, reply=said.text, attachments=files,
        identity_keys=(key,), client_id=said.client_id, locale=said.locale, queue=said.queue or None,
    )
