"""The words around a reply, an acknowledgement, a transcript and a notice: Jinja2 templates in both languages."""

from __future__ import annotations

import math
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from contactcenter.channels.email import html_text, sanitise
from contactcenter.envelope import Line, Outbound
from contactcenter.settings import Library

KINDS = ("reply", "acknowledgement", "transcript", "notice")
LOCALES = ("en", "zh-Hans")
FALLBACK_LOCALE = "en"
"""For a patron's language in which there is no template."""

_TEMPLATES = Environment(
    loader=PackageLoader("contactcenter.channels.email", "templates"),
    # The text templates must not be escaped; every HTML one is.
    autoescape=select_autoescape(("html",)),
    undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=False,
)


@dataclass(frozen=True, slots=True)
class Words:
    """A message in both forms."""

    text: str
    html: str


def locale_of(outbound: Outbound) -> str:
    """The language the templates are taken in."""
    return outbound.locale if outbound.locale in LOCALES else FALLBACK_LOCALE


def library_name(library: Library, locale: str) -> str:
    """The library's name in one of the two languages."""
    return library.name_zh if locale == "zh-Hans" else library.name


def _said(line: Line, library: Library, locale: str) -> dict[str, str | list[str]]:
    """A line of a transcript, as the templates show it: the time is the library's."""
    at = line.at.astimezone(ZoneInfo(library.timezone))
    reader = {"en": "You", "zh-Hans": "您"}[locale]
    day = f"{at.year}年{at.month}月{at.day}日" if locale == "zh-Hans" else f"{at.day} {at:%B %Y}"
    return {
        "name": line.name.strip() or (reader if line.author == "patron" else library_name(library, locale)),
        "at": f"{day} {at:%H:%M}",
        "text": line.text.strip("\n"),
        "body": (sanitise.clean(line.html) if line.html else None) or html_text.from_text(line.text.strip("\n")),
        "files": [file.name for file in line.attachments],
    }


def _read_from(outbound: Outbound, locale: str) -> str:
    """When somebody will read it, on the clock of its queue; empty when that is now, or not to be told."""
    if outbound.read_from is None:
        return ""
    at = outbound.read_from.astimezone(ZoneInfo(outbound.zone or "UTC"))
    if locale == "zh-Hans":
        return f"{at.year}年{at.month}月{at.day}日（星期{'一二三四五六日'[at.weekday()]}）{at:%H:%M}"
    return f"{at:%A}, {at.day} {at:%B %Y, %H:%M}"


def _open_time(seconds: int, locale: str) -> str:
    """A length of opening time in words; rounded up, so that nobody is promised too much."""
    minutes = max(1, math.ceil(seconds / 60))
    hours = math.ceil(minutes / 60)
    if minutes < 90:  # noqa: PLR2004  # an hour and a half
        return f"{minutes} 分钟" if locale == "zh-Hans" else f"{minutes} minute{'s' if minutes > 1 else ''}"
    return f"{hours} 个开放小时" if locale == "zh-Hans" else f"{hours} opening hours"


def render(outbound: Outbound, library: Library, page: str = "") -> Words:
    """Fill the templates of the message's kind and language. `page`: the inquiry's address on the web, or nothing."""
    locale = locale_of(outbound)
    kind = outbound.kind if outbound.kind in KINDS else "reply"
    html = sanitise.clean(outbound.html) if outbound.html else None
    values = {
        "text": outbound.text.strip("\n"),
        "body": html if html is not None else html_text.from_text(outbound.text) if outbound.text.strip() else "",
        "author": outbound.author.strip(), "patron": outbound.to.name.strip(), "ticket": outbound.ticket_id,
        "subject": " ".join(outbound.subject.split()), "library": library_name(library, locale),
        "locale": locale, "page": page, "zone": library.timezone,
        "read_from": _read_from(outbound, locale), "outlook": outbound.outlook,
        "half": _open_time(outbound.outlook.half_s, locale) if outbound.outlook else "",
        "most": _open_time(outbound.outlook.most_s, locale) if outbound.outlook else "",
        "lines": [_said(line, library, locale) for line in outbound.lines],
    }
    return Words(
        text=_TEMPLATES.get_template(f"{kind}.{locale}.txt").render(values).strip("\n") + "\n",
        html=_TEMPLATES.get_template(f"{kind}.{locale}.html").render(values),
    )
