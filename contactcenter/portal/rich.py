"""Staff messages as HTML on a patron's page: cleaned once more where they are shown."""

from __future__ import annotations

import nh3
from markupsafe import Markup

TAGS = {"p", "br", "b", "strong", "i", "em", "u", "s", "a", "ul", "ol", "li", "blockquote", "code", "pre", "h3", "h4"}


def shown(html: str) -> Markup:
    """Text with a little markup; links open without telling where they came from."""
    cleaned = nh3.clean(
        html, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow",
    )
    return Markup(cleaned)  # noqa: S704  # nh3 has just cleaned it
