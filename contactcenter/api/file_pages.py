"""Pages of files as pictures, made by the press in a process of its own; for whoever may see the message."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, get_args

from aiohttp import web
from pydantic import Field

from contactcenter.api.problems import Refusal
from contactcenter.api.query import Query
from contactcenter.api.route import Binary, Call, Routes
from contactcenter.channels.fax.jobs import SHOWN
from contactcenter.channels.fax.press import PressError
from contactcenter.shapes.fax import FilePages, PageSize, Unreadable
from contactcenter.tickets.errors import NotFound
from contactcenter.tickets.messages import attachment

routes = Routes("Files")
READABLE: dict[str, Unreadable] = {str(one): one for one in get_args(Unreadable)}


class Shown(Query):
    """How large."""

    size: Annotated[Literal["thumb", "page"], Field(description="180 or 1240 pixels across.")] = "page"


@routes.get("/attachments/{attachment_id}/pages", transaction="own")
async def list_pages(call: Call, attachment_id: int) -> FilePages:
    """How many pages a PDF or TIFF has; what cannot be read says so, and is a download still."""
    data, digest, media_type = await _file(call, attachment_id)
    try:
        found = await call.house.press.pages(data, digest=digest, media_type=media_type)
    except PressError as error:
        return FilePages(count=0, pages=[], error=READABLE.get(error.code, "broken"))
    return FilePages(count=found.count, pages=[PageSize(width=width, height=height) for width, height in found.sizes])


@routes.get("/attachments/{attachment_id}/pages/{page}", transaction="own", binary=Binary("image/webp"))
async def draw_page(call: Call, attachment_id: int, page: int, query: Shown) -> web.Response:
    """A page, from 1 on, as a picture."""
    data, digest, media_type = await _file(call, attachment_id)
    try:
        drawn = await call.house.press.picture(
            data, digest=digest, media_type=media_type, page=page - 1, size=query.size
        )
    except PressError as error:
        raise Refusal(422, error.code, "This page cannot be shown. Download the file instead.") from error
    return web.Response(body=drawn, content_type="image/webp", headers={
        "Content-Security-Policy": "default-src 'none'; sandbox", "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    })


async def _file(call: Call, attachment_id: int) -> tuple[bytes | Path, str, str]:
    """Its bytes, digest and type; the session is closed before the press begins. Raises `NotFound`."""
    async with call.house.database.read() as session:
        row = await attachment(session, scope=call.scope, attachment_id=attachment_id)
        if row.media_type not in SHOWN:
            raise NotFound
        return await call.house.blobs.open(session, row.digest), row.digest, row.media_type
