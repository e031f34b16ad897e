"""The reader's language and colours: by cookie, else as the browser says, else as the library does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from aiohttp import hdrs, web

from contactcenter.portal import words_en, words_zh

Locale = Literal["en", "zh-Hans"]
Theme = Literal["system", "light", "dark"]
WORDS: Mapping[Locale, Mapping[str, str]] = {"en": words_en.PAGES, "zh-Hans": words_zh.PAGES}
LANGUAGE_COOKIE = "cc_language"
THEME_COOKIE = "cc_theme"
YEAR_S = 31_536_000


def locale_of(request: web.Request, default: Locale) -> Locale:
    """The chosen language, else the first of the browser's that we have (RFC 9110, 12.5.4)."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen == "en":
        return "en"
    if chosen == "zh-Hans":
        return "zh-Hans"
    for tag in _accepted(request.headers.get(hdrs.ACCEPT_LANGUAGE, "")):
        if tag.startswith("zh"):
            return "zh-Hans"
        if tag.startswith("en"):
            return "en"
    return default


def theme_of(request: web.Request) -> Theme:
    """The chosen colours; `system` follows the device."""
    chosen = request.cookies.get(THEME_COOKIE)
    if chosen == "light":
        return "light"
    return "dark" if chosen == "dark" else "system"


async def choose(request: web.Request) -> web.Response:
    """`GET /prefer?language=&theme=&back=`: remember a choice and go back. Works without JavaScript."""
    response = web.Response(status=303, headers={"Location": local_path(request.query.get("back")),
                                                 "Cache-Control": "no-store"})
    language, theme = request.query.get("language"), request.query.get("theme")
    if language in ("en", "zh-Hans"):
        _remember(response, LANGUAGE_COOKIE, language)
    if theme in ("system", "light", "dark"):
        _remember(response, THEME_COOKIE, theme)
    return response


def local_path(given: str | None) -> str:
    r"""A path of this site, else `/`. `//host`, `/\host` and `/<tab>/host` are other sites to a browser."""
    if not given or not given.startswith("/") or given.startswith("//"):
        return "/"
    return "/" if any(char <= " " or char in "\x7f\\" for char in given) else given


def _remember(response: web.Response, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=YEAR_S, path="/", samesite="Lax", httponly=True)


def _accepted(header: str) -> list[str]:
    weighed = []
    for place, entry in enumerate(header.split(",")[:20]):
        tag, _, quality = entry.strip().lower().partition(";")
        try:
            weight = float(quality.strip().removeprefix("q=")) if quality else 1.0
        except ValueError:
            weight = 0.0
        if weight > 0:
            weighed.append((-weight, place, tag))
    return [tag for _, _, tag in sorted(weighed)]
