"""What the patrons' pages are made from, and drawing one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from contactcenter.accounts.peer import by_tls
from contactcenter.channels.web_chat.lines import FileLinks
from contactcenter.channels.web_chat.uploads import Uploads
from contactcenter.clock import Clock
from contactcenter.envelope import Desk, OpenState
from contactcenter.portal.assets import Assets
from contactcenter.portal.headers import PAGE
from contactcenter.portal.links import FormSeals, InquiryLinks
from contactcenter.portal.opening import in_words
from contactcenter.portal.prefer import WORDS, Locale, locale_of, theme_of
from contactcenter.settings import Settings

KILO = 1000


class House:
    """The portal's own ends of things: desk, links, seals, files, templates."""

    def __init__(self, *, desk: Desk, settings: Settings, secret: bytes, clock: Clock) -> None:
        self.desk = desk
        self.settings = settings
        self.clock = clock
        self.assets = Assets()
        self.inquiries = InquiryLinks(secret)
        self.forms = FormSeals(secret)
        self.uploads = Uploads(secret)
        self.files = FileLinks(secret)
        self.zone = ZoneInfo(settings.library.timezone)
        self._templates = Environment(
            loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=StrictUndefined,
            trim_blocks=True, lstrip_blocks=True,
        )
        self._templates.filters["size"] = size

    def locale(self, request: web.Request) -> Locale:
        return locale_of(request, self.settings.library.default_locale)

    def words(self, request: web.Request) -> Mapping[str, str]:
        return WORDS[self.locale(request)]

    def library(self, locale: Locale) -> str:
        library = self.settings.library
        return library.name_zh if locale == "zh-Hans" else library.name

    async def departments(self, locale: Locale) -> list[tuple[str, str]]:
        """Slug and name of each department a reader may choose."""
        found = await self.desk.departments()
        return [(one.slug, one.name_zh if locale == "zh-Hans" else one.name) for one in found]

    async def opening(self, request: web.Request) -> list[tuple[str, str, OpenState, str]]:
        """Slug, name, hours, and the hours in words, of each department, as they are now."""
        locale, now = self.locale(request), self.clock()
        states = [(slug, name, await self.desk.hours(now, slug)) for slug, name in await self.departments(locale)]
        words = WORDS[locale]
        return [
            (slug, name, state, in_words(state, now, words=words, locale=locale)) for slug, name, state in states
        ]

    def by_tls(self, request: web.Request) -> bool:
        """Whether the reader's browser speaks TLS, to us or to the proxy in front."""
        return by_tls(
            request.scheme, request.headers.getall("X-Forwarded-Proto", []), self.settings.http.trusted_proxies
        )

    def draw(
        self, request: web.Request, template: str, *, status: int = 200, headers: Mapping[str, str] = PAGE,
        **values: object,
    ) -> web.Response:
        """A page in the reader's language and colours."""
        locale = self.locale(request)
        text = self._templates.get_template(template).render(
            words=WORDS[locale], locale=locale, theme=theme_of(request), library=self.library(locale),
            # A secret address must not come back in a link's query.
            here="/" if request.path.startswith("/t/") else request.path,
            path=request.path, asset=self.assets.url, **values,
        )
        return web.Response(status=status, text=text, content_type="text/html", headers=headers)

    def moment(self, at: datetime, locale: Locale) -> str:
        """A time as readers at the library write it."""
        local = at.astimezone(self.zone)
        if locale == "zh-Hans":
            return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"
        return f"{local.day} {local:%B %Y, %H:%M}"


def size(count: int) -> str:
    """Bytes as people read them (SI units, as operating systems' shops count)."""
    if count < KILO:
        return f"{count} B"
    if count < KILO * KILO:
        return f"{count / KILO:.0f} kB"
    return f"{count / KILO / KILO:.1f} MB".replace(".0 MB", " MB")
