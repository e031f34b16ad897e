"""Files of messages: always a download, save pictures that a browser can only draw."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import quote

from aiohttp import web
from pydantic import Field

from contactcenter.api.query import Query
from contactcenter.api.route import Binary, Call, Routes
from contactcenter.api.uploads import TYPE, UNKNOWN_TYPE
from contactcenter.tickets.messages import attachment

routes = Routes("Files")
RASTER = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""Pictures without scripts or links in them. SVG is a document and is never shown."""
ANY = Binary("application/octet-stream", statuses=(206, 304, 412, 416))


class Shown(Query):
    """How to send it."""

    inline: Annotated[
        Literal["1"] | None,
        Field(description="Show PNG, JPEG, GIF and WebP in place; anything else is a download still."),
    ] = None


@routes.get("/attachments/{attachment_id}", binary=ANY)
async def download(call: Call, attachment_id: int, query: Shown) -> web.StreamResponse:
    """The file, if I may see its message. Large files honour `Range`."""
    row = await attachment(call.session, scope=call.scope, attachment_id=attachment_id)
    data = await call.house.blobs.open(call.session, row.digest)
    shown = query.inline is not None and row.media_type in RASTER
    headers = {
        "Content-Type": row.media_type if TYPE.fullmatch(row.media_type) else UNKNOWN_TYPE,
        "Content-Disposition": disposition("inline" if shown else "attachment", row.name),
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'self'; sandbox",
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    if isinstance(data, Path):
        return web.FileResponse(data, headers=headers)
    return web.Response(body=data, headers=headers)


def disposition(kind: str, name: str) -> str:
    """A `Content-Disposition` with the name in both forms (RFC 6266, RFC 8187)."""
    plain = "".join(char if " " <= char <= "~" and char not in '"\\%;' else "_" for char in name)
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
