"""The floor of the chat numbers: bare python-socketio on the same loop and serialiser, no database.

`say` from a patron is emitted to every librarian's socket and acknowledged; nothing else happens.
"""

from __future__ import annotations

import sys

import orjson
import socketio
import uvloop
from aiohttp import web

from contactcenter.realtime.sockets import SocketJson


class Staff(socketio.AsyncNamespace):
    """Librarians listen; `resume` answers as the product's does."""

    sids: list[str] = []  # noqa: RUF012  # one namespace in one process

    async def on_connect(self, sid: str, *_: object) -> None:
        self.sids.append(sid)

    async def on_resume(self, _sid: str, _data: object) -> dict[str, object]:
        return {"resync": False, "events": [], "position": 0}


class Patron(socketio.AsyncNamespace):
    """Patrons talk."""

    async def on_connect(self, *_: object) -> None:
        return None

    async def on_start(self, _sid: str, _data: object) -> dict[str, object]:
        return {"token": "floor", "ticket_id": 1, "version": 1}

    async def on_resume(self, _sid: str, _data: object) -> dict[str, object]:
        return {"lines": [], "version": 0}

    async def on_say(self, _sid: str, data: dict[str, object]) -> dict[str, object]:
        event = {"messages": [{"text": data["text"], "client_id": data["client_id"]}]}
        for sid in Staff.sids:
            await self.server.emit("events", {"events": [event], "position": 1}, to=sid, namespace="/staff")
        return {"version": 1}


async def _broadcast(request: web.Request) -> web.Response:
    """The floor of the board: these bytes, to every librarian's socket."""
    sio: socketio.AsyncServer = request.app["sio"]
    await sio.emit("board", orjson.Fragment(await request.read()), namespace="/staff")
    return web.Response()


async def _alive(_: web.Request) -> web.Response:
    return web.Response(text="alive")


def application() -> web.Application:
    """The relay, ready to be served."""
    sio = socketio.AsyncServer(
        async_mode="aiohttp", json=SocketJson, transports=["websocket"], cors_allowed_origins="*",
        ping_interval=20, ping_timeout=20,
    )
    sio.register_namespace(Staff("/staff"))
    sio.register_namespace(Patron("/patron"))
    app = web.Application()
    app.router.add_get("/", _alive)
    app.router.add_post("/board", _broadcast)
    app["sio"] = sio
    sio.attach(app)
    return app


if __name__ == "__main__":
    uvloop.install()
    web.run_app(application(), host="127.0.0.1", port=int(sys.argv[1]), print=lambda *_: None, access_log=None)
