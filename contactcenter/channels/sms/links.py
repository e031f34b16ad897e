"""Addresses by which the carrier fetches the files of our texts: sealed, of one file each, and good for an hour."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from contactcenter.envelope import Attachment, BlobRef
from contactcenter.seal import Seal

FILES = "/carrier/files/"
LIFE = timedelta(hours=1)
"""The carrier fetches it as soon as it has the text; one that is sent again later has a new address."""
STEM, ENDING = 15, 4
"""https://www.twilio.com/docs/messaging/guides/accepted-mime-types: names of up to 20 plain characters."""
_PLAIN = re.compile(r"[^A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Lent:
    """What an address proves: these bytes, under this name and type."""

    blob: BlobRef
    media_type: str
    name: str


class FileLinks:
    """Writes and reads them. Nothing is kept: whoever has the address has the file, until its time is over."""

    def __init__(self, secret: bytes) -> None:
        self._seal = Seal(secret, "file of a text")

    def path(self, file: Attachment, *, now: datetime) -> str:
        """Where the carrier finds a stored file."""
        assert isinstance(file.data, BlobRef)  # noqa: S101  # what leaves is stored
        until = int((now + LIFE).timestamp())
        content = [until, file.data.digest, file.data.size, file.media_type, plain(file.name)]
        return FILES + self._seal.close(json.dumps(content, separators=(",", ":")).encode())

    def find(self, token: str, *, now: datetime) -> Lent | None:
        """What stands there; None when we did not write it, or its time is over."""
        content = self._seal.open(token)
        if content is None:
            return None
        until, digest, size, media_type, name = json.loads(content)
        return Lent(BlobRef(digest, size), media_type, name) if now.timestamp() < until else None


def plain(name: str) -> str:
    """A file's name as telephones take it."""
    stem, dot, ending = name.rpartition(".")
    stem, ending = _PLAIN.sub("-", stem if dot else ending).strip("-"), _PLAIN.sub("", ending) if dot else ""
    return (stem[:STEM].strip("-") or "file") + (f".{ending[:ENDING]}" if ending else "")
