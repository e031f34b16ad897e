"""Drawing the demo's pages: the patrons' style sheet, a few rules more, two languages, light and dark."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from aiohttp import hdrs, web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from contactcenter.channels.web_chat.origin import is_ours
from contactcenter.demo import words_en, words_zh
from contactcenter.settings import Settings

HERE = Path(__file__).parent
TYPES = {".css": "text/css", ".js": "text/javascript"}
FILES = {file.name: file.read_bytes() for file in sorted((HERE / "static").iterdir()) if file.suffix in TYPES}
TAG = hashlib.sha256(b"".join(FILES.values())).hexdigest()[:12]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
LANGUAGE_COOKIE, THEME_COOKIE = "cc_language", "cc_theme"
"""The portal's; `/prefer` sets them."""


class Pages:
    """What every page of the demo has in common."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.booth = False
        """Whether there is a phone booth to lead to."""
        self.fax = False
        """Whether there are fax machines."""
        self._zone = ZoneInfo(settings.library.timezone)
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
            lstrip_blocks=True,
        )

    def locale(self, request: web.Request) -> str:
        """By cookie, else the first of the browser's languages that we have, else the library's own."""
        chosen = request.cookies.get(LANGUAGE_COOKIE)
        if chosen in ("en", "zh-Hans"):
            return chosen
        for entry in request.headers.get(hdrs.ACCEPT_LANGUAGE, "").lower().split(","):
            tag = entry.split(";")[0].strip()
            if tag.startswith("zh"):
                return "zh-Hans"
            if tag.startswith("en"):
                return "en"
        return self.settings.library.default_locale

    def words(self, request: web.Request) -> Mapping[str, str]:
        return words_zh.WORDS if self.locale(request) == "zh-Hans" else words_en.WORDS

    def draw(self, request: web.Request, template: str, *, status: int = 200, **values: object) -> web.Response:
        """A page in the visitor's language and colours."""
        locale = self.locale(request)
        library = self.settings.library
        text = self._templates.get_template(template).render(
            words=self.words(request), locale=locale, theme=request.cookies.get(THEME_COOKIE, "system"),
            library=library.name_zh if locale == "zh-Hans" else library.name, path=request.path, here=request.path_qs,
            booth=self.booth, fax=self.fax, asset=lambda name: f"/demo/files/{name}?v={TAG}",
            moment=lambda at: self.moment(at, locale), **values,
        )
        return web.Response(status=status, text=text, content_type="text/html", headers=HEADERS)

    def moment(self, at: datetime, locale: str) -> str:
        """A time as people at the library write it."""
        local = at.astimezone(self._zone)
        if locale == "zh-Hans":
            return f"{local.month}月{local.day}日 {local:%H:%M}"
        return f"{local.day} {local:%b, %H:%M}"

    async def file(self, request: web.Request) -> web.Response:
        """`/demo/files/…`: the pages' own files."""
        name = request.match_info["name"]
        if name not in FILES:
            raise web.HTTPNotFound
        return web.Response(
            body=FILES[name], content_type=TYPES[Path(name).suffix], charset="utf-8",
            headers={"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"},
        )

    def require_ours(self, request: web.Request) -> None:
        """Another site must not sign anybody in here or send mail from here: silence is a no."""
        site = request.headers.get("Sec-Fetch-Site")
        if site is not None:
            ours = site in ("same-origin", "none")
        else:
            said = request.headers.get(hdrs.ORIGIN)
            ours = said is not None and is_ours(said, host=request.host, http=self.settings.http)
        if not ours:
            raise web.HTTPForbidden(text="This form was sent from another site.")
