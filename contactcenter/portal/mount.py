"""Wiring the patrons' pages into the program."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from contactcenter.clock import Clock
from contactcenter.envelope import Desk
from contactcenter.portal.ask import Ask
from contactcenter.portal.chat import Chat
from contactcenter.portal.headers import PRIVATE
from contactcenter.portal.home import Home
from contactcenter.portal.house import House
from contactcenter.portal.inquiry import Inquiry
from contactcenter.portal.prefer import choose
from contactcenter.settings import Settings

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def mount(app: web.Application, desk: Desk, settings: Settings, secret: bytes, clock: Clock) -> House:
    """Serve `/`, `/ask`, `/t/…`, `/chat` and the widget. `secret` is the program's signing key.

    The web server must not log the paths below `/t/` and `/chat/file/`: they are keys.
    """
    house = House(desk=desk, settings=settings, secret=secret, clock=clock)
    home, ask, inquiry, chat = Home(house), Ask(house), Inquiry(house), Chat(house)
    app.router.add_get("/", home.show)
    app.router.add_get("/prefer", choose)
    app.router.add_get("/ask", ask.show)
    app.router.add_post("/ask", ask.send)
    app.router.add_get("/ask/thanks", ask.thanks)
    app.router.add_get("/t/{token}", _or_not_found(house, inquiry.show))
    app.router.add_post("/t/{token}", _or_not_found(house, inquiry.write))
    app.router.add_get("/chat", chat.show)
    app.router.add_get("/chat/desk", chat.desk)
    app.router.add_get("/widget.js", house.assets.widget)
    app.router.add_get("/widget-demo", chat.demo)
    app.router.add_get("/portal/{name:.+}", house.assets.serve)
    return house


def _or_not_found(house: House, handler: Handler) -> Handler:
    """A wrong link gets a page that says what to do."""

    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except web.HTTPNotFound:
            return house.draw(request, "not_found.html", status=404, headers=PRIVATE)

    return handle
