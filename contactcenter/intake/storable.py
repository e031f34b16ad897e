"""Text as both databases hold it; the raw bytes keep what they were.

NUL (PostgreSQL) and lone surrogates (UTF-8) are shown as the replacement character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from operator import attrgetter

from contactcenter.envelope import Address, Inbound

_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")
_PLAIN = ("subject", "text", "reply", "html", "message_id", "client_id", "locale", "language")
_plain = attrgetter(*_PLAIN)


def storable(inbound: Inbound) -> Inbound:
    """The inquiry, its text mended where that must be."""
    return inbound if all(map(_is_text, _texts_of(inbound))) else _mended(inbound)


def _texts_of(inbound: Inbound) -> Iterator[str]:
    """All that is text in it."""
    yield from filter(None, _plain(inbound))
    for one in (inbound.sender, inbound.reply_to):
        if one is not None:
            yield one.value + one.name
    for recipient in inbound.recipients:
        yield recipient.address + recipient.name
    for attachment in inbound.attachments:
        yield f"{attachment.name}{attachment.media_type}{attachment.content_id}"
    for finding in inbound.findings:
        yield finding.reason + "".join(finding.fields.values())
    for problem in inbound.problems:
        yield problem.words + "".join(problem.fields.values())


def _is_text(value: str) -> bool:
    if "\x00" in value:
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _mended(inbound: Inbound) -> Inbound:
    plain: dict[str, object] = {
        name: _text(value) for name, value in zip(_PLAIN, _plain(inbound), strict=True) if isinstance(value, str)
    }
    return replace(
        inbound, **plain,  # type: ignore[arg-type]  # each as its field is
        sender=_address(inbound.sender), reply_to=inbound.reply_to and _address(inbound.reply_to),
        recipients=tuple(
            replace(one, address=_text(one.address), name=_text(one.name)) for one in inbound.recipients
        ),
        attachments=tuple(
            replace(one, name=_text(one.name), media_type=_text(one.media_type),
                    content_id=None if one.content_id is None else _text(one.content_id))
            for one in inbound.attachments
        ),
        findings=tuple(
            replace(one, reason=_text(one.reason), fields=_texts(one.fields)) for one in inbound.findings
        ),
        problems=tuple(replace(one, words=_text(one.words), fields=_texts(one.fields)) for one in inbound.problems),
    )


def _address(one: Address) -> Address:
    return replace(one, value=_text(one.value), name=_text(one.name))


def _text(value: str) -> str:
    return _NOT_TEXT.sub("\ufffd", value)


def _texts(fields: dict[str, str]) -> dict[str, str]:
    return {name: _text(value) for name, value in fields.items()}
