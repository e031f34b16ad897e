"""A form as it is kept (canonical JSON), and as it is understood."""

from __future__ import annotations

import hashlib
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from contactcenter.channels.named_files import NamedFile
from contactcenter.channels.web_form.question import Question, StoredFile
from contactcenter.envelope import Address, Finding, Inbound, ParseError, Raw, Thread

CHANNEL = "web_form"
RULES = {
    "form_trap": "A field was filled in that people do not see",
    "form_not_ours": "It was filled in without our page having been opened",
    "form_too_fast": "It was sent faster than a person can write",
}
"""What tells that a program filled a form in (`Question.automatic`), and why, in words."""


class _Submission(BaseModel):
    model_config = ConfigDict(extra="forbid")
    client_id: str
    name: str = ""
    email: str = ""
    subject: str = ""
    text: str
    queue: str | None = None
    locale: Literal["en", "zh-Hans"] = "en"
    automatic: str | None = None
    ticket_id: int | None = None
    files: list[NamedFile] = []


def raw(question: Question, *, ticket_id: int | None = None) -> Raw:
    """What to keep of a form. `ticket_id` was proved by the signed address of the patron's page."""
    submission = _Submission(
        client_id=question.client_id, name=question.name, email=question.email, subject=question.subject,
        text=question.text, queue=question.queue or None, locale=question.locale, automatic=question.automatic,
        ticket_id=ticket_id, files=[_file(one) for one in question.files],
    )
    data = submission.model_dump_json().encode()
    return Raw(CHANNEL, data, blobs=tuple(one.blob for one in question.files))


def parse(raw: Raw) -> Inbound:
    """Understand a form. Raises `ParseError`."""
    try:
        said = _Submission.model_validate_json(raw.data)
    except ValidationError as error:
        raise ParseError(f"not a form: {error.error_count()} faults") from None
    if said.email:
        sender = Address("email", said.email, said.name)
    else:
        sender = Address("portal", "", said.name, proved="link" if said.ticket_id is not None else None)
    return Inbound(
        channel=CHANNEL, sender=sender, subject=said.subject, text=said.text, reply=said.text,
        attachments=tuple(one.attachment for one in said.files),
        thread=Thread(signed=(said.ticket_id,) if said.ticket_id is not None else ()),
        # The whole of it: a form sent twice is one inquiry; the same form sent again with other words is
        # another, and nothing a patron wrote is dropped.
        identity_keys=(f"{CHANNEL}:{hashlib.sha256(raw.data).hexdigest()}",),
        client_id=hashlib.sha256(raw.data).hexdigest()[:32],
        locale=said.locale, queue=said.queue, automatic=said.automatic,
        findings=(Finding(said.automatic, "machine", RULES.get(said.automatic, said.automatic), "guess"),)
        if said.automatic else (),
    )


def _file(file: StoredFile) -> NamedFile:
    return NamedFile(name=file.name, media_type=file.media_type, digest=file.blob.digest, size=file.blob.size)
