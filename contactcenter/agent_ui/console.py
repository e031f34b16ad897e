"""The console's files: one page for all of its addresses, and assets whose names are their hashes."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from aiohttp import web

from contactcenter.agent_ui.house import House
from contactcenter.agent_ui.pages import YEAR_S, draw
from contactcenter.agent_ui.sign_in import signed_in
from contactcenter.agent_ui.words import words_for

DIST = Path(__file__).parent / "console" / "dist"
BUILD = "make run"
IMMUTABLE = f"public, max-age={YEAR_S}, immutable"


class Console:
    """Serving what the front end's build made."""

    def __init__(self, house: House, dist: Path = DIST) -> None:
        self._house = house
        self._dist = dist.resolve()

    async def page(self, request: web.Request) -> web.StreamResponse:
        """The console's page for any address below /console/; a file where there is one."""
        file = self._file(request.match_info["path"])
        if file is not None:
            return _sent(file, IMMUTABLE if file.is_relative_to(self._dist / "assets") else "no-cache")
        if request.match_info["path"].startswith("assets/"):
            # An old page asks for an asset of a build that is gone: a page instead would be run as a script.
            raise web.HTTPNotFound
        if await signed_in(request, self._house) is None:
            raise web.HTTPSeeOther(f"/sign-in?next={quote(request.path_qs, safe='/')}")
        index = self._dist / "index.html"
        if not index.is_file():
            words = words_for(request, self._house.settings.library.default_locale)
            return draw("unbuilt.html", self._house, words, status=503, command=BUILD)
        return _sent(index, "no-cache")

    def _file(self, path: str) -> Path | None:
        if not path or path == "index.html" or "\x00" in path:
            return None
        file = (self._dist / path).resolve()
        # `..` and links must not lead out of the build.
        return file if file.is_relative_to(self._dist) and file.is_file() else None


async def to_console(request: web.Request) -> web.Response:
    """/console is /console/, and the list that an address names stays named."""
    raise web.HTTPSeeOther(request.rel_url.with_path("/console/", keep_query=True))


def _sent(file: Path, cache: str) -> web.FileResponse:
    """The file, as its `.br` or `.gz` sibling where the browser takes that and the build made one."""
    return web.FileResponse(file, headers={"Cache-Control": cache, "Vary": "Accept-Encoding"})
