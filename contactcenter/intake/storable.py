"""An inquiry's text as both databases hold it."""

from __future__ import annotations

import re
from dataclasses import replace

from contactcenter.envelope import Address, Inbound

_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")


def storable(inbound: Inbound) -> Inbound:
    """Text as both databases hold it; the raw bytes keep what they were.

    NUL (PostgreSQL) and lone surrogates (UTF-8) are shown as the replacement character.
    """
    changes: dict[str, object] = {
        name: _text(value)
        for name in ("subject", "text", "reply", "html", "message_id", "client_id", "locale", "language")
        if isinstance(value := getattr(inbound, name), str) and _NOT_TEXT.search(value)
    }
    for name in ("sender", "reply_to"):
        address: Address | None = getattr(inbound, name)
        if address is not None and _NOT_TEXT.search(address.value + address.name):
            changes[name] = replace(address, value=_text(address.value), name=_text(address.name))
    if any(_NOT_TEXT.search(one.address + one.name) for one in inbound.recipients):
        changes["recipients"] = tuple(
            replace(one, address=_text(one.address), name=_text(one.name)) for one in inbound.recipients
        )
    if any(_NOT_TEXT.search(f"{one.name}{one.media_type}{one.content_id}") for one in inbound.attachments):
        changes["attachments"] = tuple(
            replace(one, name=_text(one.name), media_type=_text(one.media_type),
                    content_id=None if one.content_id is None else _text(one.content_id))
            for one in inbound.attachments
        )
    if any(_NOT_TEXT.search(one.reason + "".join(one.fields.values())) for one in inbound.findings):
        changes["findings"] = tuple(replace(one, reason=_text(one.reason), fields=_texts(one.fields))
                                    for one in inbound.findings)
    if any(_NOT_TEXT.search(one.words + "".join(one.fields.values())) for one in inbound.problems):
        changes["problems"] = tuple(replace(one, words=_text(one.words), fields=_texts(one.fields))
                                    for one in inbound.problems)
    return replace(inbound, **changes) if changes else inbound  # type: ignore[arg-type]  # each as its field is


def _text(value: str) -> str:
    return _NOT_TEXT.sub("\ufffd", value)


def _texts(fields: dict[str, str]) -> dict[str, str]:
    return {name: _text(value) for name, value in fields.items()}
