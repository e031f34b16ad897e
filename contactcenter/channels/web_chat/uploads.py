"""Files on their way into a message: stored first, named in a message within a day.

An upload's id is sealed and carries what the message will need, so nothing is kept per upload but
the bytes, which the blob store sweeps when no message ever names them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from contactcenter.envelope import Attachment, BlobRef
from contactcenter.seal import Seal

LIFE = timedelta(days=1)
"""A day: the blob store keeps unnamed bytes for two."""
MOST_FILES = 8
"""Files in one message."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A stored file that no message names yet."""

    name: str
    media_type: str
    blob: BlobRef

    def attachment(self) -> Attachment:
        return Attachment(self.name, self.media_type, self.blob)


class Uploads:
    """Seals and opens the ids of uploads."""

    def __init__(self, secret: bytes) -> None:
        self._seal = Seal(secret, "chat upload")

    def name(self, upload: Upload, *, now: datetime) -> str:
        """The id under which a message may name this file within a day."""
        until = int((now + LIFE).timestamp())
        content = [until, upload.blob.digest, upload.blob.size, upload.name, upload.media_type]
        return self._seal.close(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())

    def find(self, upload_id: object, *, now: datetime) -> Upload | None:
        """The file behind an id, or None when it is not ours or a day has passed."""
        payload = self._seal.open(upload_id)
        if payload is None:
            return None
        until, digest, size, name, media_type = json.loads(payload)
        if now.timestamp() > until:
            return None
        return Upload(name, media_type, BlobRef(digest, size))

    def find_all(self, upload_ids: Sequence[object], *, now: datetime) -> list[Upload] | None:
        """All files of a message, or None when one of them is not there."""
        found = [self.find(one, now=now) for one in upload_ids]
        files = [one for one in found if one is not None]
        return files if len(files) == len(found) else None
