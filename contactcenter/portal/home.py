"""The first page: three ways to the library."""

from __future__ import annotations

from aiohttp import web

from contactcenter.portal.ask import ASKED_COOKIE
from contactcenter.portal.house import House
from contactcenter.portal.opening import when


class Home:
    def __init__(self, house: House) -> None:
        self._house = house

    async def show(self, request: web.Request) -> web.Response:
        token = request.cookies.get(ASKED_COOKIE, "")
        asked = self._house.inquiries.ticket(token)
        now, locale = self._house.clock(), self._house.locale(request)
        opening = await self._house.desk.hours(now)
        return self._house.draw(
            request, "home.html", opening=opening, when=when(opening, now, locale),
            departments=await self._house.opening(request),
            asked=self._house.inquiries.path(asked) if asked is not None else None,
        )
