"""Files, and bytes that the store holds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BlobRef:
    """Bytes that the blob store holds: SHA-256 in hex, and the size in bytes."""

    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file with a message. `data` are the bytes, or a reference to bytes already stored."""

    name: str
    media_type: str
    data: bytes | BlobRef
    content_id: str | None = None
    inline: bool = False


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file of a message that is still elsewhere: it is fetched once the message is kept."""

    url: str
    media_type: str


FAX_CARRIES = frozenset({
    "application/pdf", "image/tiff", "image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp",
})
"""Files that follow an answer by fax as pages; of a moving picture its first frame alone."""


@dataclass(frozen=True, slots=True)
class TextFiles:
    """What a carrier takes as the files of one text: how many, how many bytes together, of which media types."""

    most: int
    most_bytes: int
    kinds: frozenset[str]
