"""The first page: three ways to the library."""

from __future__ import annotations

from aiohttp import web

from contactcenter.portal.ask import ASKED_COOKIE
from contactcenter.portal.house import House


class Home:
    def __init__(self, house: House) -> None:
        self._house = house

    async def show(self, request: web.Request) -> web.Response:
        token = request.cookies.get(ASKED_COOKIE, "")
        asked = self._house.inquiries.ticket(token)
        return self._house.draw(
            request, "home.html", opening=self._house.desk.hours(self._house.clock()),
            asked=self._house.inquiries.path(asked) if asked is not None else None,
        )
