"""The door at which the carrier fetches the files of our texts. It asks by HEAD, then by GET, with no signature.

https://www.twilio.com/docs/messaging/guides/accepted-mime-types. The sealed address is the key (`links.py`): there is
no list, and what is wrong, too late or gone is 404 alike.
"""

from __future__ import annotations

from aiohttp import web

from contactcenter.channels.sms.links import FILES, FileLinks
from contactcenter.clock import Clock
from contactcenter.envelope import Desk
from contactcenter.ranges import answered


class Lender:
    """Serves exactly the file that an address names."""

    def __init__(self, desk: Desk, links: FileLinks, clock: Clock) -> None:
        self._desk, self._links, self._clock = desk, links, clock

    def mount(self, app: web.Application) -> None:
        app.router.add_get(FILES + "{token}", self.lend)

    async def lend(self, request: web.Request) -> web.Response:
        lent = self._links.find(request.match_info["token"], now=self._clock())
        if lent is None:
            raise web.HTTPNotFound
        try:
            data = await self._desk.read(lent.blob)
        except (KeyError, FileNotFoundError):
            raise web.HTTPNotFound from None
        headers = {
            "Content-Type": lent.media_type, "Content-Disposition": f'inline; filename="{lent.name}"',
            "Content-Security-Policy": "default-src 'none'; sandbox", "X-Content-Type-Options": "nosniff",
            "X-Robots-Tag": "noindex", "Cache-Control": "private, no-store",
        }
        return answered(request.headers.get("Range") if request.method == "GET" else None, data, headers)
