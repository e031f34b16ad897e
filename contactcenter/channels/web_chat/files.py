"""Files of a chat by HTTP: sent up streamed, fetched by a signed link, always as a download."""

from __future__ import annotations

from collections.abc import AsyncIterator
from urllib.parse import quote

from aiohttp import web

from contactcenter.channels.named_files import file_name, media_type
from contactcenter.channels.web_chat.lines import FileLinks
from contactcenter.channels.web_chat.origin import origin_allowed
from contactcenter.channels.web_chat.peer import peer
from contactcenter.channels.web_chat.throttle import Throttle
from contactcenter.channels.web_chat.token import ChatTokens
from contactcenter.channels.web_chat.uploads import Upload, Uploads
from contactcenter.clock import Clock
from contactcenter.envelope import BlobRef, Desk, Unavailable
from contactcenter.settings import Http

CHUNK_BYTES = 64 * 1024


class ChatFiles:
    """`POST /chat/upload?name=` and `GET /chat/file/...`."""

    def __init__(
        self, *, desk: Desk, http: Http, tokens: ChatTokens, uploads: Uploads, links: FileLinks, clock: Clock,
        throttle: Throttle,
    ) -> None:
        self._desk = desk
        self._http = http
        self._tokens = tokens
        self._uploads = uploads
        self._links = links
        self._clock = clock
        self._throttle = throttle

    async def upload(self, request: web.Request) -> web.Response:
        """Store the body. Answers `{id, name, media_type, size}`, or `{error: code}` with 4xx or 503.

        A chat token in Authorization counts against its conversation; before there is one, the address counts.
        """
        if refused := self._refuse(request):
            return self._answer(request, {"error": refused}, status=403 if refused == "origin" else 429)
        limit = self._http.max_upload_bytes
        if (request.content_length or 0) > limit:
            return self._answer(request, {"error": "too_large", "limit": limit}, status=413)
        try:
            blob = await self._desk.store(_chunks(request), limit=limit)
        except ValueError:
            return self._answer(request, {"error": "too_large", "limit": limit}, status=413)
        except Unavailable:
            return self._answer(request, {"error": "unavailable"}, status=503)
        if not blob.size:
            return self._answer(request, {"error": "empty"}, status=422)
        upload = Upload(file_name(request.query.get("name", "")), media_type(request.content_type), blob)
        return self._answer(request, {
            "id": self._uploads.name(upload, now=self._clock()),
            "name": upload.name, "media_type": upload.media_type, "size": blob.size,
        })

    async def preflight(self, request: web.Request) -> web.Response:
        """What the browser asks before a foreign page may send a file (Fetch, CORS protocol)."""
        return web.Response(status=204, headers=self._cors(request) | {
            "Access-Control-Allow-Methods": "POST",
            "Access-Control-Allow-Headers": "authorization, content-type",
            "Access-Control-Max-Age": "600",
        })

    async def download(self, request: web.Request) -> web.Response:
        """One file of one message, as its signed link names it."""
        named = self._links.read(request.match_info["seal"])
        if named is None:
            raise web.HTTPNotFound
        ticket_id, version, index = named
        lines = await self._desk.history(ticket_id, after=version - 1)
        line = next((one for one in lines if one.version == version), None)
        if line is None or index >= len(line.attachments):
            raise web.HTTPNotFound
        file = line.attachments[index]
        data = await self._desk.read(file.data) if isinstance(file.data, BlobRef) else file.data
        return web.Response(body=data, headers=download_headers(file.name, file.media_type))

    def _refuse(self, request: web.Request) -> str:
        if not origin_allowed(request.headers.get("Origin"), host=request.host, http=self._http):
            return "origin"
        token = self._tokens.check(request.headers.get("Authorization", "").removeprefix("Bearer "))
        owner = f"ticket {token.ticket_id}" if token else peer(request, self._http.trusted_proxies)
        return "" if self._throttle.take(owner) else "slow_down"

    def _cors(self, request: web.Request) -> dict[str, str]:
        return cors(request, self._http)

    def _answer(self, request: web.Request, body: dict[str, object], *, status: int = 200) -> web.Response:
        return web.json_response(body, status=status, headers=self._cors(request) | {"Cache-Control": "no-store"})


def cors(request: web.Request, http: Http) -> dict[str, str]:
    """Headers that let the widget's sites read an answer; none for other sites."""
    origin = request.headers.get("Origin")
    if origin is None or not origin_allowed(origin, host=request.host, http=http):
        return {"Vary": "Origin"}
    return {"Access-Control-Allow-Origin": origin, "Vary": "Origin"}


def download_headers(name: str, type_: str) -> dict[str, str]:
    """A download, never a page: whatever a stranger sent, no browser shows or runs it here (RFC 6266)."""
    return {
        "Content-Type": type_,
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-store",
        "Referrer-Policy": "no-referrer",
    }


async def _chunks(request: web.Request) -> AsyncIterator[bytes]:
    async for chunk in request.content.iter_chunked(CHUNK_BYTES):
        yield chunk
