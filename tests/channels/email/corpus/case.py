"""A mail and what must be read from it; what is not named is not asked."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

from contactcenter.channels.email.parse import EmailReceiver
from contactcenter.envelope import Attachment, Inbound, Raw
from tests.channels.email.mails import SECRET, SETTINGS

ANY: Final = "\x00any"
"""Not asked. No reading has a NUL."""
RECEIVER = EmailReceiver(SECRET, SETTINGS)
Failed = tuple[str, str, bool]
"""Address, status, permanent."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The expected reading. Lists of `has…` are pieces that must, `lacks…` that must not be there."""

    subject: str = ANY
    name: str = ANY
    address: str = ANY
    text: str = ANY
    reply: str = ANY
    files: tuple[tuple[str, bytes], ...] | None = None
    """Names and bytes, in order. A name of `ANY` may be any."""
    inline: tuple[str, ...] | None = None
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    html_has: tuple[str, ...] = ()
    html_lacks: tuple[str, ...] = ()
    kinds: frozenset[str] | None = None
    """Kinds of findings among auto_reply, mailing_list, feedback_report, bounce, loop."""
    aside: bool | None = None
    """Whether it is set aside."""
    silent: bool | None = None
    """Whether nothing may answer it by itself."""
    failed: tuple[Failed, ...] | None = None
    original: str = ANY
    why: str = ""
    """Stands in the first reason."""
    problem: str | None = None
    """Stands in a problem; an empty text: there must be none."""
    language: str = ANY
    date: str | None = ANY
    """In UTC, as ISO 8601 without zone."""
    message_id: str | None = ANY


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    data: bytes
    reading: Reading


ASKED_KINDS = {"auto_reply", "mailing_list", "feedback_report", "bounce", "loop"}


def wrong(case: Case) -> list[str]:
    """What was read otherwise; empty when all is right."""
    said = RECEIVER(Raw("email", case.data))
    want = case.reading
    found: list[str] = []

    def expect(what: str, is_: object, wanted: object) -> None:
        if is_ != wanted:
            found.append(f"{what}: {is_!r} instead of {wanted!r}")

    for field, value in (("subject", said.subject), ("name", said.sender.name), ("address", said.sender.value),
                         ("text", said.text.strip()), ("reply", said.reply.strip()), ("language", said.language),
                         ("date", said.sent_at and said.sent_at.isoformat()[:19]), ("message_id", said.message_id)):
        if getattr(want, field) != ANY:
            expect(field, value, getattr(want, field))
    if want.files is not None:
        names = [ANY if wanted == ANY else name
                 for (wanted, _), name in zip(want.files, [each.name for each in said.attachments], strict=False)]
        expect("files", [*zip(names, map(_bytes, said.attachments), strict=False)][: len(want.files)], [*want.files])
        expect("number of files", len(said.attachments), len(want.files))
    if want.inline is not None:
        expect("inline", tuple(each.content_id for each in said.attachments if each.inline), want.inline)
    _pieces(found, "text", said.text, want.has, want.lacks)
    _pieces(found, "html", (said.html or "").lower(), tuple(map(str.lower, want.html_has)), want.html_lacks)
    if want.failed is not None:
        expect("failed", tuple((each.address, each.status, each.permanent) for each in said.bounce.recipients)
               if said.bounce else None, want.failed)
    kinds = {each.kind for each in said.findings} & ASKED_KINDS
    for what, is_, wanted in (("kinds", kinds, want.kinds), ("silent", said.silent, want.silent),
                              ("aside", said.automatic is not None, want.aside)):
        if wanted is not None:
            expect(what, is_, wanted)
    if want.original != ANY:
        expect("original", said.bounce and said.bounce.original_message_id, want.original)
    if want.why and not (said.bounce and want.why in said.bounce.recipients[0].reason):
        found.append(f"why: {said.bounce!r} lacks {want.why!r}")
    if want.problem is not None:
        told = " ".join(each.words for each in said.problems)
        if want.problem not in told or (not want.problem and told):
            found.append(f"problems: {said.problems!r} instead of {want.problem!r}")
    found += _unsound(said)
    return found


def _pieces(found: list[str], what: str, text: str, has: tuple[str, ...], lacks: tuple[str, ...]) -> None:
    found += [f"{what} lacks {piece!r}: {text[:300]!r}" for piece in has if piece not in text]
    found += [f"{what} has {piece!r}: {text[:300]!r}" for piece in lacks if piece in text]


def _bytes(attachment: Attachment) -> bytes:
    assert isinstance(attachment.data, bytes)
    return attachment.data


def _unsound(said: Inbound) -> list[str]:
    """No reading has a lone surrogate or a NUL, whatever was sent."""
    found = []
    for field in fields(said):
        value = getattr(said, field.name)
        if isinstance(value, str):
            try:
                value.encode("utf-8")
            except UnicodeEncodeError:
                found.append(f"{field.name} has a lone surrogate")
            if "\x00" in value:
                found.append(f"{field.name} has a NUL")
    return found
