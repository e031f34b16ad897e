"""A patron's HTML as a document of its own, for a sandboxed frame.

The channel sanitised it. Here it gets a policy that forbids everything but its own styles and
pictures in it (`srcdoc` would inherit the console's policy), and no picture is loaded from anywhere:
those that came with the mail are put into the document, remote ones would tell the sender that,
when and where it was read. They are loaded when the librarian asks, into this one document.
"""

from __future__ import annotations

import re
from base64 import b64encode
from typing import Annotated, Literal

from aiohttp import web
from pydantic import Field
from sqlalchemy import select

from contactcenter.api.attachments import RASTER
from contactcenter.api.query import Query
from contactcenter.api.route import Binary, Call, Routes
from contactcenter.tickets.errors import NotFound
from contactcenter.tickets.messages import row_visible
from contactcenter.tickets.tables import AttachmentRow

routes = Routes("Files")
POLICY = (
    "default-src 'none'; img-src 'self' data:{remote}; style-src 'unsafe-inline'; frame-ancestors 'self'; "
    "base-uri 'none'; form-action 'none'; sandbox allow-popups allow-popups-to-escape-sandbox"
)
"""Popups: a link may open in a new tab, as a page like any other. Scripts, forms: never."""
REMOTE_PICTURES = " https: http:"
SET_ASIDE = re.compile(r"""(<img\b[^<>]*?\s)data-remote=""", re.IGNORECASE)
"""As the channel's sanitiser writes it: a picture that is not in the mail."""
CID = re.compile(r"""src=(["'])cid:([^"'<>\s]{1,255})\1""", re.IGNORECASE)
MOST_PICTURE_BYTES = 4_000_000
"""Pictures beyond this in one message stay attachments below it."""
HEAD = (
    '<!doctype html><html><head><meta charset="utf-8"><base target="_blank"><style>'
    "html{color-scheme:light;background:#fff}"
    "body{margin:0;padding:2px;font:14px/1.5 system-ui,sans-serif;color:#1f2328;overflow-wrap:anywhere}"
    "img{max-width:100%;height:auto}"
    "img[data-remote]{outline:1px dashed #8c959f;min-width:24px;min-height:24px}"
    "table{max-width:100%}pre{white-space:pre-wrap}"
    "</style></head><body>"
)


class Pictures(Query):
    """Which pictures may be loaded."""

    remote: Annotated[
        Literal["true"] | None, Field(description="Load pictures from the web: it tells the sender that it was read.")
    ] = None


@routes.get("/messages/{message_id}/html", binary=Binary("text/html"))
async def show_html(call: Call, message_id: int, query: Pictures) -> web.Response:
    """The message's HTML, to be shown in `<iframe sandbox>`; 404 when it has none."""
    row = await row_visible(call.session, scope=call.scope, message_id=message_id)
    if row.kind != "patron" or row.html is None:
        raise NotFound
    pictures = await _pictures(call, message_id) if CID.search(row.html) else {}
    body = CID.sub(lambda found: f'src="{pictures.get(found[2].lower(), "")}"', row.html)
    if query.remote:
        body = SET_ASIDE.sub(r"\1src=", body)
    return web.Response(
        text=f"{HEAD}{body}</body></html>",
        content_type="text/html",
        headers={
            "Content-Security-Policy": POLICY.format(remote=REMOTE_PICTURES if query.remote else ""),
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
        },
    )


async def _pictures(call: Call, message_id: int) -> dict[str, str]:
    """The message's own pictures as `data:` URLs, by Content-ID in lower case."""
    rows = (await call.session.execute(
        select(AttachmentRow)
        .where(
            AttachmentRow.message_id == message_id,
            AttachmentRow.content_id.is_not(None),
            AttachmentRow.media_type.in_(RASTER),
        )
        .order_by(AttachmentRow.id)
    )).scalars().all()
    found: dict[str, str] = {}
    room = MOST_PICTURE_BYTES
    for row in rows:
        if row.size > room or row.content_id is None:
            continue
        room -= row.size
        data = await call.house.blobs.load(call.session, row.digest)
        key = row.content_id.strip("<>").lower()
        found[key] = f"data:{row.media_type};base64,{b64encode(data).decode()}"
    return found
