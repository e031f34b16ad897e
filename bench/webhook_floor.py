"""The floor of the carrier's door: an aiohttp handler that reads a form and commits one row. `… PORT FOLDER`."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

import uvloop
from aiohttp import web


def application(folder: Path) -> web.Application:
    """`POST /` keeps the body; as durable as the product (WAL, FULL)."""
    database = sqlite3.connect(folder / "floor.sqlite3", isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE kept (id INTEGER PRIMARY KEY, body BLOB NOT NULL)")

    async def keep(request: web.Request) -> web.Response:
        body = await request.read()
        database.execute("BEGIN IMMEDIATE")
        database.execute("INSERT INTO kept (body) VALUES (?)", (body,))
        database.execute("COMMIT")
        return web.Response(body=b"<Response/>", content_type="text/xml")

    async def alive(_: web.Request) -> web.Response:
        return web.Response(text="alive")

    app = web.Application()
    app.router.add_post("/", keep)
    app.router.add_get("/", alive)
    return app


if __name__ == "__main__":
    uvloop.install()
    web.run_app(application(Path(sys.argv[2])), host="127.0.0.1", port=int(sys.argv[1]), print=lambda *_: None,
                access_log=None)
