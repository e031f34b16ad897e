"""Files of messages: always a download, save pictures that a browser can only draw."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import quote

from aiohttp import web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.hdrs import RANGE
from pydantic import Field

from contactcenter.api.query import Query
from contactcenter.api.route import Binary, Call, Routes
from contactcenter.api.uploads import TYPE, UNKNOWN_TYPE
from contactcenter.ranges import Unsatisfiable, answered, part
from contactcenter.tickets.messages import attachment

routes = Routes("Files")
RASTER = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""Pictures without scripts or links in them. SVG is a document and is never shown."""
SOUNDS = frozenset({"audio/wav", "audio/mpeg", "audio/ogg"})
"""What a browser only plays."""
ANY = Binary("application/octet-stream", statuses=(206, 304, 412, 416))


class Shown(Query):
    """How to send it."""

    inline: Annotated[
        Literal["1"] | None,
        Field(description="Show PNG, JPEG, GIF and WebP in place, and play sounds; anything else is a download."),
    ] = None


@routes.get("/attachments/{attachment_id}", binary=ANY)
async def download(call: Call, attachment_id: int, query: Shown) -> web.StreamResponse:
    """The file, if I may see its message. `Range` is honoured."""
    row = await attachment(call.session, scope=call.scope, attachment_id=attachment_id)
    data = await call.house.blobs.open(call.session, row.digest)
    shown = query.inline is not None and row.media_type in RASTER | SOUNDS
    headers = {
        "Content-Type": row.media_type if TYPE.fullmatch(row.media_type) else UNKNOWN_TYPE,
        "Content-Disposition": disposition("inline" if shown else "attachment", row.name),
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'self'; sandbox",
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    if isinstance(data, Path):
        return _File(data, headers=headers)
    return answered(call.request.headers.get(RANGE), data, headers)


class _File(web.FileResponse):
    """A file of the disk. What asks for several parts of it gets the whole; aiohttp knows only one part, or 416."""

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter | None:
        with suppress(Unsatisfiable):  # one part, whatever the size
            if RANGE in request.headers and part(request.headers[RANGE], 1) is None:
                request = request.clone(headers={
                    name: value for name, value in request.headers.items() if name.lower() != RANGE.lower()
                })
        return await super().prepare(request)


def disposition(kind: str, name: str) -> str:
    """A `Content-Disposition` with the name in both forms (RFC 6266, RFC 8187)."""
    plain = "".join(char if " " <= char <= "~" and char not in '"\\%;' else "_" for char in name)
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
