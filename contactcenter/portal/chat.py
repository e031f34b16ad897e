"""The chat's own page, the page that shows the widget, and what the chat asks before it begins."""

from __future__ import annotations

from aiohttp import web

from contactcenter.channels.web_chat.asks import LONGEST_TEXT
from contactcenter.channels.web_chat.files import cors
from contactcenter.channels.web_chat.lines import wire_opening
from contactcenter.channels.web_chat.origin import origin_allowed
from contactcenter.channels.web_chat.uploads import MOST_FILES
from contactcenter.portal.house import House


class Chat:
    def __init__(self, house: House) -> None:
        self._house = house

    async def show(self, request: web.Request) -> web.Response:
        return self._house.draw(request, "chat.html")

    async def demo(self, request: web.Request) -> web.Response:
        http = self._house.settings.http
        base = http.public_url.rstrip("/") or f"{request.scheme}://{request.host}"
        return self._house.draw(request, "demo.html", base=base)

    async def desk(self, request: web.Request) -> web.Response:
        """`GET /chat/desk`: who we are, whether we are open, whom one may ask, and the limits."""
        settings = self._house.settings
        if not origin_allowed(request.headers.get("Origin"), host=request.host, http=settings.http):
            raise web.HTTPForbidden
        now, hours = self._house.clock(), self._house.desk.hours
        opening = await hours(now)
        return web.json_response(
            {
                "library": {"en": settings.library.name, "zh-Hans": settings.library.name_zh},
                "departments": [
                    {"slug": one.slug, "en": one.name, "zh-Hans": one.name_zh,
                     **wire_opening(await hours(now, one.slug))}
                    for one in await self._house.desk.departments()
                ],
                **wire_opening(opening),
                "longest_text": LONGEST_TEXT,
                "most_files": MOST_FILES,
                "max_file_bytes": settings.http.max_upload_bytes,
            },
            headers=cors(request, settings.http) | {"Cache-Control": "no-store"},
        )
