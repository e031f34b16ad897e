"""Files that come beside words through a page of ours: a fit name, and how the raw bytes name what the store holds."""

from __future__ import annotations

import re

from pydantic import BaseModel, ConfigDict

from contactcenter.envelope import Attachment, BlobRef

LONGEST_NAME = 150
"""Characters of a file's name that are kept; its ending stays."""
LONGEST_ENDING = 10
"""Longer than any in use."""
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,62}/[a-z0-9][a-z0-9!#$&^_.+-]{0,62}")
_UNKNOWN_TYPE = "application/octet-stream"


class NamedFile(BaseModel):
    """A stored file as a submission names it, kept for as long as its raw bytes are: its fields never change."""

    model_config = ConfigDict(extra="forbid")
    name: str
    media_type: str
    digest: str
    size: int

    @property
    def attachment(self) -> Attachment:
        return Attachment(self.name, self.media_type, BlobRef(self.digest, self.size))


def file_name(name: str) -> str:
    """A name fit to be shown and saved: no path, no control characters, not too long."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(char for char in bare if char.isprintable()).strip().strip(".") or "file"
    if len(clean) <= LONGEST_NAME:
        return clean
    stem, dot, ending = clean.rpartition(".")
    if not dot or len(ending) > LONGEST_ENDING:
        return clean[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"


def media_type(said: str) -> str:
    """The type a browser named, if it is one (RFC 6838), in lower case."""
    return said.lower() if _MEDIA_TYPE.fullmatch(said.lower()) else _UNKNOWN_TYPE
