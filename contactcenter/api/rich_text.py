"""The HTML that staff write: only what the editor can make, whoever sends it."""

from __future__ import annotations

import nh3

TAGS = {
    "a", "b", "blockquote", "br", "code", "del", "em", "h1", "h2", "h3", "hr", "i", "li", "ol", "p", "pre",
    "s", "strong", "u", "ul",
}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto", "tel"}


def sanitised(html: str | None) -> str | None:
    """The allowed part of the HTML; None when nothing of it remains."""
    if html is None:
        return None
    clean = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer")
    return clean if clean.strip() else None
