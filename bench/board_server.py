"""The product under the board's measurement: `python -m bench.board_server PORT DATA_DIR`.

The loop that draws the board by itself stands still; `POST /board` draws it, as that loop would.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import uvloop
from aiohttp import web

from bench.seed import DEPARTMENTS
from contactcenter.app import build
from contactcenter.settings import Hours, Settings


async def serve(port: int, data_dir: Path) -> None:
    """Until the process is ended."""
    settings = Settings(data_dir=data_dir, departments=DEPARTMENTS, log_level="error",
                        hours=Hours(opens="00:00", closes="24:00"))
    async with build(settings) as (app, house):
        loop = next(one for one in house.loops if one.name == "board")

        async def draw(_: web.Request) -> web.Response:
            await loop.close()
            house.wake.ring()
            await loop.step()
            return web.Response()

        app.router.add_post("/board", draw)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        await asyncio.Event().wait()


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
