"""A question as a form holds it, and what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from contactcenter.envelope import BlobRef

LONGEST = {"name": 200, "email": 254, "subject": 200, "text": 20_000, "queue": 64, "client_id": 200, "kept": 20_000}
"""Characters of each field; what is longer is refused with what was typed kept on the page."""
MOST_FILES = 8
_EMAIL = re.compile(r"[^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+\.[^@\s\x00-\x1f]+")


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of the form whose bytes are safe."""

    name: str
    media_type: str
    blob: BlobRef


@dataclass(slots=True)
class Question:
    """What was typed and attached. `faults` names a fault for each field that has one.

    `client_id` is the form's own number, made when it was shown. `automatic` names the rule by which
    a machine filled it in; such a form is kept and set aside, never dropped.
    """

    client_id: str = ""
    name: str = ""
    email: str = ""
    subject: str = ""
    text: str = ""
    queue: str = ""
    locale: Literal["en", "zh-Hans"] = "en"
    automatic: str | None = None
    files: list[StoredFile] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)


def check(question: Question, *, email_needed: bool) -> None:
    """Note the faults of what was typed: codes that the page words."""
    for name in ("name", "email", "subject", "text"):
        if len(getattr(question, name)) > LONGEST[name]:
            question.faults.setdefault(name, "too_long")
    if not question.text.strip() and not question.files:
        question.faults.setdefault("text", "text_empty")
    if question.email and not _EMAIL.fullmatch(question.email):
        question.faults.setdefault("email", "email_wrong")
    if email_needed and not question.email:
        question.faults.setdefault("email", "email_empty")
