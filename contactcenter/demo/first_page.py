"""The first page: sit down as somebody by one click, ask as a patron, send a mail."""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from contactcenter.accounts.end_session import end_session
from contactcenter.accounts.peer import SESSION_COOKIE, by_tls
from contactcenter.accounts.scope import Scope
from contactcenter.accounts.set_preferences import set_preferences
from contactcenter.accounts.start_session import start_session
from contactcenter.demo.page import Pages
from contactcenter.demo.patrons import VISITORS
from contactcenter.demo.people import STAFF, TOMAS
from contactcenter.house import House

CONSOLE = "/console/"


class FirstPage:
    """`/demo`, where `/` leads in the demo, and one-click sign-in."""

    def __init__(self, house: House, pages: Pages, staff: Mapping[str, Scope]) -> None:
        self._house = house
        self._pages = pages
        self._staff = staff
        self._library: Handler | None = None

    def mount(self, app: web.Application) -> None:
        """Add the routes. What stood at `/` (the library's page for patrons) is at `/library` meanwhile."""
        self._library = _handler_of(app, "/")
        app.middlewares.append(_to_demo)
        app.router.add_get("/demo", self.show)
        app.router.add_post("/demo/sign-in", self.sign_in)
        app.router.add_get("/demo/files/{name}", self._pages.file)
        app.router.add_get("/library", self.library)

    async def show(self, request: web.Request) -> web.Response:
        door = self._house.settings.mail.listen
        host, _, port = door.rpartition(":")
        return self._pages.draw(
            request, "first.html", seats=[one for one in STAFF if one is not TOMAS], nobody=TOMAS, visitors=VISITORS,
            door=door, host=host, port=port, desk=self._house.settings.mail.address,
        )

    async def library(self, request: web.Request) -> web.StreamResponse:
        if self._library is None:
            raise web.HTTPNotFound
        return await self._library(request)

    async def sign_in(self, request: web.Request) -> web.Response:
        """One click, no password: a door that only the demo has, and only for the demo's people."""
        self._pages.require_ours(request)
        login = str((await request.post()).get("login", ""))
        staff = self._staff.get(login)
        if staff is None or staff.staff_id is None:
            raise web.HTTPNotFound(text="There is no such person in the demo.")
        now, former = self._house.clock(), request.cookies.get(SESSION_COOKIE)
        async with self._house.database.transaction() as session:
            if former:
                await end_session(session, token=former, now=now)
            started = await start_session(session, staff_id=staff.staff_id, now=now)
            await set_preferences(session, staff_id=staff.staff_id, now=now, locale=self._locale(request, login))
        answer = web.Response(status=303, headers={hdrs.LOCATION: CONSOLE, "Cache-Control": "no-store"})
        answer.set_cookie(
            SESSION_COOKIE, started.token, path="/", httponly=True, samesite="Lax",
            secure=by_tls(request.scheme, request.headers.getall(hdrs.X_FORWARDED_PROTO, []),
                          self._house.settings.http.trusted_proxies),
        )
        return answer


    def _locale(self, request: web.Request, login: str) -> str:
        """Who reads Chinese sits down at a Chinese desk; else each has their own."""
        chosen = self._pages.locale(request)
        return chosen if chosen == "zh-Hans" else next((one.locale for one in STAFF if one.login == login), chosen)


def _handler_of(app: web.Application, path: str) -> Handler | None:
    """What answers GET at a path that is mounted already."""
    for route in app.router.routes():
        if route.method == hdrs.METH_GET and route.resource is not None and route.resource.canonical == path:
            return route.handler
    return None


@web.middleware
async def _to_demo(request: web.Request, handler: Handler) -> web.StreamResponse:
    if request.path == "/" and request.method in (hdrs.METH_GET, hdrs.METH_HEAD):
        return web.Response(status=303, headers={hdrs.LOCATION: "/demo", "Cache-Control": "no-store"})
    return await handler(request)
