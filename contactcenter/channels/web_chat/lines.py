"""A ticket's lines as they go to the patron's screen, and the links to their files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import quote

from contactcenter.envelope import Line, OpenState, Place, Standing
from contactcenter.seal import Seal

Json = dict[str, object]
FILE_PATH = "/chat/file"
_ID_BYTES = 8
_INDEX_BYTES = 2


class FileLinks:
    """Addresses of files, each good for the one file of the one message.

    The link names the message, not the bytes: once the message is erased or moved away, it leads nowhere.
    """

    def __init__(self, secret: bytes) -> None:
        self._seal = Seal(secret, "chat file")

    def link(self, ticket_id: int, version: int, index: int, name: str) -> str:
        """Path of the file; the name at its end is for people only."""
        content = (
            ticket_id.to_bytes(_ID_BYTES, "big")
            + version.to_bytes(_ID_BYTES, "big")
            + index.to_bytes(_INDEX_BYTES, "big")
        )
        return f"{FILE_PATH}/{self._seal.close(content)}/{quote(name, safe='')}"

    def read(self, sealed: str) -> tuple[int, int, int] | None:
        """Ticket, version and index of a link, or None when we did not make it."""
        content = self._seal.open(sealed)
        if content is None or len(content) != 2 * _ID_BYTES + _INDEX_BYTES:
            return None
        return (
            int.from_bytes(content[:_ID_BYTES], "big"),
            int.from_bytes(content[_ID_BYTES : 2 * _ID_BYTES], "big"),
            int.from_bytes(content[2 * _ID_BYTES :], "big"),
        )


def wire_lines(lines: Sequence[Line], *, ticket_id: int, links: FileLinks) -> list[Json]:
    """Lines as JSON, oldest first."""
    return [
        {
            "id": line.id,
            "version": line.version,
            "author": line.author,
            "name": line.name,
            "text": line.text,
            "html": line.html,
            "at": moment(line.at),
            "attachments": [
                {
                    "name": file.name,
                    "media_type": file.media_type,
                    "size": len(file.data) if isinstance(file.data, bytes) else file.data.size,
                    "url": links.link(ticket_id, line.version, index, file.name),
                }
                for index, file in enumerate(line.attachments)
            ],
            "client_id": line.client_id,
        }
        for line in lines
    ]


def wire_status(standing: Standing | None, opening: OpenState, place: Place | None = None) -> Json:
    """How the conversation and the desk stand. `state` is `new` before there is a ticket; `wait_s` a range or null.

    `soon`: somebody is free for them, and no range is told.
    """
    return {
        "state": standing.state if standing else "new",
        "librarian": standing.librarian if standing else "",
        "beside": list(standing.beside) if standing else [],
        **wire_opening(opening),
        "place": place.place if place else None,
        "wait_s": [place.low_s, place.high_s] if place and place.high_s is not None else None,
        "soon": place is not None and place.soon,
    }


def wire_opening(opening: OpenState) -> Json:
    """How a desk stands, for a screen."""
    return {
        "open": opening.open,
        "hours": opening.label,
        "changes_at": moment(opening.changes_at) if opening.changes_at else None,
        "zone": opening.zone,
        "takes_messages": opening.takes_messages,
    }


def moment(at: datetime) -> str:
    """RFC 3339 in UTC, to the millisecond: what every browser reads."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
