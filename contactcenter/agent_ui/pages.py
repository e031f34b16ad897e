"""Drawing the pages: Jinja2 templates and their one style sheet."""

from __future__ import annotations

import hashlib
from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from contactcenter.agent_ui.house import House
from contactcenter.agent_ui.words import Words

HERE = Path(__file__).parent
STYLE = (HERE / "static" / "pages.css").read_bytes()
STYLE_URL = f"/agent/pages.css?v={hashlib.sha256(STYLE).hexdigest()[:12]}"
YEAR_S = 31_536_000

_templates = Environment(
    loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined,
    trim_blocks=True, lstrip_blocks=True,
)


def draw(
    template: str, house: House, words: Words, *, status: int = 200,
    headers: dict[str, str] | None = None, **values: object,
) -> web.Response:
    """A page as an answer that nobody caches."""
    library = house.settings.library
    text = _templates.get_template(template).render(
        words=words, style_url=STYLE_URL,
        library=library.name_zh if words["lang"] == "zh-Hans" else library.name, **values,
    )
    return web.Response(
        status=status, text=text, content_type="text/html",
        headers={"Cache-Control": "no-store", **(headers or {})},
    )


async def style(_: web.Request) -> web.Response:
    """The style sheet; its address changes with its content."""
    return web.Response(
        body=STYLE, content_type="text/css", charset="utf-8",
        headers={"Cache-Control": f"public, max-age={YEAR_S}, immutable"},
    )
