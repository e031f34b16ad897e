"""Files on their way into a message: stored first, named in a reply, note or ticket within a day."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import AsyncIterator
from typing import Annotated

from aiohttp import web
from pydantic import Field, StringConstraints

from contactcenter.accounts.secrets import new_token
from contactcenter.api.problems import Refusal
from contactcenter.api.query import Query
from contactcenter.api.route import Call, Routes
from contactcenter.shapes.asks import Upload
from contactcenter.tickets.tables import UploadRow

routes = Routes("Files")
TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+\-]{0,62}/[a-z0-9][a-z0-9!#$&^_.+\-]{0,62}")
"""RFC 6838, section 4.2."""
UNKNOWN_TYPE = "application/octet-stream"


class Named(Query):
    """The file's name."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=255), Field(description="The file's name.")]


@routes.post("/uploads", status=201, transaction="own", upload=True)
async def upload(call: Call, query: Named) -> Upload:
    """Store a file: its bytes are the body, its type is the `Content-Type`."""
    request, house = call.request, call.house
    if request.content_type.startswith("multipart/") or request.content_type.endswith("urlencoded"):
        raise Refusal(415, "media_type", "Send the file itself as the body, not a form.")
    limit = house.settings.http.max_upload_bytes
    if (request.content_length or 0) > limit:
        raise _too_large(limit)
    try:
        blob = await house.desk.store(_chunks(request), limit=limit)
    except ValueError:
        raise _too_large(limit) from None
    row = UploadRow(
        id=new_token(), owner_key=f"{call.actor.kind}:{call.actor.id}", name=plain_name(query.name),
        media_type=request.content_type if TYPE.fullmatch(request.content_type) else UNKNOWN_TYPE,
        size=blob.size, digest=blob.digest, created_at=call.now,
    )
    async with house.database.transaction() as session:
        await house.blobs.refer(session, [blob.digest])
        session.add(row)
    return Upload(id=row.id, name=row.name, media_type=row.media_type, size=row.size)


def plain_name(name: str) -> str:
    """A file's name without folders and without control or direction characters (`exe.gpj` tricks)."""
    last = re.split(r"[/\\]", name)[-1]
    kept = "".join(char for char in last if unicodedata.category(char) not in ("Cc", "Cf", "Co", "Cs"))
    return kept.strip(" .")[:255] or "file"


async def _chunks(request: web.Request) -> AsyncIterator[bytes]:
    async for chunk in request.content.iter_any():
        yield chunk


def _too_large(limit: int) -> Refusal:
    return Refusal(413, "too_large", f"A file may have at most {limit} bytes.")
