"""What kinds of files are taken from texts. https://www.twilio.com/docs/messaging/guides/accepted-mime-types"""

from __future__ import annotations

from typing import Final

KINDS: Final = ("image/", "audio/", "video/")
OTHERS: Final = frozenset({
    "application/pdf", "text/plain", "text/vcard", "text/x-vcard", "text/calendar", "text/csv", "application/vcard",
})


def takes(media_type: str) -> bool:
    """Whether a file of this kind is kept."""
    kind = media_type.partition(";")[0].strip().lower()
    return kind.startswith(KINDS) or kind in OTHERS
